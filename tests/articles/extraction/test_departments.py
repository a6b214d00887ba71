import pytest

from tests.articles.extraction.test_organizations import names


@pytest.mark.parametrize(
    "text",
    [
        "永康市中医院开会。选派骨干到教学团队党支部。",
        "永康市中医院开会。小区党支部、市场党支部遍地开花。",
        "永康市中医院开会。重点推进各后勤党支部换届。",
        "永康市中医院开会。各科研团队党支部比学赶超。",
        "永康市中医院开会。12个楼宇党支部建成。",
    ],
)
def test_what_is_only_a_kind_of_department_has_no_branch(text: str) -> None:
    assert names(text) == ["永康市中医院"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("永康市中医院开会。门诊党支部义诊。", "永康市中医院门诊党支部"),
        ("永康市中医院开会。后勤党支部创建品牌。", "永康市中医院后勤党支部"),
        ("永康市中医院开会。财务审计党支部讲课。", "永康市中医院财务审计党支部"),
        ("永康发电有限公司开会。燃料党支部攻关。", "永康发电有限公司燃料党支部"),
        ("永康市第一中学开会。高三党支部讲课。", "永康市第一中学高三党支部"),
        ("永康职业技术学院开会。机器人团队党支部获奖。", "永康职业技术学院机器人团队党支部"),
        ("永康市税务局开会。第二税务分局党支部上门。", "永康市税务局第二税务分局党支部"),
        ("永康市税务局开会。芝英税务分局党支部上门。", "永康市税务局芝英税务分局党支部"),
        ("中铁九局四公司开会。成立鹰嘴岩隧道党支部。", "中铁九局四公司鹰嘴岩隧道党支部"),
        ("永康市林场开会。白岩营林区党支部巡山。", "永康市林场白岩营林区党支部"),
        ("永康市林场开会。清水河小组党支部巡山。", "永康市林场清水河小组党支部"),
        ("永康市公安局开会。永康市公安局交通警察大队巡路。", "永康市公安局交通警察大队"),
        ("永康市公路养护段开会。公路养护段党支部清淤。", "永康市公路养护段党支部"),
    ],
)
def test_a_branch_called_by_its_department_is_part_of_the_body(text: str, wanted: str) -> None:
    assert names(text)[1:] == [wanted]


def test_a_department_may_be_called_by_what_it_does() -> None:
    found = names("永康边防检查站执勤二队党支部获奖。")
    assert found == ["永康边防检查站", "永康边防检查站执勤二队党支部"]


def test_the_party_bodies_of_a_work_site_are_those_of_its_project() -> None:
    first = "中铁九局四公司沈白铁路项目党工委获奖。"
    second = "中铁九局四公司沈白铁路项目部开会，项目纪工委监督。"
    assert names(first, second) == [
        "中铁九局四公司",
        "中铁九局四公司沈白铁路项目党工委",
        "中铁九局四公司沈白铁路项目部",
        "中铁九局四公司沈白铁路项目纪工委",
    ]


def test_a_work_site_may_have_a_long_name() -> None:
    found = names("中铁隧道局滇中引水大理段四标项目部开会。")
    assert found == ["中铁隧道局滇中引水大理段四标项目部"]


def test_a_town_s_committee_is_meant_by_its_kind() -> None:
    assert names("柏岩镇党委书记说。", "我们镇党委修路。") == ["柏岩镇党委"]
