from hypothesis import given, strategies as st

from articles.outputs.spans import Mark, Run, sentence_around, split_spans


def mark(start, end, id_, kind="org"):
    return Mark(start, end, kind, id_, f"f-{id_}")


def test_no_text_gives_no_runs():
    assert split_spans("", [mark(0, 3, "a")]) == []


def test_unmarked_text_is_one_run():
    assert split_spans("白山市", []) == [Run("白山市")]


def test_a_mark_inside_another_is_cut_out_and_the_longer_owns_the_link():
    outer, inner = mark(0, 6, "outer"), mark(2, 4, "inner", "brand")
    assert split_spans("甲乙丙丁戊己庚", [inner, outer]) == [
        Run("甲乙", (outer,), frozenset({"outer"})),
        Run("丙丁", (outer, inner), frozenset({"inner"})),
        Run("戊己", (outer,)),
        Run("庚"),
    ]


def test_a_mark_across_two_pieces_begins_in_the_first_alone():
    crossing = mark(1, 4, "x")
    begins = frozenset({"x"})
    assert split_spans("甲乙", [crossing]) == [Run("甲"), Run("乙", (crossing,), begins)]
    assert split_spans("丙丁", [crossing], 2) == [Run("丙丁", (crossing,))]


spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=8,
)


@given(text=st.text(max_size=30), pairs=spans, offset=st.integers(0, 10))
def test_runs_joined_are_the_text_and_every_mark_begins_once(text, pairs, offset):
    marks = [mark(a, b, str(n)) for n, (a, b) in enumerate(pairs)]
    runs = split_spans(text, marks, offset)
    assert "".join(run.text for run in runs) == text
    begun = [name for run in runs for name in run.begins]
    end = offset + len(text)
    inside = [m.id for m in marks if offset <= m.start < end]
    assert sorted(begun) == sorted(inside)
    at = offset
    for run in runs:
        covering = {m.id for m in marks if m.start <= at and m.end >= at + len(run.text)}
        assert {m.id for m in run.marks} == covering
        at += len(run.text)


def test_the_sentence_around_a_place_stops_at_headings_and_full_stops():
    text = "## 一、抓品牌\n\n建设“医心向党”品牌。成效明显。"
    start = text.index("“医心")
    assert sentence_around(text, start, start + 6) == ("建设", "“医心向党”", "品牌。")
