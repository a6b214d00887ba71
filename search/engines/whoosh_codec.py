"""What of Whoosh stands on our arrays: a codec, so that Whoosh itself can read what we write.

Whoosh keeps the schema, the table of contents with its segments and deletions, and the commit.
What is in a segment is one file of :mod:`search.engines.arrays`, as a Whoosh codec may decide. We
read it as arrays; the classes here show it to Whoosh's own searchers, term by term, which is how
the tests hold ours against them. A change of Whoosh that mattered would show there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from search.engines.arrays import Array, Mapped
from search.engines.inverting import GRAMS, HIGH
from search.engines.segments import PARTS

SUFFIX = ".arrays"
WORDS = "words"
SCHEMA = fields.Schema(
    pk=fields.STORED(),
    **{WORDS: fields.KEYWORD(scorable=True)},
    **{name: fields.ID() for name in GRAMS},
)


class Codec(base.Codec):
    """Segments as files of arrays. They are written by :mod:`search.engines.whoosh_files`."""

    def new_segment(self, storage: FileStorage, name: str) -> W3Segment:
        """Return a segment without documents."""
        return W3Segment(self, name)

    def terms_reader(self, storage: FileStorage, segment: W3Segment) -> Terms:
        """Return what Whoosh asks for terms."""
        return Terms(mapped(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: W3Segment) -> Documents:
        """Return what Whoosh asks for documents."""
        return Documents(mapped(storage, segment), segment)


def mapped(storage: FileStorage, segment: W3Segment) -> Mapped:
    """Return the arrays of *segment*."""
    return Mapped.load(Path(storage.folder) / segment.make_filename(SUFFIX))


class Terms(base.TermsReader):
    """The terms of the fields: the words, and the pairs of each set of grams."""

    def __init__(self, found: Mapped) -> None:
        self._arrays = found.arrays
        self._words = found.strings("word")

    def indexed_field_names(self) -> Iterable[str]:
        """Return the names of the fields."""
        return (WORDS, *GRAMS)

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms of *field* that do not come before *prefix*, in order."""
        known = self._words.all() if field == WORDS else self._pairs(field)
        return ((field, term) for text in known if (term := text.encode()) >= prefix)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield all terms."""
        for field in self.indexed_field_names():
            yield from self.terms_from(field, b"")

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(len(self._postings(*term)[0]))

    def term_info(self, field: str, text: bytes) -> TermInfo:
        """Return the figures of a term."""
        ids, weights = self._postings(field, text)
        if not len(ids):
            raise TermNotFound(f"{field}:{text!r}")
        most = float(weights.max())
        return TermInfo(float(weights.sum()), len(ids), 1, 1, most, int(ids[0]), int(ids[-1]))

    def frequency(self, field: str, text: bytes) -> float:
        """Return how often a term occurs."""
        return float(self._postings(field, text)[1].sum())

    def doc_frequency(self, field: str, text: bytes) -> int:
        """Return in how many documents a term occurs."""
        return len(self._postings(field, text)[0])

    def matcher(self, field: str, text: bytes, form: Any, scorer: Any = None) -> ListMatcher:
        """Return Whoosh's matcher of a term."""
        ids, weights = self._postings(field, text)
        info = self.term_info(field, text)
        listed = ids.tolist(), weights.tolist()
        return ListMatcher(*listed, format=form, scorer=scorer, term=(field, text), terminfo=info)

    def close(self) -> None:
        """Leave the pages to whoever still reads in them."""

    def _pairs(self, field: str) -> list[str]:
        pairs = self._arrays[f"{field}.pairs"]
        return [chr(pair >> 21) + chr(pair & ((1 << 21) - 1)) for pair in pairs.tolist()]

    def _postings(self, field: str, text: bytes) -> tuple[Array, Array]:
        named = (
            ("posting.ends", "posting.ids")
            if field == WORDS
            else (f"{field}.pair_ends", f"{field}.ids")
        )
        ends, ids = (self._arrays[name] for name in named)
        row = self._words.place(text) if field == WORDS else self._row(field, text.decode())
        if row < 0:
            return ids[:0], ids[:0]
        part = slice(int(ends[row - 1]) if row else 0, int(ends[row]))
        if field != WORDS:
            return ids[part], np.ones(part.stop - part.start)
        body, high = self._arrays["posting.body"][part], self._arrays["posting.high"][part]
        return ids[part], body.astype(float) + (high >> 4) + (high & HIGH)

    def _row(self, field: str, pair: str) -> int:
        pairs = self._arrays[f"{field}.pairs"]
        code = np.uint64(ord(pair[0]) << 21 | ord(pair[1:] or "\0"))
        row = int(pairs.searchsorted(code))
        return row if row < len(pairs) and pairs[row] == code else -1


class Documents(base.PerDocumentReader):
    """The documents: their keys, their lengths, and which are gone."""

    def __init__(self, found: Mapped, segment: W3Segment) -> None:
        self._pks = found.arrays["pk"]
        lengths = [found.arrays[f"length.{part}"].astype(np.int64) for part in PARTS]
        self._lengths = np.sum(lengths, axis=0)
        self._segment = segment

    def doc_count_all(self) -> int:
        """Return the number of documents, those that are gone too."""
        return len(self._pks)

    def doc_count(self) -> int:
        """Return the number of documents that are there."""
        return len(self._pks) - int(self._segment.deleted_count())

    def has_deletions(self) -> bool:
        """Tell whether any are gone."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, number: int) -> bool:
        """Tell whether one is gone."""
        return bool(self._segment.is_deleted(number))

    def deleted_docs(self) -> Iterable[int]:
        """Return which are gone."""
        gone: Iterable[int] = self._segment.deleted_docs()
        return gone

    def supports_columns(self) -> bool:
        """Tell Whoosh that there are no columns of its kind."""
        return False

    def stored_fields(self, number: int) -> dict[str, int]:
        """Return the key of a document."""
        return {"pk": int(self._pks[number])}

    def doc_field_length(self, number: int, field: str, default: int = 0) -> int:
        """Return how many words a document has."""
        return int(self._lengths[number]) if field == WORDS else default

    def field_length(self, field: str) -> int:
        """Return how many words all documents have."""
        return int(np.sum(self._lengths)) if field == WORDS else 0

    def min_field_length(self, field: str) -> int:
        """Return how many words the shortest document has."""
        return int(np.min(self._lengths)) if field == WORDS else 0

    def max_field_length(self, field: str) -> int:
        """Return how many words the longest document has."""
        return int(np.max(self._lengths)) if field == WORDS else 0

    def close(self) -> None:
        """Leave the pages to whoever still reads in them."""
