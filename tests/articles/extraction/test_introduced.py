import pytest
from hypothesis import given, settings, strategies as st

from articles.extraction.introduced import introduced


@pytest.mark.parametrize(
    "text",
    [
        "安全、高效、便民等3项承诺写进公约。",
        "方案、章程、清单等文件印发。",
        "学习同志们的经验，同志说得好。",
        "高质量、全覆盖、常态化。",
        "60岁的老党员带头，他叫来邻居帮忙。",
        "由支委会主持，由全体党员担任讲师。",
        "平原、高山、河谷等地貌。",
        "党支部、妇联、团委等10个组织参加。",
    ],
)
def test_words_in_a_row_are_no_persons(text: str) -> None:
    assert list(introduced(text)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("赵强、钱伟、孙芳等3名党员连夜清淤。", ["赵强", "钱伟", "孙芳"]),
        ("会议表彰周国栋、吴秀兰、郑海涛。", ["周国栋", "吴秀兰", "郑海涛"]),
        ("她叫冯玉珍，是一名缝纫工。", ["冯玉珍"]),
        ("今年71岁的陈桂香每天巡线。", ["陈桂香"]),
        ("陈桂香今年71岁。", ["陈桂香"]),
        ("向蒋国平同志学习。", ["蒋国平"]),
        ("会议由沈建华主持。", ["沈建华"]),
    ],
)
def test_a_list_an_age_and_a_form_of_address_introduce_persons(
    text: str, names: list[str]
) -> None:
    assert sorted(set(introduced(text))) == sorted(names)


@settings(max_examples=100)
@given(st.text(alphabet="王李张伟强芳、等同志今年他叫7岁由主持，。", max_size=60))
def test_every_name_stands_in_the_text(text: str) -> None:
    assert all(name in text for name in introduced(text))
