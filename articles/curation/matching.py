"""Names in a reading to rows: by name and region, then by alias and region, never by likeness."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Exists, OuterRef

from articles import extraction
from articles.extraction import plain
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Departure,
    Forward,
    Left,
    Metric,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Origin,
    Region,
    ReviewStatus,
    Theme,
)
from articles.models.naming import slug, sort_key

UNNAMED = "报道中已不再提及"
RELATIVE = re.compile(
    r"(?:中共)?[省市县区州盟旗](?:委|人大|政协|政府|人民|直属|直机关|卫生|卫健|教育|公安|民政|财政|人力|人社|"
    r"住建|住房|交通|农业|水利|水务|文化|文旅|审计|统计|税务|市场监|司法|发展|发改|应急|总工会|妇|团|共青团|"
    r"残疾人|残联|医保|医疗|退役|退休|组织|宣传|统战|纪|监察|中心|中医|第|党校|法院|检察|疾)"
)


def identified(found: extraction.Article) -> extraction.Article:
    """Return *found* without the bodies that its text does not tell from their like elsewhere, and
    with the themes that people have made of those that the list has.

    市卫健局 in a report of no known city may be that of any: as a row it would be all of them.
    """
    told = tuple(o for o in found.organizations if o.adcode or not RELATIVE.match(o.name))
    merged = Theme.everything.filter(merged_into__isnull=False)
    heirs = dict(merged.values_list("slug", "merged_into__slug"))
    found = replace(found, organizations=told)
    return _with_themes(found, heirs) if heirs else found


def _with_themes(found: extraction.Article, heirs: Mapping[str, str]) -> extraction.Article:
    """Return *found* with the slugs of merged themes replaced by those of their heirs."""
    return replace(
        found,
        primary_theme=heirs.get(found.primary_theme, found.primary_theme),
        themes=tuple(replace(t, slug=heirs.get(t.slug, t.slug)) for t in found.themes),
        metrics=tuple(replace(m, theme=heirs.get(m.theme, m.theme)) for m in found.metrics),
    )


BrandPlace = tuple[str, int | None, str | None]  # key, owner or, without one, region


def organizations(
    found: Iterable[extraction.Organization], article: Article
) -> tuple[dict[str, Organization], set[int]]:
    """Return the row of each organization by canonical name, and the keys of rows whose names grew.

    Missing rows are made. A row that a person has changed keeps its type, parent and, in the
    articles that name it, its region; a machine's row takes them from the newest reading.
    A fixed number of queries, however many there are, besides those for rows that change.
    """
    found = list(found)
    edited = _edited_organizations(article)
    rows = {one.name: edited[one.name] for one in found if one.name in edited}
    rows |= _organizations([one for one in found if one.name not in rows])
    names: defaultdict[Organization, set[str]] = defaultdict(set)
    for one in found:
        row = rows[one.name]
        parent = rows.get(one.parent)
        if row.origin == Origin.MACHINE and parent and parent != row and row.parent != parent:
            row.parent = parent
            row.save(update_fields=["parent"])
        names[row] |= {m.text for m in one.mentions if not m.anaphora} | {one.name}
    return rows, _learn_aliases(names)


def _edited_organizations(article: Article) -> dict[str, Organization]:
    """Return, by every name they go by, the rows that a person has changed and *article* names."""
    rows = Organization.objects.filter(origin=Origin.PERSON, mentions__article=article)
    return {
        name: row
        for row in rows.distinct().prefetch_related("aliases")
        for name in (row.name, *(alias.name for alias in row.aliases.all()))
    }


def _organizations(found: list[extraction.Organization]) -> dict[str, Organization]:
    """Return the rows of these names, each sought by name and region, then by alias and region,
    then among the names of merged rows.
    """
    names = {one.name for one in found}
    regions = Region.objects.in_bulk({one.adcode for one in found if one.adcode})
    merged = Forward.objects.filter(organization__isnull=False, name__in=names)
    known = {
        (one.name, one.region_id): one.organization
        for one in merged.select_related("organization__parent")
        if one.organization
    }
    aliases = OrganizationAlias.objects.filter(name__in=names).select_related(
        "organization__parent"
    )
    for alias in aliases.order_by("-organization"):  # of several, the oldest row is kept
        known[alias.name, alias.organization.region_id] = alias.organization
    for row in Organization.objects.filter(name__in=names).select_related("parent"):
        known[row.name, row.region_id] = row
    rows: dict[str, Organization] = {}
    for one in found:
        region = regions.get(one.adcode)
        row = known.get((one.name, region.pk if region else None)) or Organization(
            name=one.name,
            region=region,
            type=one.type,
            slug=slug(one.name),
            sort_key=sort_key(one.name),
        )
        if row.origin == Origin.MACHINE and row.type != one.type:
            row.type = one.type
            row.save(update_fields=["type"])
        rows[one.name] = row
    Organization.objects.bulk_create(row for row in rows.values() if row.pk is None)
    return rows


def _learn_aliases(names: Mapping[Organization, set[str]]) -> set[int]:
    """Add the *names* that a row is not known by and nobody struck out; return the rows that grew."""
    known = OrganizationAlias.everything.filter(organization__in=names)
    pairs = set(known.values_list("organization", "name"))
    new = [
        OrganizationAlias(organization=row, name=name)
        for row, printed in names.items()
        for name in sorted(printed - {row.name})
        if (row.pk, name) not in pairs
    ]
    OrganizationAlias.objects.bulk_create(new)
    return {alias.organization_id for alias in new}


def brands(
    found: Iterable[extraction.Brand], owners: dict[str, Organization], article: Article
) -> dict[str, Brand]:
    """Return the row of each brand by its printed name; missing rows are made.

    A row that a person has changed keeps its name and owner in the articles that name it.
    """
    found = list(found)
    edited = _edited_brands(article)
    rows = {one.name: edited[key] for one in found if (key := plain(one.name)) in edited}
    unknown = [one for one in found if one.name not in rows]
    rows |= _brands(unknown, owners, article.region)
    for one in found:
        row, parent = rows[one.name], rows.get(one.parent)
        if row.origin == Origin.MACHINE and parent and parent != row and row.parent != parent:
            row.parent = parent
            row.save(update_fields=["parent"])
    return rows


def _edited_brands(article: Article) -> dict[str, Brand]:
    """Return the rows that a person has changed, by the names that *article* prints of them."""
    mentions = BrandMention.objects.filter(
        article=article, origin=Origin.MACHINE, brand__origin=Origin.PERSON
    ).select_related("brand")
    return {plain(mention.quote): mention.brand for mention in mentions}


def _renamed_brands(found: list[extraction.Brand]) -> dict[BrandPlace, Brand]:
    """Return the rows that a person changed, by the names of *found* under which articles print them."""
    printed = {name for one in found for name in (one.name, *(m.text for m in one.mentions))}
    mentions = BrandMention.objects.filter(
        brand__origin=Origin.PERSON, origin=Origin.MACHINE, quote__in=printed
    ).exclude(status=ReviewStatus.REJECTED)
    return {
        (plain(mention.quote), *_home(mention.brand.owner, mention.brand.region)): mention.brand
        for mention in mentions.select_related("brand__owner", "brand__region", "brand__parent")
    }


def _merged_brands(keys: set[str]) -> dict[BrandPlace, Brand]:
    """Return the rows into which others of these *keys* were merged, by the places of those."""
    merged = Forward.objects.filter(brand__isnull=False, name__in=keys).select_related(
        "brand__parent", "brand__owner", "brand__region", "owner", "region"
    )
    return {(one.name, *_home(one.owner, one.region)): one.brand for one in merged if one.brand}


def _home(owner: Organization | None, region: Region | None) -> tuple[int | None, str | None]:
    """Return what tells brands of one name apart: the owner or, without one, the region."""
    return (owner.pk, None) if owner else (None, region.pk if region else None)


def _brands(
    found: list[extraction.Brand], owners: dict[str, Organization], region: Region | None
) -> dict[str, Brand]:
    """Return the rows of these brands: by name and owner, or by name and region without one."""
    keys = {plain(one.name) for one in found}
    known = (
        _merged_brands(keys)
        | _renamed_brands(found)
        | {
            (row.key, *_home(row.owner, row.region)): row
            for row in Brand.objects.filter(key__in=keys).select_related(
                "parent", "owner", "region"
            )
        }
    )
    rows: dict[str, Brand] = {}
    for one in found:
        key, owner = plain(one.name), owners.get(one.owner)
        home = owner.region if owner else region
        row = known.setdefault(
            (key, *_home(owner, home)),
            Brand(
                name=one.name,
                key=key,
                kind=one.kind,
                level=one.level,
                owner=owner,
                region=home,
                slug=slug(one.name),
                sort_key=sort_key(one.name),
            ),
        )
        if (
            row.pk
            and row.origin == Origin.MACHINE
            and (row.kind, row.level) != (one.kind, one.level)
        ):
            row.kind, row.level = one.kind, one.level
            row.save(update_fields=["kind", "level"])
        rows[one.name] = row
    new = {id(row): row for row in rows.values() if row.pk is None}
    Brand.objects.bulk_create(new.values())
    return rows


def sweep(organizations: set[int], brands: set[int]) -> None:
    """Remove, among these keys and what stands above them, the machine's rows that nothing uses."""
    while brands:
        idle = Brand.objects.filter(
            ~Exists(BrandMention.objects.filter(brand=OuterRef("pk"))),
            ~Exists(Brand.objects.filter(parent=OuterRef("pk"))),
            origin=Origin.MACHINE,
            pk__in=brands,
        )
        rows = list(idle)
        above = [(row.parent_id, row.owner_id) for row in rows]
        Departure.objects.note(Brand, (Left(row.pk, row.name) for row in rows), UNNAMED)
        idle.delete()
        organizations |= {owner for _, owner in above if owner}
        brands = {parent for parent, _ in above if parent}
    while organizations:
        idle_bodies = Organization.objects.filter(
            ~Exists(OrganizationMention.objects.filter(organization=OuterRef("pk"))),
            ~Exists(Metric.objects.filter(organization=OuterRef("pk"))),
            ~Exists(Brand.objects.filter(owner=OuterRef("pk"))),
            ~Exists(Organization.objects.filter(parent=OuterRef("pk"))),
            ~Exists(Forward.objects.filter(owner=OuterRef("pk"))),
            ~Exists(
                OrganizationAlias.everything.filter(
                    organization=OuterRef("pk"), origin=Origin.PERSON
                )
            ),
            origin=Origin.MACHINE,
            pk__in=organizations,
        )
        bodies = list(idle_bodies)
        parents = {row.parent_id for row in bodies}
        Departure.objects.note(Organization, (Left(r.pk, r.name) for r in bodies), UNNAMED)
        idle_bodies.delete()
        organizations = {pk for pk in parents if pk}


def articles_naming(organization_pks: Iterable[int]) -> set[int]:
    """Return the keys of the articles that name any of these organizations."""
    return set(
        Article.objects.filter(organizationmentions__organization__in=organization_pks)
        .order_by()
        .values_list("pk", flat=True)
        .distinct()
    )
