"""Names in a reading to rows: by name and region, then by alias and region, never by likeness."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from articles import extraction
from articles.extraction import plain
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Metric,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Origin,
    Region,
)
from articles.models.naming import slug, sort_key


def organizations(
    found: Iterable[extraction.Organization], article: Article
) -> tuple[dict[str, Organization], set[int]]:
    """Return the row of each organization by canonical name, and the keys of rows whose names grew.

    Missing rows are made. A row that a person has changed keeps its type, parent and, in the
    articles that name it, its region; a machine's row takes them from the newest reading.
    """
    found = list(found)
    edited = _edited_organizations(article)
    rows = {one.name: edited.get(one.name) or _organization(one) for one in found}
    grown: set[int] = set()
    for one in found:
        row = rows[one.name]
        parent = rows.get(one.parent)
        if row.origin == Origin.MACHINE and parent and parent != row and row.parent != parent:
            row.parent = parent
            row.save(update_fields=["parent"])
        names = {m.text for m in one.mentions if not m.anaphora} | {one.name}
        if _learn_aliases(row, names):
            grown.add(row.pk)
    return rows, grown


def _edited_organizations(article: Article) -> dict[str, Organization]:
    """Return, by every name they go by, the rows that a person has changed and *article* names."""
    rows = Organization.objects.filter(origin=Origin.PERSON, mentions__article=article)
    return {
        name: row
        for row in rows.distinct().prefetch_related("aliases")
        for name in (row.name, *(alias.name for alias in row.aliases.all()))
    }


def _organization(found: extraction.Organization) -> Organization:
    region = _region(found.adcode)
    row = (
        Organization.objects.filter(name=found.name, region=region).first()
        or Organization.objects.filter(
            aliases__name=found.name, aliases__struck=False, region=region
        )
        .order_by("pk")
        .first()
    )
    if row is None:
        return Organization.objects.create(
            name=found.name,
            region=region,
            type=found.type,
            slug=slug(found.name),
            sort_key=sort_key(found.name),
        )
    if row.origin == Origin.MACHINE and row.type != found.type:
        row.type = found.type
        row.save(update_fields=["type"])
    return row


def _learn_aliases(row: Organization, names: set[str]) -> bool:
    """Add the names that *row* is not known by and nobody struck out; tell whether there were any."""
    known = OrganizationAlias.everything.filter(organization=row)
    new = names - {row.name} - set(known.values_list("name", flat=True))
    OrganizationAlias.objects.bulk_create(
        [OrganizationAlias(organization=row, name=name) for name in sorted(new)]
    )
    return bool(new)


def brands(
    found: Iterable[extraction.Brand], owners: dict[str, Organization], article: Article
) -> dict[str, Brand]:
    """Return the row of each brand by its printed name; missing rows are made.

    A row that a person has changed keeps its name and owner in the articles that name it.
    """
    found = list(found)
    edited = _edited_brands(article)
    rows = {
        one.name: edited.get(plain(one.name)) or _brand(one, owners.get(one.owner), article.region)
        for one in found
    }
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


def _brand(found: extraction.Brand, owner: Organization | None, region: Region | None) -> Brand:
    key = plain(found.name)
    home = owner.region if owner else region
    same = Brand.objects.filter(key=key)
    row = same.filter(owner=owner) if owner else same.filter(owner=None, region=home)
    brand = row.first()
    if brand is None:
        return Brand.objects.create(
            name=found.name,
            key=key,
            kind=found.kind,
            level=found.level,
            owner=owner,
            region=home,
            slug=slug(found.name),
            sort_key=sort_key(found.name),
        )
    if brand.origin == Origin.MACHINE and (brand.kind, brand.level) != (found.kind, found.level):
        brand.kind, brand.level = found.kind, found.level
        brand.save(update_fields=["kind", "level"])
    return brand


def _region(adcode: str) -> Region | None:
    return Region.objects.filter(pk=adcode).first() if adcode else None


def sweep(organizations: set[int], brands: set[int]) -> None:
    """Remove, among these keys and what stands above them, the machine's rows that nothing uses."""
    while brands:
        idle = Brand.objects.filter(
            ~Exists(BrandMention.objects.filter(brand=OuterRef("pk"))),
            ~Exists(Brand.objects.filter(parent=OuterRef("pk"))),
            origin=Origin.MACHINE,
            pk__in=brands,
        )
        above = list(idle.values_list("parent", "owner"))
        idle.delete()
        organizations |= {owner for _, owner in above if owner}
        brands = {parent for parent, _ in above if parent}
    while organizations:
        idle_bodies = Organization.objects.filter(
            ~Exists(OrganizationMention.objects.filter(organization=OuterRef("pk"))),
            ~Exists(Metric.objects.filter(organization=OuterRef("pk"))),
            ~Exists(Brand.objects.filter(owner=OuterRef("pk"))),
            ~Exists(Organization.objects.filter(parent=OuterRef("pk"))),
            ~Exists(
                OrganizationAlias.everything.filter(
                    organization=OuterRef("pk"), origin=Origin.PERSON
                )
            ),
            origin=Origin.MACHINE,
            pk__in=organizations,
        )
        parents = set(idle_bodies.values_list("parent", flat=True))
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
