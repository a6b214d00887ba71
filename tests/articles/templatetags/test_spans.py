from articles.outputs.reading import Piece
from articles.outputs.spans import Mark, split_spans
from articles.templatetags.spans import marked, titled


def piece(text, *marks):
    return Piece("p1", tuple(split_spans(text, marks)))


def test_text_is_escaped():
    assert marked(piece("<i>&")) == "&lt;i&gt;&amp;"


def test_the_longest_mark_is_the_link_and_the_inner_one_keeps_its_place():
    outer = Mark(0, 4, "brand", "s-brand-1", "f-brand-7")
    inner = Mark(1, 2, "metric", "s-metric-2", "f-metric-2")
    assert marked(piece("四项工程。", outer, inner)) == (
        '<a class="hl hl-brand" href="#f-brand-7" id="s-brand-1">四</a>'
        '<a class="hl hl-brand" href="#f-brand-7">'
        '<span class="hl hl-metric" id="s-metric-2">项</span></a>'
        '<a class="hl hl-brand" href="#f-brand-7">工程</a>。'
    )


def test_phrases_of_a_title_stay_apart_by_a_space():
    pieces = [piece("党旗领航 "), piece("医者仁心")]
    assert titled(pieces) == '<span class="ph">党旗领航 </span> <span class="ph">医者仁心</span>'


def test_a_mark_that_leads_nowhere_stands_innermost_and_once_takes_the_focus():
    name, hit = Mark(1, 2, "org", "s-org-1", "f-org-1"), Mark(0, 3, "hit", "m1", "")
    assert marked(piece("市医院", name, hit)) == (
        '<mark id="m1" tabindex="-1">市</mark>'
        '<a class="hl hl-org" href="#f-org-1" id="s-org-1"><mark>医</mark></a>'
        "<mark>院</mark>"
    )
