"""Documents to the arrays of a segment, which :mod:`search.engines.segments` reads.

``text`` (headline and blocks) and the values of each field that can be asked for by name are kept
folded, each string between two ``BORDER`` signs. Their *grams*, pairs of neighbours, tell in which
documents to look: for each pair in order, the numbers of the documents that hold it. The signs at
the borders make pairs too, so that what begins a value, and every single character, stands in one.
Two more sets of grams serve what is typed without quotation marks, which may pass over those in
a text: ``loose`` has the pairs of names and those across a mark in text and names, ``seams`` those
across a mark in the values of fields.

*Words* only rank: for each word in order, the documents that hold it and how often, in the body
and in headline and names.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from search import analysis, cutting
from search.engine import FACETS, Document, Facet
from search.engines.arrays import Array, Named, packed
from search.query import Field

BORDER = "\n"  # no folded text holds it
TEXT, LOOSE, SEAMS = "text", "loose", "seams"
SIDES = {
    Field.TITLE: "headline",
    Field.AUTHOR: "author",
    Field.ORGANIZATION: "organization",
    Field.BRAND: "brand",
    Field.SOURCE: "source",
}
NAMES = (SIDES[Field.ORGANIZATION], SIDES[Field.BRAND])
STRINGS = (TEXT, *SIDES.values())
GRAMS = (*STRINGS, LOOSE, SEAMS)
MAX_DOCUMENTS = 1 << 16  # in a segment, so that a number takes two bytes
SECOND, FIRST = 16, 37  # bits at which a key holds the two characters; below, a document's number
BATCH = 1 << 20  # characters turned into keys at a time
COUNT, HIGH = 255, 15  # the most that is counted of a word in a body, and in headline or names
LONG = 65535  # words; nothing longer is told apart
MARKS = re.escape(analysis.QUOTES)
SEAM = re.compile(f"([^{MARKS}])[{MARKS}]+(?=([^{MARKS}]))")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its texts folded, each set of them one string."""

    pk: int
    texts: Mapping[str, str]  # by STRINGS
    facets: Mapping[Facet, tuple[str, ...]]
    year: int | None
    date: int
    digest: str

    @classmethod
    def of(cls, document: Document) -> Self:
        """Fold *document*."""
        texts = {SIDES[field]: _bordered(values) for field, values in document.values.items()}
        texts[TEXT] = _bordered((document.headline, *document.blocks))
        return cls(
            document.pk,
            texts,
            document.facets,
            document.year,
            document.date,
            document.digest,
        )

    @property
    def size(self) -> int:
        """The number of characters."""
        return sum(map(len, self.texts.values()))


def _bordered(texts: Iterable[str]) -> str:
    folded = [analysis.fold(text) for text in texts]
    return BORDER + BORDER.join(folded) + BORDER if folded else ""


class Codes(dict[str, int]):
    """Strings to numbers, in the order in which they are met; ``met`` has them in that order."""

    def __init__(self) -> None:
        self.met: list[str] = []

    def __missing__(self, key: str) -> int:
        code = self[key] = len(self)
        self.met.append(key)
        return code


