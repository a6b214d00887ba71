import pytest

from search.shelves import TRIED, Cell, Shelf, readings

NAMES = [
    (1, 5, "白山市中心医院", "bai shan shi zhong xin yi yuan"),
    (2, 9, "长白山医院", "chang bai shan yi yuan"),
    (3, 0, "白山市", "bai shan shi"),
    (4, 0, "1n体系", "1 n ti xi"),
]
KNOWN = {"bai", "shan", "shi", "zhong", "xin", "yi", "yuan", "xi", "an", "xian"}


@pytest.fixture
def shelf():
    return Shelf.of("name", sorted(NAMES, key=lambda name: -name[1]), {})


def sounds(*syllables, whole=False):
    return tuple(Cell(syllable, sound=True, whole=whole) for syllable in syllables)


def found(shelf, cells, **places):
    return list(dict.fromkeys(match.pk for match in sorted(shelf.find(cells, 9, **places))))


@pytest.mark.parametrize(
    "cells",
    [
        tuple(map(Cell, "白城")),
        tuple(map(Cell, "院白")),  # over the border of two names
        sounds("b", "s", "t"),
        sounds("bai", "sha", whole=True),
        (Cell("白"), *sounds("x")),
        (*sounds("x"), Cell("白")),
        (*sounds("y", "y"), Cell("白")),
    ],
)
def test_what_stands_nowhere_is_not_found(shelf, cells):
    assert found(shelf, cells) == []


def test_whole_names_come_before_beginnings_and_beginnings_before_the_rest(shelf):
    assert found(shelf, tuple(map(Cell, "白山市"))) == [3, 1]
    assert found(shelf, tuple(map(Cell, "白山"))) == [1, 3, 2]
    assert found(shelf, tuple(map(Cell, "白山")), last=1) == [1, 3]
    assert found(shelf, tuple(map(Cell, "白山")), last=0) == []


def test_characters_syllables_and_initials_can_be_mixed(shelf):
    assert found(shelf, sounds("b", "s", "s")) == [3, 1]
    assert found(shelf, sounds("bai", "sh")) == [1, 3, 2]
    assert found(shelf, (Cell("白"), *sounds("s"), Cell("市"))) == [3, 1]
    assert found(shelf, (*sounds("chang"), Cell("白"))) == [2]
    assert found(shelf, (Cell("1"), Cell("n"))) == [4]


def test_a_search_for_what_stands_everywhere_ends():
    names = [(n, 0, "党" * 50, " ".join(["dang"] * 50)) for n in range(1000)]
    shelf = Shelf.of("name", names, {})
    cells = (*sounds("dang"), *sounds("dan", whole=True))
    assert list(shelf.find(cells, 9)) == []
    assert len(list(shelf.find(tuple(map(Cell, "党")), 10**6))) <= 3 * TRIED


@pytest.mark.parametrize(
    ("letters", "ways"),
    [
        ("i", []),
        ("baiv", []),
        ("b", ["b"]),
        ("baish", ["bai sh"]),
        ("bss", ["b s s"]),
        ("xian", ["xian", "xi an"]),
        ("zhy", ["zh y"]),
    ],
)
def test_letters_are_cut_into_syllables_and_initials(letters, ways):
    cut = [" ".join(cell.text for cell in way) for way in readings(letters, KNOWN)]
    assert cut[: len(ways)] == ways
    assert bool(cut) == bool(ways)


def test_letters_that_are_finished_end_with_a_whole_syllable():
    assert readings("baishao", KNOWN, open_end=False) == []
    assert readings("baishan", KNOWN, open_end=False)[0] == sounds("bai", "shan", whole=True)


def test_letters_without_end_are_cut_in_no_time():
    assert len(readings("xian" * 50, KNOWN)) == 6
