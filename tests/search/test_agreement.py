"""Filters, facets and pages say the same: in the database, in every engine, behind every link."""

from datetime import date
from importlib import import_module
from random import Random
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from articles.filters import FACETS, BrowseFilter, Value
from articles.models import Article, Brand, BrandMention, Organization, OrganizationMention, Theme
from search.documents import documents
from search.engine import FACETS as ENGINE_FACETS
from search.engines import open_engine
from search.indexing import rebuild
from search.models import PendingChange
from search.query import Query
from search.views.answering import narrowed

REGIONS = [None, "220000", "220600", "220602", "220621", "220100", "140000", "429004", "659001"]
SECTORS = ["hospital", "rural", "other"]
PUBLICATIONS = ["", " 吉林日报\u3000", "健康报 & 周刊", "a=b?c#d"]
PLACE = {"part": "body", "start": 0, "end": 2, "quote": "党建"}


@pytest.fixture
def crowd(make, lists):
    """Sixty articles with a little of everything, some of them not public."""
    random = Random(7)
    themes = list(Theme.objects.all()[:4])
    bodies = [
        Organization.objects.create(name="人民医院", type=kind, sort_key="r", region_id=region)
        for kind, region in [("hospital", "220600"), ("hospital", "140000"), ("school", None)]
    ]
    brands = [
        Brand.objects.create(name=name, key=name, kind="品牌", level="unit", sort_key="y")
        for name in ("医心向党", "先锋")
    ]
    for number in range(60):
        day = random.choice([None, *(date(year, 5, 1) for year in range(2019, 2024))])
        article = make(
            f"第{number}篇",
            random.choice(["党建引领", "党建 品牌", "品牌"]),
            region_id=random.choice(REGIONS),
            primary_theme=random.choice([None, *themes]),
            sector=random.choice(SECTORS),
            publication=random.choice(PUBLICATIONS),
            status=random.choice(["published"] * 5 + ["draft"]),
            published_on=day,
            date_precision="day" if day else "unknown",
        )
        for body in random.sample(bodies, random.randrange(3)):
            status = random.choice(["pending", "confirmed", "rejected"])
            OrganizationMention.objects.create(
                article=article, organization=body, status=status, **PLACE
            )
        for brand in random.sample(brands, random.randrange(2)):
            anchored = random.random() < 0.8
            BrandMention.objects.create(article=article, brand=brand, anchored=anchored, **PLACE)
    return make


@pytest.fixture(params=["memory", "whoosh"])
def engine(request, tmp_path, settings, crowd):
    if request.param == "whoosh":
        settings.SEARCH_URL = f"whoosh://{tmp_path}/index"
    rebuild()
    return open_engine(settings.SEARCH_URL)


@st.composite
def filters(draw, values):
    browse = BrowseFilter(
        year_from=draw(st.sampled_from([None, None, 2019, 2021])),
        year_to=draw(st.sampled_from([None, None, 2022, 2020])),
    )
    for key in draw(st.sets(st.sampled_from(FACETS), max_size=3)):
        for value in draw(st.sets(st.sampled_from(values[key]), max_size=3)):
            browse = browse.adding(key, Value(value, ""))
    return browse


def every_value():
    """Every value that some document has, and one that none has."""
    unknown = {"region": "110000", "year": "1999", "organization": "999", "brand": "999"}
    found = {key: {unknown.get(key, "none")} for key in FACETS}
    for document in documents():
        for key, values in document.facets.items():
            found[key].update(values)
    return {key: sorted(values) for key, values in found.items()}


