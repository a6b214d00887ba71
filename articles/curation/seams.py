"""The borders between the articles of a source, set by a person: moved, added, taken out.

Only articles whose borders move are read again. Every later reading keeps to these borders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from articles import extraction
from articles.curation import lexicons
from articles.curation.ingest import machine_starts, store
from articles.curation.pairing import Extent, extents, live
from articles.curation.reconcile import TARGETS, Difference
from articles.curation.writing import writing
from articles.extraction import Layout
from articles.models import Article, Origin, ReviewStatus, Seams, Source

STALE = "这期间有人改过这个文件的分篇，下面是现在的分篇，请重新改动。"


class Stale(ValidationError):
    """The borders are not any more where the person saw them."""


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
    source: Source,
    given: Iterable[int] | None,
    *,
    by: AbstractBaseUser,
    was: Sequence[int] | None = None,
    dry_run: bool = False,
) -> Result:
    """Let the articles after the first begin at *given*, offsets of lines; return what comes of it.

    None takes a person's word back: the borders are the machine's again. *was* is where articles
    began when the person looked. With *dry_run* only tell. Raises :exc:`ValidationError` with a
    Chinese sentence where no line begins at an offset, an article would be left without a text, or
    somebody else has moved the borders meanwhile.
    """
    wanted = None if given is None else sorted({*given} - {0})
    with writing(by=by, reason="改动分篇", creations=True):
        if was is not None and list(was) != starts(source):
            raise Stale(STALE)
        result = _sew(source, wanted, by)
        if dry_run:
            transaction.set_rollback(True)
    return result


def _sew(source: Source, wanted: list[int] | None, by: AbstractBaseUser) -> Result:
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
    return Result(_standing(source, before, held), _gone(before, source), difference)


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
    standing = live(source)
    facts, decided = _counted([article.pk for article in standing])
    return tuple(
        Standing(
            headline=article.headline,
            characters=article.characters,
            facts=facts[article.pk],
            decided=decided[article.pk],
            fate="不变"
            if article.pk in held
            else "重新识读"
            if article.pk in before
            else "新成篇",
            key=article.pk if article.pk in before else None,
        )
        for article in standing
    )


def _counted(articles: Sequence[int]) -> tuple[Counter[int], Counter[int]]:
    """Count the facts of each of *articles*, and those of them that people decided on."""
    facts: Counter[int] = Counter()
    decided: Counter[int] = Counter()
    untouched = Q(origin=Origin.MACHINE, status=ReviewStatus.PENDING)
    for model in TARGETS:
        rows = model._default_manager.filter(article__in=articles).order_by().values("article")
        counts = rows.annotate(all=Count("pk"), said=Count("pk", filter=~untouched))
        for article, every, said in counts.values_list("article", "all", "said"):
            facts[article] += every
            decided[article] += said
    return facts, decided


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
