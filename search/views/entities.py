"""The things that a query names: organizations, brands and regions, shown above the hits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from django.db.models import F, Q

from articles.models import Brand, Metric
from search.models import Name, NameKind
from search.models.name import spelled
from search.query import Field, Listed, Phrase, Query, Words, leaves, typed

RUNS = 5  # of a query that are looked at
MOST = 4  # things; what more of them share is no name that tells anything
FIGURES = 3  # latest numbers of an organization
BRANDS = 5
ROWS = 60  # fetched in one go, for all of them together
KINDS = (NameKind.ORGANIZATION, NameKind.BRAND, NameKind.REGION)
ENDINGS = ("省", "市", "州", "盟", "地区")  # of regions that are called by their short names


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that the query names, with what its page shows first."""

    name: Name
    figures: list[Metric]
    brands: list[Brand]


def entities(query: Query) -> list[Entity]:
    """Return the things that words of *query* are names of, those with most reports first.

    Things of one name are kept apart. At most three database queries.
    """
    names = _named(query)
    owners = [name.target for name in names if name.kind == NameKind.ORGANIZATION]
    figures = _figures(owners) if owners else []
    brands = _brands(owners) if owners else []
    return [
        Entity(
            name,
            [fact for fact in figures if _is(name, fact.organization_id)][:FIGURES],
            [brand for brand in brands if _is(name, brand.owner_id)][:BRANDS],
        )
        for name in names
    ]


def _named(query: Query) -> list[Name]:
    """Return a name of each thing, or none where too many things go by such names."""
    runs = (typed(leaf) for leaf in islice(leaves(query.tree), RUNS))
    asked = (run for run in runs if isinstance(run, Words | Phrase | Listed))
    texts = {spelled(run.text) for run in asked if run.field != Field.THEME}
    texts = {text for text in texts if len(text) > 1}
    if not texts:
        return []
    full = {text + ending for text in texts for ending in ENDINGS}
    called = Q(kind__in=KINDS, folded__in=texts)
    called |= Q(kind=NameKind.REGION, folded__in=full, weight__gt=0)
    things: dict[tuple[str, int], Name] = {}
    for name in Name.objects.public().filter(called).order_by("-weight", "pk")[:ROWS]:
        things.setdefault((name.kind, name.target), name)
    return list(things.values()) if len(things) <= MOST else []


def _figures(owners: list[int]) -> list[Metric]:
    facts = Metric.objects.comparable().filter(organization__in=owners).select_related("article")
    return list(facts.order_by(F("year").desc(nulls_last=True), "-article", "start")[:ROWS])


def _brands(owners: list[int]) -> list[Brand]:
    return list(Brand.objects.filter(owner__in=owners).public().by_pinyin()[:ROWS])


def _is(name: Name, owner: int | None) -> bool:
    return name.kind == NameKind.ORGANIZATION and name.target == owner
