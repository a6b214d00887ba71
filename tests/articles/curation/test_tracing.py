"""Characters of a source followed into articles, and edits carried with them."""

from articles.curation.carrying import carry, edits
from articles.curation.tracing import Spot, Trail
from articles.extraction import Segment
from articles.extraction.vocabulary import SegmentKind


def run(start, end, part, part_start):
    return Segment(start, end, part, part_start, SegmentKind.TEXT)


BEFORE = Trail(
    {1: [run(100, 104, "kicker", 0), run(110, 115, "body", 0), run(120, 125, "body", 7)]}
)
AFTER = Trail(
    {2: [run(100, 104, "body", 7)], 3: [run(110, 115, "headline", 0), run(120, 125, "body", 0)]}
)


def test_the_first_and_last_characters_of_a_run_are_found_and_none_beside_it():
    spots = [Spot(1, "kicker", 0), Spot(1, "kicker", 3), Spot(1, "kicker", 4), Spot(1, "body", 5)]
    assert [BEFORE.origin(spot) for spot in spots] == [100, 103, None, None]
    assert BEFORE.spot(104) is None
    assert BEFORE.spot(120) == Spot(1, "body", 7)


def test_what_stands_together_is_followed_and_what_was_parted_is_not():
    assert BEFORE.follow(AFTER, Spot(1, "kicker", 0), 4) == Spot(2, "body", 7)
    assert BEFORE.follow(AFTER, Spot(1, "body", 3), 6) is None


def test_an_edit_at_the_beginning_of_a_block_goes_with_that_block():
    made = list(
        edits("甲甲甲甲甲\n\n乙乙乙乙乙", "甲甲甲甲甲\n\n新乙乙乙乙乙", (1, "body"), BEFORE, 9)
    )
    texts = {(3, "headline"): "甲甲甲甲甲", (3, "body"): "乙乙乙乙乙"}
    done = carry(made, AFTER, texts)
    assert (done.texts, done.authors, done.homeless) == (
        {(3, "body"): "新乙乙乙乙乙"},
        {(3, "body"): 9},
        (),
    )


def test_an_edit_whose_text_went_nowhere_is_named():
    made = list(
        edits("甲甲甲甲甲\n\n乙乙乙乙乙", "甲甲新甲甲甲\n\n乙乙乙乙乙", (1, "body"), BEFORE, 9)
    )
    done = carry(made, AFTER, {})
    assert ([edit.put for edit in done.homeless], done.texts) == (["新"], {})
