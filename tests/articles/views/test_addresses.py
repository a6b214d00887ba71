from dataclasses import replace

import pytest

from articles import extraction
from articles.curation import matching
from articles.curation.corrections import delete_source
from articles.curation.ingest import _rows
from articles.curation.reconcile import Difference, reconcile_facts
from articles.models import (
    Article,
    BrandMention,
    Departure,
    Metric,
    Organization,
    OrganizationMention,
)


@pytest.fixture
def metric(article):
    return article.metrics.order_by("pk").first()


def address(fact, kind="metric"):
    return f"/facts/{kind}-{fact.pk}/"


def test_a_fact_has_an_address_that_leads_to_its_place(article, metric, client):
    response = client.get(address(metric))
    assert response.status_code == 302
    assert response["Location"] == f"{article.get_absolute_url()}#s-metric-{metric.pk}"
    assert f'id="s-metric-{metric.pk}"' in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"status": "rejected"}, "已退回"), ({"anchored": False}, "找不到它所在的文字")],
)
def test_a_fact_that_is_hidden_says_why(article, metric, client, change, reason):
    Metric.objects.filter(pk=metric.pk).update(**change)
    response = client.get(address(metric))
    assert response.status_code == 410
    assert reason in response.text
    assert article.get_absolute_url() in response.text


def test_a_fact_that_is_read_no_more_says_so(article, metric, client):
    Departure.objects.note(Metric, [(metric.pk, metric.quote, article.pk)], "重新识读后不再识出")
    path = address(metric)
    metric.delete()
    response = client.get(path)
    assert response.status_code == 410
    assert "重新识读后不再识出" in response.text


def test_facts_of_drafts_and_facts_that_never_were_are_not_there(article, metric, client):
    assert client.get("/facts/metric-999999999/").status_code == 404
    Article.objects.filter(pk=article.pk).update(status="draft")
    assert client.get(address(metric)).status_code == 404


def test_a_reading_that_drops_facts_notes_where_they_stood(article):
    mention = BrandMention.objects.filter(article=article).first()
    found = Article.objects.get(pk=article.pk)
    before = set(Metric.objects.filter(article=article).values_list("pk", flat=True))
    one = extraction.extract(article.source.text)[0]
    bare = replace(one, metrics=(), brands=())
    rows, _ = _rows(found, bare)
    reconcile_facts(found, bare, rows, Difference())
    noted = set(Departure.objects.filter(kind="metric").values_list("key", flat=True))
    assert noted == before
    assert Departure.objects.filter(kind="brandmention", key=mention.pk).exists()


def test_an_organization_that_nothing_names_leaves_word(article, client):
    row = Organization.objects.filter(mentions__article=article).first()
    url = row.get_absolute_url()
    Metric.objects.filter(organization=row).update(organization=None)
    OrganizationMention.objects.filter(organization=row).delete()
    row.brands.all().delete()
    row.children.all().delete()
    matching.sweep({row.pk}, set())
    assert not Organization.objects.filter(pk=row.pk).exists()
    response = client.get(url)
    assert response.status_code == 410
    assert row.name in response.text


def test_articles_of_a_deleted_file_leave_word(article, client):
    url = article.get_absolute_url()
    delete_source(article.source)
    response = client.get(url)
    assert response.status_code == 410
    assert "来源文件已删除" in response.text
