"""The borders between the articles of a source, set by a person: moved, added, taken out.

Only articles whose borders move are read again. Every later reading keeps to these borders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import extraction
from articles.curation import lexicons
from articles.curation.ingest import machine_starts, store
from articles.curation.pairing import Extent, extents, live
from articles.curation.reconcile import TARGETS, Difference
from articles.curation.writing import writing
from articles.extraction import Layout
from articles.models import Article, Seams, Source


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source that holds more than white space: its number from 1, its text, and the
    offset of its first character.
    """

    number: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as it stands after the borders moved."""

    headline: str
    characters: int
    facts: int
    decided: int
    fate: str  # 不变, 重新识读, 新成篇
    key: int | None  # where it can be looked at before, too


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that is none any more, and where its text went."""

    headline: str
    key: int
    heir: int | None
    into: str


@dataclass(frozen=True, slots=True)
class Result:
    """What comes of new borders."""

    articles: tuple[Standing, ...]
    gone: tuple[Gone, ...]
    difference: Difference


def lines(text: str) -> tuple[Line, ...]:
    """Return the lines of *text* that hold more than white space: an article begins with one."""
    found: list[Line] = []
    position = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if bare := raw.strip():
            found.append(Line(number, position + raw.index(bare), bare))
        position += len(raw) + 1
    return tuple(found)


def starts(source: Source) -> list[int]:
    """Return where the articles after the first begin now, as offsets in the text."""
    ledgers = [list(article.segments.all()) for article in live(source)]
    return sorted(start for start, _ in extents(ledgers, len(source.text)))[1:]


def sew(
    source: Source, given: Iterable[int], *, by: AbstractBaseUser, dry_run: bool = False
) -> Result:
    """Let the articles after the first begin at *given*, offsets of lines; return what comes of it.

    With *dry_run* only tell. Raises :exc:`ValidationError` with a Chinese sentence where no line
    begins at an offset, or an article would be left without a text.
    """
    wanted = sorted({*given} - {0})
    return _sew(source, wanted, by=by, dry_run=dry_run)


def unpick(source: Source, *, by: AbstractBaseUser, dry_run: bool = False) -> Result:
    """Take a person's word on the borders of *source* back: they are the machine's again."""
    return _sew(source, None, by=by, dry_run=dry_run)


@writing(reason="改动分篇", creations=True)
def _sew(
    source: Source, wanted: list[int] | None, *, by: AbstractBaseUser, dry_run: bool
) -> Result:
    before = {article.pk: article for article in live(source)}
    layouts = extraction.lay_out(source.text, wanted)
    if wanted is not None:
        _check(source.text, wanted, layouts)
        machine = machine_starts(source.text)
        values = {"machine_starts": machine, "set_by_id": by.pk, "set_at": timezone.now()}
        Seams.objects.update_or_create(source=source, defaults={"starts": wanted, **values})
    else:
        Seams.objects.filter(source=source).delete()
    kept = _kept(source, layouts)
    lists = lexicons.current()
    found = tuple(
        extraction.read(number, layout, lists)
        for number, layout in enumerate(layouts, 1)
        if number not in kept
    )
    held = {article.pk for article in kept.values()}
    difference = store(source, found, kept)
    result = Result(_standing(source, before, held), _gone(before, source), difference)
    if dry_run:
        transaction.set_rollback(True)
    return result


def _check(text: str, wanted: Sequence[int], layouts: Sequence[Layout]) -> None:
    """Refuse borders that are none, or leave an article without a text."""
    by_start = {line.start: line for line in lines(text)}
    if unknown := [start for start in wanted if start not in by_start]:
        raise ValidationError(f"位置 {unknown[0]} 不是一行的开头，不能从这里另起一篇。")
    begun = {start for start, _ in extents([one.segments for one in layouts], len(text))}
    for start in wanted:
        if start not in begun:
            line = by_start[start]
            raise ValidationError(
                f"第 {line.number} 行“{line.text[:20]}”到下一处分篇之间只有版面文字，不能单独成篇。"
            )
    for layout in layouts:
        if not layout.body:
            name = layout.headline or "（无标题）"
            raise ValidationError(f"《{name}》这一段没有正文，不能单独成篇。")


def _kept(source: Source, layouts: Sequence[Layout]) -> dict[int, Article]:
    """Return, by their new ordinals, the stored articles that the new borders leave alone.

    Their characters must lie between them by the ledger as by today's rules.
    """
    stored, length = live(source), len(source.text)
    ledgers = [list(article.segments.all()) for article in stored]
    by_extent: Mapping[Extent, Article] = {
        extent: article
        for extent, article, ledger in zip(extents(ledgers, length), stored, ledgers, strict=True)
        if max((run.end for run in ledger), default=length) <= extent[1]
    }
    reach = extents([layout.segments for layout in layouts], length)
    return {
        number: by_extent[extent]
        for number, (extent, layout) in enumerate(zip(reach, layouts, strict=True), 1)
        if extent in by_extent and max(run.end for run in layout.segments) <= extent[1]
    }


def _standing(
    source: Source, before: Mapping[int, Article], held: set[int]
) -> tuple[Standing, ...]:
    found = []
    for article in live(source):
        facts = [
            fact for model in TARGETS for fact in model._default_manager.filter(article=article)
        ]
        if article.pk in held:
            fate = "不变"
        elif article.pk in before:
            fate = "重新识读"
        else:
            fate = "新成篇"
        found.append(
            Standing(
                headline=article.headline,
                characters=article.characters,
                facts=len(facts),
                decided=sum(fact.decided for fact in facts),
                fate=fate,
                key=article.pk if article.pk in before else None,
            )
        )
    return tuple(found)


def _gone(before: Mapping[int, Article], source: Source) -> tuple[Gone, ...]:
    now = {article.pk for article in live(source)}
    rows = source.articles.filter(pk__in=before.keys() - now).select_related("continued_in")
    return tuple(
        Gone(
            row.headline,
            row.pk,
            row.continued_in_id,
            row.continued_in.headline if row.continued_in else "",
        )
        for row in rows.order_by("pk")
    )
