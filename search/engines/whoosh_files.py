"""What of Whoosh we made our own: fields that take folded text, storage that copies nothing."""

from __future__ import annotations

import mmap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from operator import add
from os import SEEK_END
from pathlib import Path
from typing import Any

from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import FileIndex

from search import analysis
from search.query import MAX_DISTANCE, MAX_LENGTH, Field

SCHEMA_VERSION = "whoosh4"
START = "\n"  # before each value of a field, so that what begins it can be asked for
GAP = MAX_LENGTH + MAX_DISTANCE + 1  # positions between texts: no words of two can be near
SIDES = {
    Field.TITLE: "headline_",
    Field.AUTHOR: "author_",
    Field.ORGANIZATION: "organization_",
    Field.BRAND: "brand_",
    Field.SOURCE: "source_",
}
Posting = tuple[bytes, int, float, bytes]  # term, frequency, weight, encoded value


class Characters(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """The single characters of folded blocks: which there are."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None)

    def index(self, value: Iterable[str], **_: object) -> Iterator[Posting]:
        """Yield each character once."""
        for character in set().union(*value):
            yield character.encode(), 1, 1.0, b""


class Pairs(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """The pairs of neighbours in folded blocks, each at the positions of its first character.

    No pair spans two blocks, and the gap in the positions keeps two blocks apart.
    """

    def __init__(self) -> None:
        super().__init__(formats.Positions(), analyzer=None)

    def index(self, value: Iterable[str], **_: object) -> Iterator[Posting]:
        """Yield each pair with its encoded positions."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        start = 0
        for block in value:
            for place, pair in enumerate(map(add, block, block[1:]), start):
                places[pair].append(place)
            start += len(block) + GAP
        for pair, positions in places.items():
            yield pair.encode(), len(positions), 1.0, self.format.encode(positions)


class Words(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """The words of some texts with their frequencies."""

    def __init__(self) -> None:
        super().__init__(formats.Frequency(), analyzer=None, scorable=True)

    def index(
        self, value: Iterable[str], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield each word with its frequency."""
        counts = Counter(term.text for text in value for term in analysis.words(text))
        for word, count in counts.items():
            yield word.encode(), count, float(count), count.to_bytes(4, "big")


SCHEMA = fields.Schema(
    pk=fields.ID(unique=True),
    characters=Characters(),
    pairs=Pairs(),
    headline_words=Words(),
    body_words=Words(),
    name_words=Words(),
    facts=fields.STORED(),
    texts=fields.STORED(),
    **{f"{side}characters": Characters() for side in SIDES.values()},
    **{f"{side}pairs": Pairs() for side in SIDES.values()},
)


class MappedFile(BufferFile):  # type: ignore[misc]  # Whoosh has no types
    """A file in memory pages: Whoosh's own class would copy all of it at each opening."""

    def __init__(self, name: str, mapped: mmap.mmap) -> None:
        super().__init__(b"", name)
        self._buf = self.file = mapped


class MappedStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """A folder whose files are read through the system's cache and hold no file handles."""

    def open_file(self, name: str, **_: object) -> MappedFile | BufferFile:
        """Open a file for reading."""
        with Path(self._fpath(name)).open("rb") as file:
            if not file.seek(0, SEEK_END):
                return BufferFile(b"", name)
            return MappedFile(name, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def create_index(folder: Path) -> None:
    """Make an empty index in *folder*, which must not exist."""
    folder.mkdir()
    FileIndex.create(MappedStorage(str(folder)), SCHEMA)


def open_index(folder: Path) -> Any:
    """Return the index in *folder*."""
    return FileIndex(MappedStorage(str(folder)), schema=SCHEMA)


@contextmanager
def writing(folder: Path, **options: Any) -> Iterator[Any]:
    """Give a writer that is committed at the end, or cancelled if anything fails.

    Segments are not packed into one file, whose parts Whoosh would copy at each opening.
    """
    writer = open_index(folder).writer(compound=False, **options)
    try:
        yield writer
        writer.commit()
    except BaseException:
        with suppress(Exception):  # without it, a failed commit keeps its lock and its files
            writer.cancel()
        raise
