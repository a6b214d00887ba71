from datetime import date
from decimal import Decimal

import pytest

from articles.extraction import plain
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Indicator,
    Metric,
    Organization,
    OrganizationMention,
    Region,
    Source,
    Theme,
)
from articles.models.naming import slug, sort_key

BODY = (
    "## 强化凝心铸魂 基层组织凝聚力显著提升\n\n"
    "近年来,白山市中心医院深化“医心向党”党建品牌创建,举办3期培训班。\n\n"
    "该院组织1826名医护人员参加,惠及群众1.27万余人次。"
)


class Archive:
    """Rows by hand, with offsets looked up in the text."""

    def __init__(self):
        self.files = 0

    def article(self, headline="白山市：党旗领航 医者仁心", *, source=None, **fields):
        fields = {"body": BODY, "region_id": "220600", "slug": slug(headline)} | fields
        if "theme" in fields:
            fields["primary_theme"] = Theme.objects.get(slug=fields.pop("theme"))
        if fields.get("published_on"):
            fields.setdefault("date_precision", "day")
        source = source or self.source()
        number = source.articles.count() + 1
        return Article.objects.create(source=source, ordinal=number, headline=headline, **fields)

    def source(self):
        self.files += 1
        return Source.objects.create(
            name=f"{self.files:03}.txt",
            sha256=f"{self.files:064}",
            size=1,
            media_type="text/plain",
            encoding="utf-8",
            text="很长的原文",
        )

    def organization(self, name="白山市中心医院", **fields):
        fields = {"type": "hospital", "region": Region.objects.get(pk="220600")} | fields
        return Organization.objects.create(
            name=name, slug=slug(name), sort_key=sort_key(name), **fields
        )

    def brand(self, name="医心向党", **fields):
        fields = {"kind": "品牌", "level": "unit"} | fields
        return Brand.objects.create(
            name=name, key=plain(name), slug=slug(name), sort_key=sort_key(name), **fields
        )

    def names(self, article, row, quote, part="body", **fields):
        model = OrganizationMention if isinstance(row, Organization) else BrandMention
        key = "organization" if isinstance(row, Organization) else "brand"
        return model.objects.create(**{key: row}, **place(article, part, quote), **fields)

    def states(self, article, quote, value, part="body", **fields):
        fields = {"unit": "人次", "family": "visits", "subject": "群众"} | fields
        return Metric.objects.create(
            **place(article, part, quote), value=Decimal(str(value)), **fields
        )


def place(article, part, quote):
    start = article.part(part).index(quote)
    return {
        "article": article,
        "part": part,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
    }


@pytest.fixture
def archive(lists):
    return Archive()


@pytest.fixture
def report(archive):
    """One report with an organization, a brand and three numbers."""
    article = archive.article(theme="brand-building", published_on=date(2024, 3, 5))
    hospital = archive.organization()
    brand = archive.brand(owner=hospital)
    archive.names(article, hospital, "白山市中心医院")
    archive.names(article, hospital, "该院", anaphora=True)
    archive.names(article, brand, "“医心向党”")
    archive.states(article, "3期", 3, unit="期", family="events", subject="培训班")
    archive.states(article, "1826名", 1826, unit="名", family="people", organization=hospital)
    archive.states(article, "1.27万余人次", 12700, qualifier="more", qualifier_text="余")
    return article


@pytest.fixture
def indicator(lists):
    return Indicator.objects.create(
        slug="test-visits", name="测试人次", group="测试", family="visits", additive=True
    )


@pytest.fixture
def values(archive, indicator):
    """Values of three hospitals in two provinces, one of them planned."""
    body = "甲院100人次。乙院400余人次。丙院计划900人次。"
    found = []
    for name, quote, value, region, fields in [
        ("甲院", "100人次", 100, "220600", {"year": 2020}),
        ("乙院", "400余人次", 400, "230400", {"year": 2021, "qualifier": "more"}),
        ("丙院", "900人次", 900, "220600", {"outcome": "planned"}),
    ]:
        article = archive.article(f"{name}的报道", body=body, region_id=region)
        owner = archive.organization(name)
        found.append(
            archive.states(
                article, quote, value, indicator=indicator, organization=owner, **fields
            )
        )
    return found


@pytest.fixture
def page(client):
    """Ask for an address and return the text of the answer."""

    def ask(url, status=200, **query):
        response = client.get(url, query)
        assert response.status_code == status
        return response.content.decode()

    return ask