class _Grams:
    """The pairs of one set, in keys that sort by pair and then by document."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._numbers: list[int] = []
        self._waiting = 0
        self._keys: list[Array] = []

    def add(self, number: int, text: str) -> None:
        """Take the pairs of *text* for document *number*."""
        self._texts.append(text)
        self._numbers.append(number)
        self._waiting += len(text)
        if self._waiting > BATCH:
            self._turn()

    def arrays(self, name: str) -> Named:
        """Yield the pairs, where the documents of each end, and the documents."""
        self._turn()
        keys = np.concatenate(self._keys)  # each once, because no document is in two batches
        self._keys.clear()
        keys.sort()
        ids = keys.astype(np.uint16)
        keys >>= np.uint64(SECOND)
        pairs, ends = _groups(keys)
        yield f"{name}.pairs", [pairs]
        yield f"{name}.pair_ends", [ends]
        yield f"{name}.ids", [ids]

    def _turn(self) -> None:
        points = np.frombuffer("".join(self._texts).encode("utf-32-le"), np.uint32)
        lengths = np.fromiter(map(len, self._texts), np.int64, len(self._texts))
        numbers = np.repeat(np.array(self._numbers, np.uint64), lengths)
        wide = points.astype(np.uint64)
        keys = (wide[:-1] << np.uint64(FIRST)) | (wide[1:] << np.uint64(SECOND)) | numbers[:-1]
        border = points == ord(BORDER)
        self._keys.append(distinct(keys[~(border[:-1] & border[1:])]))
        self._texts, self._numbers, self._waiting = [], [], 0


class _Words:
    """The words of all documents, with their counts in body, headline and names."""

    def __init__(self) -> None:
        self._codes = Codes()
        self._met = {name: (array("I"), array("I")) for name in ("body", "headline", "names")}

    def add(self, number: int, name: str, text: str) -> None:
        """Take the words of *text* for document *number*."""
        codes, lengths = self._met[name]
        before = len(codes)
        codes.extend(map(self._codes.__getitem__, cutting.words_for_search(text)))
        lengths.append(len(codes) - before)

    def arrays(self, count: int) -> Named:
        """Yield words, documents and counts, and how many words each document has."""
        words = sorted(word for word in self._codes if analysis.is_word(word))
        ranks = np.full(len(self._codes), len(words), np.uint64)  # what is no word comes last
        ranks[[self._codes[word] for word in words]] = np.arange(len(words), dtype=np.uint64)
        found = {name: self._counted(name, ranks, len(words)) for name in self._met}
        keys = distinct(np.concatenate([keys for keys, _ in found.values()]))
        counts = {name: np.zeros(len(keys), np.int64) for name in found}
        for name, (own, often) in found.items():
            counts[name][np.searchsorted(keys, own)] = often
        numbers = (keys & np.uint64(MAX_DOCUMENTS - 1)).astype(np.int64)
        rows = (keys >> np.uint64(SECOND)).astype(np.int64)
        high = np.minimum(counts["headline"], HIGH) << 4 | np.minimum(counts["names"], HIGH)
        for name, often in counts.items():
            lengths = np.minimum(np.bincount(numbers, often, count), LONG)
            yield f"length.{name}", [lengths.astype(np.uint16)]
        yield from packed("word", [word.encode() for word in words])
        ends = np.cumsum(np.bincount(rows, minlength=len(words)))
        yield "posting.ends", [ends.astype(np.uint32)]
        yield "posting.ids", [numbers.astype(np.uint16)]
        yield "posting.body", [np.minimum(counts["body"], COUNT).astype(np.uint8)]
        yield "posting.high", [high.astype(np.uint8)]

    def _counted(self, name: str, ranks: Array, words: int) -> tuple[Array, Array]:
        """Return a key for each word and document, and how often the one stands in the other."""
        codes, lengths = (np.array(met) for met in self._met[name])
        numbers = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
        rows = ranks[codes]
        keys = (rows << np.uint64(SECOND) | numbers)[rows < words]
        different, ends = _groups(np.sort(keys))
        return different, np.diff(ends, prepend=np.uint32(0))


class Inverter:
    """Collects the documents of one segment."""

    def __init__(self) -> None:
        self.size = 0  # characters
        self._entries: list[tuple[int, int, int, bytes]] = []  # key, date, year, digest
        self._strings: dict[str, list[bytes]] = {name: [] for name in STRINGS}
        self._grams = {name: _Grams() for name in GRAMS}
        self._words = _Words()
        self._facets = {facet: (Codes(), array("I"), array("I")) for facet in FACETS}

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Take *entry* as the next document."""
        number = len(self._entries)
        self._entries.append((entry.pk, entry.date, entry.year or 0, entry.digest.encode()))
        self.size += entry.size
        for name, text in entry.texts.items():
            self._strings[name].append(text.encode())
            if text:
                self._grams[name].add(number, text)
        names = "".join(entry.texts[name] for name in NAMES)
        self._add_loose(number, names, entry.texts)
        headline = entry.texts["headline"]
        body = entry.texts[TEXT].removeprefix(headline[:-1])
        for name, text in (("body", body), ("headline", headline), ("names", names)):
            self._words.add(number, name, text)
        for facet, values in entry.facets.items():
            codes, met, ends = self._facets[facet]
            met.extend(map(codes.__getitem__, values))
            ends.append(len(met))

    def arrays(self) -> Named:
        """Yield all arrays of the segment, once; there must be a document."""
        pks, dates, years, digests = zip(*self._entries, strict=True)
        yield "pk", [np.array(pks, np.int64)]
        yield "date", [np.array(dates, np.int32)]
        yield "year", [np.array(years, np.int32)]
        yield from packed("digest", digests)
        yield from self._words.arrays(len(self))
        for name, strings in self._strings.items():
            yield from packed(name, strings)
            strings.clear()
        for name, grams in self._grams.items():
            yield from grams.arrays(name)
        for facet, (codes, met, ends) in self._facets.items():
            values = sorted(codes)
            ranks = np.empty(len(values), np.uint32)
            ranks[[codes[value] for value in values]] = np.arange(len(values), dtype=np.uint32)
            yield from packed(f"facet.{facet}.value", [value.encode() for value in values])
            yield f"facet.{facet}.codes", [ranks[np.array(met)]]
            yield f"facet.{facet}.ends", [np.array(ends)]

    def _add_loose(self, number: int, names: str, texts: Mapping[str, str]) -> None:
        if seams := _seams(texts[TEXT]) + names + _seams(names):
            self._grams[LOOSE].add(number, seams)
        if seams := "".join(_seams(texts[name]) for name in SIDES.values()):
            self._grams[SEAMS].add(number, seams)


def _seams(text: str) -> str:
    """Return the pairs that neighbour each other once the quotation marks of *text* are gone.

    Each stands between borders, the double ones of which make no pair.

    >>> _seams('"四强"党支部')
    '\\n强党\\n'
    """
    return "".join(f"{BORDER}{a}{b}{BORDER}" for a, b in SEAM.findall(text))


def distinct(keys: Array) -> Array:
    """Return *keys* in order, each once; numpy's own ``unique`` is many times slower here."""
    return _groups(np.sort(keys))[0]


def _groups(sorted_keys: Array) -> tuple[Array, Array]:
    """Return the different ones among *sorted_keys*, and where the run of each ends."""
    last = np.flatnonzero(np.append(sorted_keys[1:] != sorted_keys[:-1], len(sorted_keys) > 0))
    return sorted_keys[last], (last + 1).astype(np.uint32)
