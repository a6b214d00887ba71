import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.admin.desk import change_url, list_url
from articles.curation import corrections
from articles.models import (
    Apart,
    Article,
    Batch,
    Brand,
    BrandMention,
    Claim,
    Departure,
    Entry,
    EvaluationRun,
    Indicator,
    Job,
    Likeness,
    Merger,
    Metric,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    PolicyTerm,
    Region,
    RegionMention,
    Report,
    ReviewItem,
    Segment,
    Source,
    Theme,
    ThemeEvidence,
    Verdict,
)
from search.models import PendingChange, Synonym
from tests.filling import fill

MODELS = [
    Apart, Article, Batch, Brand, BrandMention, Claim, Departure, Entry, EvaluationRun, Indicator, Job, Likeness, Merger, Metric,
    Organization, OrganizationAlias, OrganizationMention, PendingChange, PolicyTerm, Region, RegionMention, Report, ReviewItem, Segment, Source, Synonym,
    Theme, ThemeEvidence, Verdict,
]  # fmt: skip
ADDED_BY_HAND = [
    Batch, Brand, BrandMention, Indicator, Metric, Organization, OrganizationAlias,
    OrganizationMention, PolicyTerm, RegionMention, Synonym, Theme, ThemeEvidence,
]  # fmt: skip


