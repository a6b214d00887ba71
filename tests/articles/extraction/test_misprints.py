import pytest

from articles.extraction import Misprint, Span, extract, to_json
from articles.extraction.lexicon import table


def noted(text: str) -> list[tuple[str, str]]:
    (article,) = extract(f"标题\n\n{text}")
    return [(found.text, found.suggestion) for found in article.misprints]


@pytest.mark.parametrize(
    "text",
    [
        "开展预防犯罪宣传，讲清法律。",
        "形势严峻工作不能松。",
        "公布署名文章三篇。",
        "搭起帐篷，入帐篷慰问。",
        "企业家俱乐部成立了。",
        "各自已完成任务，来自已建成的小区。",
        "研究竞争机制，按装配式标准施工。",
        "交通迅速恢复，通讯速度加快。",
        "大家度过了难忘的一天，渡过难关。",
        "疫情防控常态化，人民防空演练如期举行。",
    ],
)
def test_right_words_that_only_look_like_a_misprint_are_left_alone(text: str) -> None:
    assert noted(text) == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("做好疫情防空各项工作。", ("疫情防空", "疫情防控")),
        ("希望大家再接再励。", ("再接再励", "再接再厉")),
        ("为老人按装扶手12处。", ("按装", "安装")),
        ("建立民情台帐。", ("台帐", "台账")),
        ("扎牢防犯风险的篱笆。", ("防犯", "防范")),
        ("与居民共渡佳节。", ("共渡佳节", "共度佳节")),
        ("他从不为自已着想。", ("自已", "自己")),
    ],
)
def test_a_known_misprint_is_noted_with_what_was_meant(text: str, pair: tuple[str, str]) -> None:
    assert noted(text) == [pair]


def test_a_misprint_is_noted_and_never_corrected() -> None:
    (article,) = extract("标题\n\n召开坐谈会3次。")
    assert article.layout.body == "召开坐谈会3次。"
    assert article.misprints == (Misprint(Span("body", 2, 5), "坐谈会", "座谈会"),)
    assert to_json(article, "a.txt")["suspected_errors"] == [
        {"text": "坐谈会", "suggested": "座谈会"}
    ]


def test_names_in_bylines_are_no_misprints() -> None:
    (article,) = extract("标题\n\n记者 帅先 通讯员 李光茫\n\n支部召开会议，学习精神。")
    assert article.misprints == ()


def test_no_word_of_the_list_is_its_own_correction_or_part_of_another_one() -> None:
    rows = table("misprints")
    wrong = [row["wrong"] for row in rows]
    assert len(wrong) == len(set(wrong))
    assert [w for w in wrong if any(w in row["right"] for row in rows)] == []
