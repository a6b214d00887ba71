import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.admin.desk import change_url, list_url
from articles.curation import corrections
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Claim,
    EvaluationRun,
    Indicator,
    Job,
    Metric,
    Organization,
    OrganizationMention,
    Region,
    RegionMention,
    ReviewItem,
    Segment,
    Source,
    Theme,
    ThemeEvidence,
)

MODELS = [
    Article, Brand, BrandMention, Claim, EvaluationRun, Indicator, Job, Metric, Organization,
    OrganizationMention, Region, RegionMention, ReviewItem, Segment, Source, Theme, ThemeEvidence,
]  # fmt: skip
ADDED_BY_HAND = [
    Brand, BrandMention, Metric, Organization, OrganizationMention, RegionMention, Source,
    ThemeEvidence,
]  # fmt: skip
names = {"ids": lambda model: model._meta.model_name}


def add_url(model):
    return reverse(f"admin:articles_{model._meta.model_name}_add")


@pytest.fixture
def archive(seeds):
    """The seeds, with a row of the tables that no file fills."""
    Job.objects.create(kind="reread", total=3, done=1)
    EvaluationRun.objects.create(figures={"headline": 1.0}, articles=8, rules_version="1")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def reader(client):
    """A client of somebody who may look at everything and change nothing."""
    user = get_user_model().objects.create_user("zhidu", password="zhidu", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


def test_every_model_of_the_archive_has_a_page_or_stands_on_one(db):
    inside_others = {"Byline", "Caption", "OrganizationAlias", "RegionName"}
    registered = {model for model in admin.site._registry if model._meta.app_label == "articles"}
    assert registered == set(MODELS)
    assert {m.__name__ for m in Article._meta.apps.get_app_config("articles").get_models()} == {
        model.__name__ for model in MODELS
    } | inside_others


@pytest.mark.parametrize("model", MODELS, **names)
def test_list_and_page_open(model, archive, desk):
    row = model.objects.first()
    assert desk.get(list_url(model)).status_code == 200
    assert desk.get(list_url(model), {"q": "党"}).status_code == 200
    assert desk.get(change_url(row)).status_code == 200
    assert desk.get(add_url(model)).status_code == (200 if model in ADDED_BY_HAND else 403)


@pytest.mark.parametrize("model", MODELS, **names)
def test_who_may_only_look_sees_everything_and_changes_nothing(model, archive, reader):
    row = model.objects.first()
    assert reader.get(list_url(model)).status_code == 200
    page = reader.get(change_url(row))
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert b"desk-buttons" not in page.content
    assert reader.post(change_url(row), {}).status_code == 403
    assert reader.get(add_url(model)).status_code == 403


@pytest.mark.parametrize("model", MODELS, **names)
def test_nobody_without_a_name_gets_in(model, lists, client):
    answer = client.get(list_url(model))
    assert (answer.status_code, answer.url) == (
        302,
        f"{reverse('admin:login')}?next={list_url(model)}",
    )


def own_pages(article):
    """Every address that the desk adds to Django's, as (method, address, what the reader gets)."""
    source = article.source_id
    metric = article.metrics.first().pk
    return [
        ("get", reverse("admin:articles_source_original", args=[source]), 200),
        ("get", reverse("admin:articles_source_reread", args=[source]), 403),
        ("post", reverse("admin:articles_source_reread", args=[source]), 403),
        ("get", reverse("admin:articles_article_withdraw") + f"?ids={article.pk}", 403),
        ("post", reverse("admin:articles_article_publish", args=[article.pk]), 403),
        ("post", reverse("admin:articles_metric_decide", args=[metric]), 403),
    ]


def test_pages_of_our_own_ask_for_a_login(article, client):
    for method, address, _ in own_pages(article):
        answer = getattr(client, method)(address)
        assert (address, answer.status_code) == (address, 302)
        assert answer.url.startswith(reverse("admin:login"))


def test_pages_of_our_own_ask_for_the_permission(article, reader):
    for method, address, expected in own_pages(article):
        assert (address, getattr(reader, method)(address).status_code) == (address, expected)
    nobody = get_user_model().objects.create_user("wuquan", password="wuquan", is_staff=True)
    reader.force_login(nobody)
    for method, address, _ in own_pages(article):
        assert (address, getattr(reader, method)(address).status_code) == (address, 403)


def test_buttons_are_no_links(article, desk):
    for name in ("article_publish", "metric_decide"):
        row = article if name.startswith("article") else article.metrics.first()
        assert desk.get(reverse(f"admin:articles_{name}", args=[row.pk])).status_code == 405


@pytest.mark.parametrize("model", MODELS, **names)
def test_a_list_asks_the_database_as_often_for_many_rows_as_for_few(
    model, archive, desk, editor, django_assert_max_num_queries
):
    for metric in Metric.objects.all()[:3]:
        corrections.confirm(metric, by=editor)
    with django_assert_max_num_queries(22) as asked:
        desk.get(list_url(model))
    tables = [query["sql"].split(" WHERE ")[0] for query in asked.captured_queries]
    repeated = {sql for sql in tables if tables.count(sql) > 2}
    assert repeated == set()


def test_an_unknown_row_is_no_crash(lists, desk):
    assert desk.post(reverse("admin:articles_metric_decide", args=[99])).status_code == 404
    assert desk.get(reverse("admin:articles_source_reread", args=[99])).status_code == 404
    assert desk.get(reverse("admin:articles_article_change", args=[99])).status_code == 302
    assert Source.objects.count() == 0


def test_the_list_narrows_by_province_and_article(seeds, desk):
    article = Article.objects.get(headline__startswith="“医心向党")
    for query in ({"province": "22"}, {"article": article.pk}, {"province": "2' or"}):
        assert desk.get(list_url(Metric), query).status_code == 200
    narrowed = desk.get(list_url(ReviewItem), {"article": article.pk, "state": "all"})
    shown = narrowed.context["cl"].queryset
    assert set(shown.values_list("article", flat=True)) == {article.pk}
