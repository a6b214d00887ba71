"""Full names that only the whole article tells."""

import pytest

from tests.articles.extraction.test_organizations import names

JINHUA = "330700"


def test_a_community_goes_by_its_own_name() -> None:
    assert names("永康市西城街道飞凤社区开会。飞凤社区党委义诊。") == [
        "永康市西城街道",
        "飞凤社区",
        "飞凤社区党委",
    ]


def test_communities_that_share_a_name_keep_their_divisions() -> None:
    found = names("义乌市飞凤社区和永康市飞凤社区结对。", home=JINHUA)
    assert found == ["义乌市飞凤社区", "永康市飞凤社区"]


def test_the_branch_of_a_village_goes_by_the_name_of_the_village() -> None:
    found = names("永康市芝英镇柿后村迎来采收季。柿后村党支部带头修路。")
    assert found[1:] == ["柿后村党支部"]


def test_the_branch_of_a_village_keeps_the_places_that_are_printed_with_it() -> None:
    assert names("永康市芝英镇柿后村党支部带头修路。")[1:] == ["永康市芝英镇柿后村党支部"]


def test_a_town_behind_its_division_may_be_called_by_any_word() -> None:
    assert names("永康市联合镇岭头村的梯田。") == ["永康市联合镇岭头村"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "永康市人民法院开会。永康市人民法院部署。芝英人民法庭调解。",
            "永康市人民法院芝英人民法庭",
        ),
        ("永康市税务局开会。永康市税务局部署。12366指挥中心值守。", "永康市税务局12366指挥中心"),
        (
            "浙江峡江航运集团有限公司开会。集团党委部署。云池港务公司党总支攻关。",
            "浙江峡江航运集团有限公司云池港务公司党总支",
        ),
    ],
)
def test_what_nothing_places_is_part_of_the_body_of_the_article(text: str, wanted: str) -> None:
    assert wanted in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "浙江峡江航运集团有限公司开会。集团党委部署。义乌云池港务公司攻关。",
        "浙江峡江航运集团有限公司开会。集团党委部署。云池港务有限公司攻关。",
        "浙江峡江航运集团有限公司开会。集团党委部署。青石煤矿攻关。",
    ],
)
def test_other_firms_are_no_parts_of_the_group(text: str) -> None:
    assert not any(name.startswith("浙江峡江航运集团有限公司云") for name in names(text))
    assert "浙江峡江航运集团有限公司青石煤矿" not in names(text)


def test_a_branch_elsewhere_is_a_branch_of_the_same_firm() -> None:
    text = "巴蜀云信金华市分公司开会。巴蜀云信金华市分公司部署。永康市分公司党支部抢修。"
    assert "巴蜀云信永康市分公司党支部" in names(text, home=JINHUA)


def test_a_bureau_is_not_called_by_the_lead_of_its_party_body() -> None:
    assert names("中共永康市市场监督管理局党组开会。局党组部署。") == [
        "永康市市场监督管理局",
        "永康市市场监督管理局党组",
    ]
    assert names("中共永康市委组织部开会。") == ["中共永康市委组织部"]


def test_a_group_answers_to_its_head_whatever_follows() -> None:
    found = names("浙江峡江航运集团有限公司开会。", "集团纪委监督。")
    assert found == ["浙江峡江航运集团有限公司", "浙江峡江航运集团有限公司纪委"]


def test_an_academy_and_its_abbreviation_are_one() -> None:
    assert names("永康市农业科学研究院开会。市农科院送种。") == ["永康市农业科学研究院"]
