import re
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from articles.extraction import markup
from articles.extraction.layout import lay_out
from articles.extraction.types import Layout
from articles.extraction.vocabulary import SegmentKind

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
PIECES = [
    "\n", "\n\n", "\n\n\n", " ", "\u3000\u3000", "\t", "\r", "\x0b", "\u2028", "\ufeff", "\u200b",
    "# ", "## ", "### ", "\\## ", "#", "■", "□", "——", "--", "……", "。", "，", ",", "；", "“", "”", "（", "）", "(", ")",
    "党建引领", "白", "山市", "全市卫健系", "统累计", "记者 章芳敏 通讯员 金国栋", "王乐", "中共鹤岗市委组织部", "供图", " 摄",
    "图为志愿服务现场。", "[摘要]", "摘要：", "[关键词]", "关键词：甲;乙；；丙", "【DOI】10.12252/j.issn.2096-6261.2021.12.879",
    "DOI:10.1/x 中图分类号：D26", "参考文献:", "[1]李明阳. 题[J]. 学报,2021,37(3):39-44.", "作者简介：王乐，女。", "（作者单位：某某医院）",
    "（记者 张三）", "一、抓学习", "（一）夯基础", "1.强本领", "山西省晋中市：锻造先锋", "12月24日上午,", "— 12 —", "***", "abc", "A", "3.7万余名",
    "党 建 简 报", "第17期", "2024年5月6日", "报：市委。", "共印10份", "字号：大 中 小", "打印", "首页 > 党建 > 正文", "来源：某某局 时间：2023-05-06 ",
    "某某日报 2024年1月18日 第3版", "星期四", "相关链接：", "记者：是吗？", "问：", "答：是的。", "县总工会：", "“党员哪有退休的”",
    "近年来，该院坚持党建引领，推动业务发展。", "某某市坚持以党建引领基层治理，累计服务群众三万余人次，打造了一批服务品牌，取得了明显的成效，群众满意度不断提升",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)


def check(source: str, layouts: tuple[Layout, ...]) -> None:
    """Assert that the ledger of *layouts* places every character of *source* rightly."""
    owners = [0] * len(source)
    for layout in layouts:
        parts = layout.parts()
        ends = [0]
        for segment in layout.segments:
            assert ends[-1] <= segment.start < segment.end
            ends.append(segment.end)
            for place in range(segment.start, segment.end):
                owners[place] += 1
            if segment.kind is SegmentKind.FURNITURE:
                assert segment.part == ""
                continue
            written = parts[segment.part][segment.part_start :][: segment.end - segment.start]
            assert written == source[segment.start : segment.end]
    for character, count in zip(source, owners, strict=True):
        assert count == 1 or (count == 0 and character.isspace())


def check_parts(layout: Layout) -> None:
    """Assert that no part holds a character that the ledger did not put there."""
    booked: dict[str, int] = {}
    for segment in layout.segments:
        length = segment.end - segment.start
        booked[segment.part] = booked.get(segment.part, 0) + length
    for part, text in layout.parts().items():
        if part != "body":
            missing = len(text) - booked.get(part, 0)
            assert 0 <= missing <= len(re.findall(r"\s", text)), part
    blocks = [(block.level, block.text) for block in markup.blocks(layout.body)]
    assert markup.compose(blocks) == layout.body


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_every_character_of_a_seed_has_one_place(path):
    source = path.read_text("utf-8")
    layouts = lay_out(source)
    check(source, layouts)
    for layout in layouts:
        check_parts(layout)


@settings(max_examples=300)
@given(texts)
def test_any_text_keeps_every_character_and_never_crashes(source):
    layouts = lay_out(source)
    check(source, layouts)
    for layout in layouts:
        check_parts(layout)


@settings(max_examples=40)
@given(
    path=st.sampled_from(SEEDS),
    width=st.integers(6, 46),
    inserted=st.dictionaries(
        st.integers(0, 400),
        st.sampled_from(["图为活动现场。 王一 摄", "— 12 —", "党建研究"]),
        max_size=6,
    ),
)
def test_a_seed_broken_anew_at_any_width_keeps_every_character(path, width, inserted):
    lines = [
        line[start : start + width]
        for line in path.read_text("utf-8").splitlines()
        for start in range(0, max(len(line), 1), width)
    ]
    for place, text in inserted.items():
        lines.insert(place, f"\n{text}\n")
    source = "\n".join(lines)
    layouts = lay_out(source)
    check(source, layouts)
    for layout in layouts:
        check_parts(layout)


def test_text_of_white_space_holds_no_article():
    assert lay_out(" \n\u3000\n\t\n") == ()


def test_a_page_of_rules_alone_is_still_accounted_for():
    check("***\n\n— 12 —", lay_out("***\n\n— 12 —"))


def test_what_was_lifted_or_signed_below_is_booked_as_moved():
    source = "标题在此\n\n第一段正文在此。\n\n记者 章芳敏"
    (layout,) = lay_out(source)
    kinds = {segment.part: segment.kind for segment in layout.segments}
    assert kinds == {
        "headline": SegmentKind.TEXT,
        "body": SegmentKind.TEXT,
        "byline": SegmentKind.MOVED,
    }
