from datetime import date

import pytest

from articles.models import Indicator


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