def add_url(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


@pytest.fixture
def archive(seeds):
    """The seeds, with a row of the tables that no file fills."""
    fill()


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
    inside_others = {
        "BatchFile",
        "Byline",
        "Caption",
        "Forward",
        "Outlook",
        "RegionName",
        "Sample",
        "Seams",
        "Skip",
        "Visit",
    }
    inside_others |= {"Name", "SavedSearch"}  # made from the archive; on a page of its owner
    apps = ("articles", "search")
    registered = {model for model in admin.site._registry if model._meta.app_label in apps}
    assert registered == set(MODELS)
    tables = [m for m in Article._meta.apps.get_models() if m._meta.app_label in apps]
    assert {m.__name__ for m in tables} == {m.__name__ for m in MODELS} | inside_others


def test_every_list_and_page_opens(archive, desk):
    wrong = []
    for model in MODELS:
        pages = {
            list_url(model): 200,
            list_url(model, q="党"): 200,
            change_url(model.objects.first()): 200,
            add_url(model): 200 if model in ADDED_BY_HAND else 302 if model is Source else 403,
        }
        wrong += [page for page, code in pages.items() if desk.get(page).status_code != code]
    assert wrong == []


def test_a_list_narrowed_by_a_number_that_no_database_holds_is_no_error(archive, desk):
    answer = desk.get(list_url(Article, primary_theme="9" * 23), follow=True)
    assert answer.status_code == 200  # whole on SQLite, empty on PostgreSQL, which can compare it


def test_grounds_are_named_and_narrowed_by_the_names_of_columns(archive, desk):
    page = desk.get(list_url(Claim, field="sector"))
    assert {claim.field for claim in page.context["cl"].result_list} == {"sector"}
    shown = page.content.decode()
    assert all(f">{name}</a>" not in shown for name in ("sector", "region", "off_topic"))
    assert str(Claim.objects.filter(field="sector").first()) == "领域"
    assert str(Claim(field="captions")) == "图片说明"


def test_who_may_only_look_sees_everything_and_changes_nothing(archive, reader):
    for model in MODELS:
        page = change_url(model.objects.first())
        shown = reader.get(page)
        assert (model, shown.status_code) == (model, 200)
        assert b'name="_save"' not in shown.content
        assert b"desk-buttons" not in shown.content
        assert reader.get(list_url(model)).status_code == 200
        assert (model, reader.post(page, {}).status_code) == (model, 403)
        assert (model, reader.get(add_url(model)).status_code) == (model, 403)


def test_nobody_without_a_name_gets_in(lists, client):
    for model in MODELS:
        answer = client.get(list_url(model))
        expected = f"{reverse('admin:login')}?next={list_url(model)}"
        assert (answer.status_code, answer.url) == (302, expected)


def own_pages(article):
    """Every address that the desk adds to Django's, as (method, address, what the reader gets)."""
    source = article.source_id
    metric = article.metrics.first().pk
    return [
        ("get", reverse("admin:articles_source_original", args=[source]), 200),
        ("get", reverse("admin:articles_source_reread", args=[source]), 403),
        ("post", reverse("admin:articles_source_reread", args=[source]), 403),
        ("get", reverse("admin:articles_source_reread_all"), 403),
        ("post", reverse("admin:articles_source_reread_all"), 403),
        ("get", reverse("admin:articles_source_seams", args=[source]), 403),
        ("post", reverse("admin:articles_source_seams", args=[source]), 403),
        ("get", reverse("admin:articles_article_withdraw") + f"?ids={article.pk}", 403),
        ("post", reverse("admin:articles_article_publish", args=[article.pk]), 403),
        ("get", reverse("admin:articles_article_mark", args=[article.pk]), 403),
        ("post", reverse("admin:articles_metric_decide", args=[metric]), 403),
        ("get", reverse("admin:articles_merger_likely"), 200),
        ("get", reverse("admin:articles_merger_compare", args=["brand"]), 403),
        ("post", reverse("admin:articles_merger_compare", args=["brand"]), 403),
        ("post", reverse("admin:articles_merger_apart"), 403),
        ("post", reverse("admin:articles_merger_undo", args=[1]), 403),
        ("get", reverse("admin:articles_entry_export", args=["csv"]), 200),
        ("get", reverse("admin:articles_organizationalias_export", args=["csv"]), 200),
        ("get", reverse("admin:articles_theme_import"), 403),
        ("post", reverse("admin:articles_theme_import"), 403),
    ]


def test_pages_of_our_own_ask_for_a_login(article, client):
    for method, address, _ in own_pages(article):
        answer = getattr(client, method)(address)
        assert (address, answer.status_code) == (address, 302)
        assert answer.url.startswith(reverse("admin:login"))


def status(client, method, address):
    answer = getattr(client, method)(address)
    if answer.streaming:  # a file, which is closed when it has been read
        list(answer)
    return address, answer.status_code


def test_pages_of_our_own_ask_for_the_permission(article, reader):
    for method, address, expected in own_pages(article):
        assert status(reader, method, address) == (address, expected)
    nobody = get_user_model().objects.create_user("wuquan", password="wuquan", is_staff=True)
    reader.force_login(nobody)
    for method, address, _ in own_pages(article):
        assert status(reader, method, address) == (address, 403)


def test_buttons_are_no_links(article, desk):
    for name in ("article_publish", "metric_decide"):
        row = article if name.startswith("article") else article.metrics.first()
        assert desk.get(reverse(f"admin:articles_{name}", args=[row.pk])).status_code == 405


def test_no_list_asks_the_database_once_a_row(
    archive, desk, editor, django_assert_max_num_queries
):
    for metric in Metric.objects.all()[:3]:
        corrections.confirm(metric, by=editor)
    for model in MODELS:
        with django_assert_max_num_queries(22) as asked:
            desk.get(list_url(model))
        tables = [query["sql"].split(" WHERE ")[0] for query in asked.captured_queries]
        assert (model, [sql for sql in tables if tables.count(sql) > 2]) == (model, [])


def test_an_unknown_row_is_no_crash(lists, desk):
    assert desk.post(reverse("admin:articles_metric_decide", args=[99])).status_code == 404
    assert desk.get(reverse("admin:articles_source_reread", args=[99])).status_code == 404
    assert desk.get(reverse("admin:articles_article_change", args=[99])).status_code == 302
    assert Source.objects.count() == 0


def test_the_list_narrows_by_province_and_article(seeds, desk):
    article = Article.objects.filter(metrics__isnull=False).first()
    for query in ({"province": "22"}, {"article": article.pk}, {"province": "2' or"}):
        assert desk.get(list_url(Metric), query).status_code == 200
    narrowed = desk.get(list_url(ReviewItem), {"article": article.pk, "state": "all"})
    shown = narrowed.context["cl"].queryset
    assert set(shown.values_list("article", flat=True)) == {article.pk}
