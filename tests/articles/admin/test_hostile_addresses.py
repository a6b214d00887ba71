"""Addresses that no page of the desk has made: they find nothing, and are no error."""

import pytest
from django.urls import reverse

from articles.admin.desk import change_url, list_url
from articles.models import Article, Entry, Metric, ReviewItem
from tests.articles.admin.importing import act, give, report

LONG = ["9" * 23, "９９", "9" * 5000, "\0", "-1"]


@pytest.fixture
def decided(article, desk):
    """An article in whose history something has happened."""
    desk.amend(article.metrics.first(), value="77")
    return article


@pytest.mark.parametrize("key", LONG)
def test_a_key_that_no_column_holds_finds_nothing(key, decided, desk):
    lists = [
        (Metric, "article"), (ReviewItem, "article"), (Entry, "article"), (Entry, "by"),
        (Entry, "run"), (Entry, "act"), (Entry, "row"), (Entry, "kind"), (Metric, "province"),
        (Metric, "status__exact"), (Metric, "q"), (Article, "p"), (Article, "region__exact"),
    ]  # fmt: skip
    asked = [
        (reverse("admin:articles_metric_add"), {"article": key}),
        (reverse("admin:articles_article_withdraw"), {"ids": key}),
        (reverse("admin:review"), {"article": key}),
        (reverse("admin:review-names", args=["organization"]), {"q": key}),
        (reverse("admin:articles_merger_likely"), {"page": key}),
        (reverse("admin:articles_merger_compare", args=["brand"]), {"key": key}),
        (reverse("admin:articles_entry_export", args=["csv"]), {"run": key}),
        (reverse("admin:articles_entry_export", args=["csv"]), {"action__exact": key}),
        (reverse("admin:autocomplete"), {
            "app_label": "articles", "model_name": "metric", "field_name": "organization", "term": key,
        }),
        (list_url(Entry), {"row": f"articles.metric:{key}"}),
        *((list_url(model), {name: key}) for model, name in lists),
    ]  # fmt: skip
    wrong = []
    for address, query in asked:
        answer = desk.client.get(address, query, follow=True)
        if answer.status_code >= 500 or (answer.streaming and not answer.getvalue()):
            wrong.append((address, query))
    assert wrong == []


@pytest.mark.parametrize("key", LONG[:3])
def test_a_page_of_a_row_that_no_column_holds_is_not_there(key, decided, desk):
    for row in (decided, decided.metrics.first(), Entry.objects.first()):
        address = change_url(row).replace(f"/{row.pk}/", f"/{key}/")
        for method in ("get", "post"):
            assert getattr(desk.client, method)(address).status_code in (302, 403, 404)


@pytest.mark.parametrize("key", LONG)
def test_a_form_that_names_no_row_is_no_error(key, decided, desk):
    sent = {"verdict": key}
    assert "没有可撤销的决定" in desk.said(
        desk.client.post(reverse("admin:review-undo"), sent, follow=True)
    )
    batch = give(desk, report(1))
    address = reverse("admin:articles_batch_act", args=[batch.pk])
    form = {"act": key, "file": [key], "date_precision": "day"}
    assert desk.client.post(address, form, follow=True).status_code == 200
    assert act(desk, batch, key).status_code == 200
