"""Articles whose beginnings somebody knows."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from articles.extraction import lay_out
from articles.extraction.pages import lines

ROOT = Path(__file__).parents[3]
FILES = sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests/fresh").glob("*.txt")])
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in FILES}
TWO = "甲县开展义诊\n\n近日，甲县开展义诊12次，服务群众300余人次。\n乙县办夜校\n\n近日，乙县办夜校15场，培训800人次。"


def begins(layout):
    return min(segment.start for segment in layout.segments)


def accounted(text, layouts):
    """Tell whether each character that is no white space lies in exactly one segment."""
    held = sorted((s.start, s.end) for layout in layouts for s in layout.segments)
    apart = all(a[1] <= b[0] for a, b in pairwise(held))
    printed = "".join(text[a:b] for a, b in held)
    return apart and "".join(printed.split()) == "".join(text.split())


@pytest.mark.parametrize("name", TEXTS)
def test_the_starts_that_a_text_shows_give_the_very_same_articles(name):
    shown = lay_out(TEXTS[name])
    assert lay_out(TEXTS[name], [begins(layout) for layout in shown[1:]]) == shown


def test_no_start_makes_one_article_of_a_file():
    assert [layout.headline for layout in lay_out(TWO)] == ["甲县开展义诊", "乙县办夜校"]
    assert [layout.headline for layout in lay_out(TWO, [])] == ["甲县开展义诊"]


def test_a_title_is_looked_for_below_a_new_start():
    text = "甲县开展义诊\n\n近日，甲县开展义诊12次。\n\n乙县党员干部走进夜校田间\n学习新技术\n\n乙县办夜校15场，培训800人次，受到欢迎。"
    assert len(lay_out(text)) == 1
    found = lay_out(text, [text.index("乙县党员")])
    assert [layout.headline for layout in found][1].startswith("乙县党员干部走进夜校田间")
    assert found[1].body == "乙县办夜校15场，培训800人次，受到欢迎。"


def test_a_caption_below_a_start_goes_with_the_article_that_begins_there():
    text = TWO.replace("乙县办夜校\n", "图为夜校现场。王一/摄\n乙县办夜校\n", 1)
    found = lay_out(text, [text.index("图为")])
    assert [len(layout.captions) for layout in found] == [0, 1]
    assert found[1].headline == "乙县办夜校"


def test_a_stretch_of_furniture_alone_is_no_article():
    text = f"党建简报\n第17期\n\n{TWO}"
    found = lay_out(text, [text.index("第17期"), text.index("甲县"), text.index("乙县办")])
    assert [layout.headline for layout in found] == ["甲县开展义诊", "乙县办夜校"]
    assert accounted(text, found)


def test_nothing_but_space_holds_no_article():
    assert lay_out(" \n\n", [0, 2]) == ()


@given(st.data())
def test_wherever_articles_are_said_to_begin_every_character_is_accounted_for_once(data):
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    places = [line.start for line in lines(text)]
    starts = data.draw(st.lists(st.sampled_from(places), max_size=6))
    found = lay_out(text, starts)
    assert accounted(text, found)
    for layout in found:
        parts = layout.parts()
        for s in layout.segments:
            if s.part:
                assert parts[s.part][s.part_start :][: s.end - s.start] == text[s.start : s.end]