def test_the_engine_knows_the_facets_of_the_filter():
    assert set(ENGINE_FACETS) == set(FACETS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_database_and_engine_find_and_count_the_same(engine, data):
    values = every_value()
    browse = data.draw(filters(values))
    found = browse.apply(Article.objects.public())
    narrow = narrowed(browse, frozenset())
    results = engine.search(Query(), narrow, size=100, facets=ENGINE_FACETS)
    assert set(results.pks) == {article.pk for article in found}
    assert results.total == len(found)
    key = data.draw(st.sampled_from(FACETS))
    told = {value: results.facets[key].get(value, 0) for value in values[key]}
    assert told == {
        value: browse.only(key, Value(value, "")).apply(Article.objects.public()).count()
        for value in values[key]
    }


STARTS = [
    "",
    "?q=党建",
    "?q=党建&region=220600&region=140000&sort=oldest",
    "?q=党建 OR 品牌&year=2020&year=2021&sector=rural&exact=1",
    "?q=-党建&organization_type=hospital&publication=健康报 %26 周刊&publication=a%3Db?c%23d",
    "?region=220621&year_from=2019&year_to=2022",
    "?q=查无此词&theme=brand-building",
]


@pytest.mark.parametrize("start", STARTS)
def test_every_facet_leads_to_as_many_articles_as_it_says(engine, client, start):
    page = client.get(f"/search/{start}")
    assert page.context["facets"]
    for facet in page.context["facets"]:
        for choice in facet.choices:
            then = client.get(f"/search/{choice.query}").context
            chosen = [v.value for v in then["browse"].chosen.get(facet.key, ())]
            if choice.active:
                assert choice.value not in chosen
            else:
                assert (chosen, then["answer"].total) == ([choice.value], choice.count)
            if choice.more:
                wider = client.get(f"/search/{choice.more}").context
                values = {v.value for v in page.context["browse"].chosen[facet.key]}
                both = {v.value for v in wider["browse"].chosen[facet.key]}
                assert both == values | {choice.value}
                assert wider["answer"].total >= page.context["answer"].total


def test_every_link_of_the_page_keeps_all_filters_but_its_own(engine, client):
    start = "?q=党建&region=220600&region=140000&sector=rural&sector=other&sort=oldest&exact=1"
    page = client.get(f"/search/{start}")
    kept = {"region": ["140000", "220600"], "sector": ["other", "rural"], "exact": ["1"]}
    for _, link, _ in page.context["sorts"]:
        query = dict(client.get(f"/search/{link}").wsgi_request.GET.lists())
        assert query | kept == query
    for chip in page.context["chips"]:
        query = dict(client.get(f"/search/?{chip.rest}").wsgi_request.GET.lists())
        lost = {k: [v for v in kept[k] if v not in query.get(k, [])] for k in kept}
        assert sum(map(len, lost.values())) == 1
    assert page.context["asked"].kept == [
        ("exact", "1"),
        ("region", "140000"),
        ("region", "220600"),
        ("sector", "other"),
        ("sector", "rural"),
        ("sort", "oldest"),
    ]


@pytest.mark.parametrize("sort", ["", "newest", "oldest"])
def test_withdrawn_drafted_and_deleted_articles_never_show_nor_count(engine, client, sort):
    rows = list(Article.objects.public().order_by("pk"))
    rows[0].status, rows[0].withdrawn_reason = "withdrawn", "重复"
    rows[1].status = "draft"
    for row in rows[:2]:
        row.save()
    gone = [row.pk for row in rows[:3]]
    OrganizationMention.objects.filter(article=rows[2]).delete()
    BrandMention.objects.filter(article=rows[2]).delete()
    rows[2].delete()
    PendingChange.objects.mark([*gone, rows[3].pk])  # and nothing brings it into the index
    page = client.get(f"/search/?sort={sort}").context
    assert page["answer"].total == len(rows) - 3
    assert page["answer"].waiting == 4
    shown = [row.article.pk for row in page["rows"]]
    for number in (2, 3):
        shown += [
            row.article.pk
            for row in client.get(f"/search/?sort={sort}&page={number}").context["rows"]
        ]
    assert sorted(shown) == [row.pk for row in rows[3:]]
    sectors = {c.value: c.count for f in page["facets"] if f.key == "sector" for c in f.choices}
    assert sectors == {
        sector: sum(row.sector == sector for row in rows[3:])
        for sector in {row.sector for row in rows}
    }


def test_rows_that_vanish_unannounced_leave_no_gap(engine, client):
    newest = list(Article.objects.public().newest())
    gone = [row.pk for row in newest[:20]]
    Article.objects.filter(pk__in=gone).update(status="draft")
    page = client.get("/search/?sort=newest").context
    assert [row.article.pk for row in page["rows"]] == [row.pk for row in newest[20:40]]
    assert page["answer"].total == len(newest) - 20


def test_an_index_that_is_all_wrong_is_not_believed(engine, client, monkeypatch):
    monkeypatch.setattr("search.views.answering.TRIES", 2)
    Article.objects.update(status="draft")
    page = client.get("/search/")
    assert (page.status_code, page.context["answer"].total) == (200, 0)
    assert page.context["answer"].degraded


def test_an_index_that_is_too_far_behind_is_not_asked(engine, client, monkeypatch):
    monkeypatch.setattr("search.views.answering.HIDDEN", 2)
    drafts = Article.objects.exclude(status="published").values_list("pk", flat=True)
    PendingChange.objects.mark(drafts)
    assert client.get("/search/").context["answer"].degraded
    assert "不分组统计" in client.get("/search/").context["notices"][0]
    assert client.get("/search/values/brand/").context["choices"] == []


def test_all_values_of_a_long_facet_stand_on_a_page_of_their_own(crowd, client, monkeypatch):
    monkeypatch.setattr("articles.views.facets.AT_ONCE", 1)
    monkeypatch.setattr(import_module("search.views.facets"), "INDEX_SIZE", 2)
    rebuild()
    page = client.get("/search/?q=党建&sector=rural&sector=other&exact=1").context
    (facet,) = [facet for facet in page["facets"] if facet.key == "organization"]
    assert (len(facet.choices), facet.left_out, facet.size) == (1, 2, 3)
    first = client.get(facet.all).context
    assert len(first["choices"]) == 2
    path = urlsplit(facet.all).path
    second = client.get(path + first["links"][1].query).context
    counts = []
    for choice in [*first["choices"], *second["choices"]]:
        assert client.get(choice.query).context["answer"].total == choice.count
        counts.append(choice.count)
    assert counts == sorted(counts, reverse=True)
    assert len(counts) == 3
    assert client.get(first["back"]).context["answer"].total == page["answer"].total
    assert client.get("/search/values/region/").status_code == 404


def test_names_that_are_the_same_are_told_apart(crowd, client):
    rebuild()
    page = client.get("/search/").context
    (facet,) = [facet for facet in page["facets"] if facet.key == "organization"]
    assert {choice.label for choice in facet.choices} == {
        "人民医院（白山市）",
        "人民医院（山西省）",
        "人民医院",
    }
