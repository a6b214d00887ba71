"""What moves with the borders between the articles of a source: facts, and texts by people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from articles import extraction
from articles.curation import carrying
from articles.curation.adopting import Move, adopt, count_lost, with_a_place
from articles.curation.carrying import Edit, Place
from articles.curation.columns import CARRIED, Carried, Word, decided_columns
from articles.curation.pairing import Extent, Pairing, extents, live, point_on
from articles.curation.reconcile import Change, Difference
from articles.curation.tracing import Run, Trail
from articles.models import Article, Claim, Fact, Source
from articles.models.naming import label

Stored = Sequence[tuple[Article, extraction.Article]]
SHOWN = 40  # characters of an edit that found no place


@dataclass(slots=True)
class Resewn:
    """One change of the borders of a source, known before anything is written.

    Only articles whose borders move take part: they do not reach from where to where one of the
    other side does.
    """

    source: Source
    old: Mapping[Extent, Article]  # whose borders move
    starts: Sequence[int]  # where articles began
    new: frozenset[int]  # ordinals of what comes of the old ones
    placed: Mapping[tuple[str, int], Fact]  # decided facts that have a place
    homeless: tuple[Edit, ...] = ()

    @classmethod
    def of(
        cls, source: Source, found: Sequence[extraction.Article], kept: Mapping[int, Article]
    ) -> Self:
        """Compare the borders as stored with those of *found* and the articles *kept*."""
        stored, length = live(source), len(source.text)
        was = extents([list(article.segments.all()) for article in stored], length)
        ledgers: dict[int, Sequence[Run]] = {one.ordinal: one.layout.segments for one in found}
        ledgers |= {number: list(article.segments.all()) for number, article in kept.items()}
        now = dict(zip(ledgers, extents(list(ledgers.values()), length), strict=True))
        as_ever = {article.pk for article in kept.values()}
        old = {
            extent: article
            for extent, article in zip(was, stored, strict=True)
            if article.pk not in as_ever and extent not in now.values()
        }
        return cls(
            source=source,
            old=old,
            starts=[start for start, _ in was if start],
            new=frozenset(
                number
                for number, extent in now.items()
                if number not in kept and extent not in was
            ),
            placed=with_a_place([article.pk for article in stored]),
        )

    def carried(self, paired: Pairing) -> dict[int, Carried]:
        """Return, by ordinal, what people's texts become in the articles with new borders."""
        words = {c.pk: c for a in self.old.values() for c in a.claims.all() if _is_text(c)}
        if not words:
            return {}
        layouts = {one.ordinal: one.layout for one, _ in paired.pairs if one.ordinal in self.new}
        texts = {
            (number, part): text
            for number, layout in layouts.items()
            for part, text in layout.parts().items()
            if part in CARRIED
        }
        read = self._read()
        made = [edit for claim in words.values() for edit in self._edits(claim, read)]
        trail = Trail({number: layout.segments for number, layout in layouts.items()})
        done = carrying.carry(made, trail, texts)
        self.homeless = done.homeless
        stay = {
            (c.article_id, c.field) for c in words.values() if (c.article_id, c.field) not in read
        }
        return {
            one.ordinal: {
                name: _word((one.ordinal, name), done, words)
                for name in CARRIED
                if article is None or (article.pk, name) not in stay
            }
            for one, article in paired.pairs
            if one.ordinal in self.new
        }

    def _read(self) -> dict[Place, tuple[str, Trail]]:
        """Return what today's rules read in each part of the articles of old, between old borders."""
        layouts = extraction.lay_out(self.source.text, self.starts)
        reach = extents([layout.segments for layout in layouts], len(self.source.text))
        return {
            (article.pk, part): (text, Trail({article.pk: layout.segments}))
            for extent, layout in zip(reach, layouts, strict=True)
            if (article := self.old.get(extent))
            for part, text in layout.parts().items()
        }

    def _edits(self, claim: Claim, read: Mapping[Place, tuple[str, Trail]]) -> Iterator[Edit]:
        """Yield what a person changed in a column; nothing where no text was read for it."""
        place = (claim.article_id, claim.field)
        if place in read:
            text, trail = read[place]
            article = next(a for a in self.old.values() if a.pk == claim.article_id)
            yield from carrying.edits(text, getattr(article, claim.field), place, trail, claim.pk)

    def finish(self, stored: Stored, gone: Sequence[Article], difference: Difference) -> None:
        """Hand facts over, and point articles that are *gone* to where their text is now."""
        moved = [(article, one) for article, one in stored if one.ordinal in self.new]
        if not moved and not gone:
            return
        old = {article.pk: article for article in (*self.old.values(), *gone)}
        move = Move(
            before=Trail({pk: article.segments.all() for pk, article in old.items()}),
            after=Trail({article.pk: one.layout.segments for article, one in moved}),
            edited_before={place for article in old.values() for place in _edited(article)},
            edited_after={place for article, _ in moved for place in _edited(article)},
            texts={article.pk: article.parts() for article, _ in moved},
        )
        adopt(move, {article.pk for article in gone}, difference)
        point_on(gone, move.before, move.after)
        for edit in self.homeless:
            name = label(Article, Claim.objects.get(pk=edit.author).field)
            difference.lost.append(Change(f"{name}的改动", edit.put.strip()[:SHOWN]))

    def count_lost(self, difference: Difference) -> None:
        """Name the decided facts that had a place and have none any more."""
        if self.placed:
            count_lost(self.placed, {article.pk for article in live(self.source)}, difference)


def _is_text(claim: Claim) -> bool:
    return claim.decided and claim.field in CARRIED


def _edited(article: Article) -> Iterator[Place]:
    """Yield the parts of *article* on which people have spoken."""
    held = decided_columns(article)
    for part in article.parts():
        column = "captions" if part.startswith(("caption:", "credit:")) else part
        if column in held:
            yield (article.pk, part)


def _word(place: Place, done: carrying.Carried, words: Mapping[int, Claim]) -> Word | None:
    """Return the text of *place* with whose word it is, None where no edit came to stand."""
    if place not in done.texts:
        return None
    claim = words[done.authors[place]]
    return Word(done.texts[place], claim.reviewed_by_id, claim.reviewed_at)
