import re
from datetime import date
from html import unescape

import pytest

from articles.models import Indicator, Metric


def choices(client, address):
    response = client.get(address)
    found = {facet.key: facet.choices for facet in response.context["facets"]}
    return response.context, {(k, c.label): c for k, values in found.items() for c in values}


@pytest.fixture
def reports(archive):
    places = ["220600", "220602", "220500", "140000", None]
    for number, place in enumerate(places * 2):
        archive.article(
            f"第{number}篇",
            region_id=place,
            published_on=date(2019 + number % 3, 1, 1) if number else None,
            sector=["rural", "school"][number % 2],
            theme=["brand-building", "community-governance"][number % 2],
        )


def test_one_value_for_all_is_no_choice(archive, client):
    archive.article()
    archive.article()
    assert choices(client, "/articles/")[1] == {}


def test_a_facet_of_one_value_stays_while_it_is_chosen(archive, client):
    archive.article(published_on=date(2024, 1, 1))
    _, found = choices(client, "/articles/?year=2024&year=2023")
    assert [(label, c.count, c.active) for (_, label), c in found.items()] == [
        ("2024年", 1, True),
        ("2023年", 0, True),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/articles/",
        "/articles/?region=220600&region=140000&year=2019&year=2020",
        "/articles/?sector=rural&year_from=2020&sort=oldest",
        "/regions/220000-jilin/?theme=brand-building",
        "/themes/brand-building/?region=220600&region=220500",
    ],
)
def test_every_choice_leads_to_as_many_articles_as_it_says(reports, client, address):
    response = client.get(address, follow=True)
    path = response.wsgi_request.path
    assert response.context["facets"]
    for facet in response.context["facets"]:
        for choice in facet.choices:
            total = client.get(path + choice.query).context["listing"].total
            assert choice.active or (facet.key, choice.label, total) == (
                facet.key,
                choice.label,
                choice.count,
            )
            if choice.more:
                wider = client.get(path + choice.more).context
                assert wider["listing"].total >= response.context["listing"].total


def test_regions_open_as_a_tree_along_what_is_chosen(reports, client):
    context, found = choices(client, "/articles/?region=220602")
    tree = [(c.label, c.depth, c.count) for (key, _), c in found.items() if key == "region"]
    assert tree == [
        ("吉林省", 0, 6),
        ("白山市", 1, 4),
        ("浑江区", 2, 2),
        ("通化市", 1, 2),
        ("山西省", 0, 2),
    ]
    assert [chip.label for chip in context["browse"].chips()] == ["浑江区"]


def test_a_list_with_several_values_asks_at_most_twelve_questions(
    reports, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        client.get("/articles/?region=220600&region=140000&theme=brand-building&organization=1")


def test_sorting_pages_and_chips_keep_every_value(reports, client):
    page = client.get("/articles/?year=2020&year=2019&sector=rural").content.decode()
    links = {unescape(link) for link in re.findall(r'href="(\?[^"]*)"', page)}
    assert "?sector=rural&year=2019&year=2020&sort=oldest" in links
    assert "?year=2019&year=2020" in links
    assert "?sector=rural&year=2020" in links


def test_metrics_go_by_any_of_several_values_of_their_own(report, archive, client, lists):
    indicator = Indicator.objects.get(slug="party-members")
    hospital = Metric.objects.get(value=1826).organization
    other = archive.article("太原", region_id="140000", sector="rural")
    archive.states(other, "3期", 5, indicator=indicator, year=2023)
    Metric.objects.exclude(value=5).update(indicator=indicator, year=2024)
    address = indicator.get_absolute_url()

    def values(query):
        return sorted(int(m.value) for m in client.get(f"{address}{query}").context["page"])

    assert values("") == [3, 5, 1826, 12700]
    assert values(f"?organization={hospital.pk}") == [1826]
    assert values("?organization_type=hospital&organization_type=media") == [1826]
    assert values("?region=140000&region=220500&year=2023&year=1999") == [5]
    assert values("?sector=rural") == [5]
    assert values(f"?brand={report.brandmentions.get().brand_id}") == [3, 1826, 12700]
    context = client.get(f"{address}?year=2023&region=140000").context
    for facet in context["facets"]:
        for choice in facet.choices:
            total = client.get(address + choice.query).context["total"]
            assert choice.active or total == choice.count
