import os
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, strategies as st

from search.engines import arrays
from search.engines.arrays import Mapped, packed, save


@pytest.fixture
def path(tmp_path):
    return tmp_path / "some.arrays"


@pytest.mark.parametrize("left", [0, 1, 7, 100, -1, -9])
def test_a_file_that_is_cut_short_or_empty_is_refused(path, left):
    save(path, [("a", [np.arange(50)])])
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(ValueError, match=r"empty|arrays"):
        Mapped.load(path)


def test_any_byte_that_changed_is_noticed(path):
    save(path, [("a", [np.arange(3)]), ("b", [np.arange(2, dtype="u1")])])
    saved = path.read_bytes()
    assert Mapped.load(path).whole()
    for place in range(len(saved)):
        path.write_bytes(saved[:place] + bytes([saved[place] ^ 1]) + saved[place + 1 :])
        with suppress(ValueError, TypeError):
            assert not Mapped.load(path).whole()


def test_a_file_that_is_cut_short_while_it_is_open_is_refused(path):
    save(path, [("a", [np.arange(50)])])
    found = Mapped.load(path)
    found.refuse_if_cut()
    os.truncate(path, 100)
    with pytest.raises(ValueError, match="cut short"):
        found.refuse_if_cut()


def test_parts_of_a_large_file_bring_none_of_its_pages(path, monkeypatch):
    monkeypatch.setattr(arrays, "SMALL", 0)
    numbers = np.arange(4_000_000, dtype=np.uint32)
    save(path, [("few", [np.arange(3)]), ("many", [numbers])])
    mapped = Mapped.load(path)
    held = arrays.pages_held()
    parts = [mapped.part("many", start, start + 1000) for start in range(0, len(numbers), 1000)]
    assert arrays.pages_held() - held < 1 << 20
    assert np.array_equal(np.concatenate(parts), numbers)
    assert mapped.part("few", 1, 1).tolist() == []


def test_a_part_of_a_large_file_that_was_cut_short_meanwhile_is_refused(path, monkeypatch):
    monkeypatch.setattr(arrays, "SMALL", 0)
    save(path, [("a", [np.arange(50)])])
    mapped = Mapped.load(path)
    assert mapped.part("a", 47, 50).tolist() == [47, 48, 49]
    os.truncate(path, 100)
    with pytest.raises(ValueError, match="smaller"):
        mapped.part("a", 47, 50)


def test_a_file_that_is_missing_is_told(path):
    with pytest.raises(FileNotFoundError):
        Mapped.load(path)


def test_pieces_become_one_array_that_cannot_be_changed(path):
    save(path, [("odd", [np.array([1, 2, 3], "u1")]), ("b", [np.arange(2), np.arange(3)[::-1]])])
    found = Mapped.load(path).arrays
    assert found["odd"].tolist() == [1, 2, 3]
    assert found["b"].tolist() == [0, 1, 2, 1, 0]
    with pytest.raises(ValueError, match="read-only"):
        found["b"][0] = 9


@given(st.lists(st.text(max_size=4), unique=True), st.text(max_size=4), st.booleans())
def test_strings_come_back_and_sorted_ones_are_found(tmp_path_factory, strings, other, large):
    path = tmp_path_factory.mktemp("arrays") / "some.arrays"
    strings = sorted(string for string in strings if string.isprintable())
    save(path, packed("s", [string.encode() for string in strings]))
    with pytest.MonkeyPatch.context() as patch:
        if large:
            patch.setattr(arrays, "SMALL", 0)
        mapped = Mapped.load(path)
    found = mapped.texts("s")
    assert (found.file is None) != large
    assert mapped.strings("s").all() == strings
    assert [found[number].decode() for number in range(len(strings))] == strings
    for string in (*strings, other):
        place = strings.index(string) if string in strings else -1
        assert found.place(string.encode(errors="replace")) == place
    numbers = np.arange(len(strings), dtype=np.uint16)[::2]
    there = [bytes(data[start:end]).decode() for data, start, end in found.stretches(numbers)]
    assert there == strings[::2]
