from hypothesis import given, strategies as st

from articles.extraction import markup

LINES = (
    st.text(
        alphabet=st.sampled_from("党建 #\\引领,。")
        | st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
        min_size=1,
        max_size=12,
    )
    .map(str.strip)
    .filter(bool)
)


@given(st.lists(st.tuples(st.integers(0, 2), LINES), max_size=6))
def test_blocks_gives_back_what_compose_wrote(blocks):
    body = markup.compose(blocks)
    found = list(markup.blocks(body))
    assert [(block.level, block.text) for block in found] == blocks
    assert all(body[block.start : block.end] == block.text for block in found)


def test_offsets_count_within_paragraphs_and_headings_have_none():
    body = markup.compose([(1, "甲"), (0, "乙丙"), (0, "## 丁")])
    assert markup.in_paragraph(body, body.index("甲")) is None
    assert markup.in_paragraph(body, body.index("丙")) == (0, 1)
    assert markup.in_paragraph(body, body.index("丁")) == (1, 3)
