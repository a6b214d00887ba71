from decimal import Decimal

import pytest

from articles.extraction import plain
from articles.models import (
    Article,
    Brand,
    BrandMention,
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
