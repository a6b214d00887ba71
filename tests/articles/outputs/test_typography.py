import pytest
from hypothesis import given, strategies as st

from articles.outputs.typography import for_eye, phrases


@pytest.mark.parametrize("text", ["1,234", "10:30", "e.g. (see), yes", "DOI:10.1/x", "(a)", ""])
def test_what_is_not_beside_han_stays(text):
    assert for_eye(text) == text


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("近年来,白山", "近年来，白山"),
        ("率达100%,全市", "率达100%，全市"),
        ("重点:一是;二是", "重点：一是；二是"),
        ("“三会一课”,落实", "“三会一课”，落实"),
        ("医院(以下简称“院”)党委", "医院（以下简称“院”）党委"),
        ("文(2024)15号", "文（2024）15号"),
    ],
)
def test_marks_beside_han_become_full_width(stored, shown):
    assert for_eye(stored) == shown


prose = st.text(alphabet=st.sampled_from("白山,:;()12 ab“”。\n?!—：—"), max_size=60)


@given(prose)
def test_offsets_never_move(text):
    assert len(for_eye(text)) == len(text)


@given(prose)
def test_phrases_joined_are_the_title(text):
    cut = phrases(text)
    assert "".join(phrase for _, phrase in cut) == text
    assert all(text.startswith(phrase, offset) for offset, phrase in cut)
