from decimal import Decimal

import pytest

from articles.models import (
    Brand,
    BrandMention,
    Metric,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Region,
)
from search import names
from search.query import Query
from search.views.entities import MOST, entities

PLACE = {"part": "body", "start": 0, "end": 1, "quote": "党"}


@pytest.fixture
def named(archive, baishan):
    """Make an organization that a report names."""

    def named(name, region=baishan, alias="", **fields):
        row = Organization.objects.create(
            name=name, region=region, type="hospital", sort_key="x", **fields
        )
        if alias:
            OrganizationAlias.objects.create(organization=row, name=alias)
        OrganizationMention.objects.create(article=archive[0], organization=row, **PLACE)
        names.refresh([archive[0].pk])
        return row

    return named


def found(typed):
    return [(e.name.label, e.name.detail) for e in entities(Query.parse(typed))]


@pytest.mark.parametrize("typed", ["", "党建", "-第一医院", "医院", "主题:第一医院", "一" * 200])
def test_what_names_nothing_shows_nothing(named, typed):
    named("第一医院")
    assert found(typed) == []


def test_a_name_that_too_many_go_by_tells_nothing(named, archive):
    for region in Region.objects.exclude(pk="220600")[:MOST]:
        named("第一医院", region=region)
    assert len(found("第一医院")) == MOST
    named("第一医院")
    assert found("第一医院") == []


def test_an_organization_no_report_names_any_more_shows_nothing(named):
    named("第一医院")
    OrganizationMention.objects.update(status="rejected")
    assert found("第一医院") == []


@pytest.mark.parametrize("typed", ["第一医院", "“第一醫院”", "党建 第一医院", "单位:第一医院"])
def test_an_organization_is_shown_by_its_name_however_it_is_typed(named, typed):
    named("第一医院")
    assert ("第一医院", "吉林省白山市，医院") in found(typed)


def test_an_alias_tells_whose_it_is_and_same_names_stand_apart(named, baishan):
    named("第一医院", alias="市一院")
    assert found("市一院") == [("市一院", "即第一医院，吉林省白山市，医院")]
    named("第一医院", region=baishan.parent)
    assert {detail for _, detail in found("第一医院")} == {"吉林省白山市，医院", "吉林省，医院"}


@pytest.mark.parametrize("typed", ["白山", "白山市", "地区:白山市"])
def test_a_region_is_shown_by_full_and_short_name(archive, typed):
    names.bring_lists()
    (entity,) = entities(Query.parse(typed))
    assert (entity.name.label, entity.name.weight) == ("白山市", 1)


def test_latest_figures_and_brands_lead_to_where_they_stand(named, archive, client):
    row = named("第一医院")
    for year in (2020, 2024, 2023, 2022):
        Metric.objects.create(
            article=archive[0], organization=row, value=Decimal(year), unit="人", family="people",
            subject="党员", year=year, **PLACE | {"start": year, "end": year + 1},
        )  # fmt: skip
    brand = Brand.objects.create(
        name="医心向党", key="y", kind="brand", level="unit", sort_key="y", owner=row
    )
    BrandMention.objects.create(article=archive[0], brand=brand, **PLACE)
    (entity,) = entities(Query.parse("第一医院"))
    assert [metric.year for metric in entity.figures] == [2024, 2023, 2022]
    assert entity.brands == [brand]
    page = client.get("/search/?q=第一医院").content.decode()
    assert f"#s-metric-{entity.figures[0].pk}" in page
    assert brand.get_absolute_url() in page
    assert row.get_absolute_url() in page
    assert page.index(row.get_absolute_url()) < page.index("没有找到报道")


def test_at_most_three_database_queries(named, django_assert_max_num_queries):
    named("第一医院")
    named("第二医院")
    with django_assert_max_num_queries(3):
        assert len(found("第一医院 第二医院 白山市")) == 3
    with django_assert_max_num_queries(1):
        found("查无此院")
