"""Keeps the table of names equal to the archive, as :mod:`search.indexing` keeps the index.

Whoever indexes an article calls :func:`refresh` with its key; whoever rebuilds calls
:func:`rebuild`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from heapq import nlargest
from itertools import chain
from typing import Any, cast

from django.db.models import Count, QuerySet

from articles.extraction.vocabulary import OrganizationType
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Organization,
    OrganizationMention,
    Region,
    RegionName,
    Theme,
)
from articles.models.article import ArticleQuerySet
from articles.models.named import NamedQuerySet
from articles.outputs.numbers import printed_date
from search.engine import EngineUnavailable
from search.engines import get_engine
from search.models import Name, NameKind
from search.models.name import spelled

WORDS = 20_000  # of the texts, the most frequent ones
WORD_LENGTHS = range(2, 7)
ABOVE = "region__parent__parent"
SPREAD = 2  # articles in which a word must stand; slips mostly stand in one

LISTED = (NameKind.REGION, NameKind.THEME)
Targets = Iterable[int] | QuerySet[Any, Any]


def rebuild() -> None:
    """Make all names anew from archive and index; what is there already is not read again.

    The words of the texts stay as they are while the index is away.
    """
    if not Name.objects.filter(kind__in=LISTED).exists():
        bring_lists()
    reports = _articles(Article.objects.listed())
    organizations = _organizations(Organization.objects.public())
    everything = chain(reports, organizations, _brands(Brand.objects.public()))
    Name.objects.exclude(kind__in=[*LISTED, NameKind.WORD]).bring(_once(everything))
    _weigh_lists()
    with suppress(EngineUnavailable):
        Name.objects.filter(kind=NameKind.WORD).bring(list(_words()))


def bring_lists() -> None:
    """Bring in the names of regions and themes, after their lists were loaded anew."""
    Name.objects.filter(kind__in=LISTED).bring(_once(chain(_regions(), _themes())))


def refresh(pks: Iterable[int]) -> None:
    """Bring in what the articles with these keys may have changed: their own names, those of what
    they mention, and how many articles each region and theme has.

    Something that is mentioned no more keeps its name until the next rebuild;
    :meth:`~search.models.name.NameQuerySet.public` does not give it.
    """
    if not Name.objects.exists():
        rebuild()
    keys = list(pks)
    _bring(NameKind.ARTICLE, keys, _articles(Article.objects.listed().filter(pk__in=keys)))
    named = OrganizationMention.objects.filter(article__in=keys).values("organization")
    found = Organization.objects.public().filter(pk__in=named)
    _bring(NameKind.ORGANIZATION, named, _organizations(found))
    shown = BrandMention.objects.filter(article__in=keys).values("brand")
    _bring(NameKind.BRAND, shown, _brands(Brand.objects.public().filter(pk__in=shown)))
    _weigh_lists()


def _weigh_lists() -> None:
    Name.objects.filter(kind=NameKind.REGION).weigh(_region_counts())
    Name.objects.filter(kind=NameKind.THEME).bring(_once(_themes()))  # few; some may be merged


def _bring(kind: NameKind, targets: Targets, wanted: Iterable[Name]) -> None:
    Name.objects.filter(kind=kind, target__in=targets).bring(_once(wanted))


def _once(names: Iterable[Name]) -> Iterator[Name]:
    """Yield each name of a thing once; marks alone are no name."""
    seen = set()
    for name in names:
        name.label = name.label[:300]
        key = name.kind, name.target, name.label
        if key not in seen and spelled(name.label):
            seen.add(key)
            yield name


def _articles(articles: ArticleQuerySet) -> Iterator[Name]:
    rows = articles.select_related("region").only(
        "slug", "headline", "published_on", "date_precision", "region__name"
    )
    for row in rows.iterator():
        date = printed_date(row.published_on, row.date_precision)
        place = row.region.name if row.region else ""
        yield Name(
            kind=NameKind.ARTICLE,
            target=row.pk,
            label=row.headline,
            detail="，".join(filter(None, (place, date))),
            address=row.get_absolute_url(),
            weight=row.published_on.toordinal() if row.published_on else 0,
        )


def _organizations(rows: NamedQuerySet[Organization]) -> Iterator[Name]:
    kinds = dict(OrganizationType.choices())
    full = rows.with_counts().select_related(ABOVE).prefetch_related("aliases")
    for row in full.iterator(chunk_size=1000):
        detail = "，".join(filter(None, (_place(row.region), kinds.get(row.type, ""))))
        for alias in ("", *(alias.name for alias in row.aliases.all())):
            yield Name(
                kind=NameKind.ORGANIZATION,
                target=row.pk,
                label=alias or row.name,
                detail=f"即{row.name}，{detail}" if alias else detail,
                address=row.get_absolute_url(),
                weight=cast(Any, row).article_count,
            )


def _brands(rows: NamedQuerySet[Brand]) -> Iterator[Name]:
    for row in rows.with_counts().select_related("owner", ABOVE).iterator():
        yield Name(
            kind=NameKind.BRAND,
            target=row.pk,
            label=row.name,
            detail=row.owner.name if row.owner else _place(row.region),
            address=row.get_absolute_url(),
            weight=cast(Any, row).article_count,
        )


def _regions() -> Iterator[Name]:
    """Yield the divisions under all their names.

    The greater ones first: of two alike, the one that was noted first is found first.
    """
    counts = _region_counts()
    rows = Region.objects.select_related("parent__parent").in_bulk()
    ordered = sorted(rows.values(), key=lambda row: (len(row.prefix), row.code))
    former = RegionName.objects.filter(kind="former").values_list("region", "name")
    for code, name in chain(((row.code, "") for row in ordered), former):
        row = rows[code]
        said = (
            f"今{row.name}" if name else "",
            _place(row.parent),
            "已撤销" if row.valid_to else "",
        )
        yield Name(
            kind=NameKind.REGION,
            target=int(code),
            label=name or row.name,
            detail="，".join(filter(None, said)),
            address=row.get_absolute_url(),
            weight=counts.get(int(code), 0),
        )


def _region_counts() -> Counter[int]:
    """Return the number of articles by the code of every region, what lies below it included."""
    rows = Article.objects.listed().filter(region__isnull=False).order_by()
    found: Counter[int] = Counter()
    for code, n in rows.values_list("region").annotate(Count("pk")):
        for place in {f"{code[:2]}0000", f"{code[:4]}00", code}:
            found[int(place)] += n
    return found


def _themes() -> Iterator[Name]:
    counts = _theme_counts()
    for row in Theme.objects.all():
        yield Name(
            kind=NameKind.THEME,
            target=row.pk,
            label=row.name,
            detail=row.group,
            address=row.get_absolute_url(),
            weight=counts.get(row.pk, 0),
        )


def _theme_counts() -> dict[int, int]:
    """Return the number of articles by the key of their main theme, as the pages count them."""
    rows = Article.objects.on_topic().filter(primary_theme__isnull=False).order_by()
    return dict(rows.values_list("primary_theme").annotate(Count("pk")))


def _words() -> Iterator[Name]:
    """Yield the words that stand in most texts. Raises :exc:`EngineUnavailable`."""
    found = (
        (count, word)
        for word, count in get_engine().vocabulary()
        if count >= SPREAD and len(word) in WORD_LENGTHS and word.isalpha() and not word.isascii()
    )
    for count, word in nlargest(WORDS, found):
        yield Name(kind=NameKind.WORD, label=word, weight=count)


def _place(region: Region | None) -> str:
    """Return the full name of a region with those above it: 吉林省白山市."""
    return "".join(above.name for above in region.lineage()) if region else ""
