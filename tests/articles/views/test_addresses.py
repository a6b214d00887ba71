import json
from dataclasses import replace

import pytest

from articles import extraction
from articles.curation import matching
from articles.curation.corrections import delete_source
from articles.curation.ingest import _rows
from articles.curation.merging import merge, undo
from articles.curation.reconcile import Difference, reconcile_facts
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Departure,
    Metric,
    Organization,
    OrganizationMention,
    Theme,
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


def test_a_fact_that_was_rejected_says_so(article, metric, client):
    Metric.objects.filter(pk=metric.pk).update(status="rejected")
    response = client.get(address(metric))
    assert response.status_code == 410
    assert "已退回" in response.text
    assert article.get_absolute_url() in response.text


def test_a_fact_that_has_lost_its_place_is_shown_without_one(article, metric, client, editor):
    Metric.objects.filter(pk=metric.pk).update(anchored=False)
    response = client.get(address(metric))
    assert response.status_code == 200
    assert "出处待核" in response.text
    assert f"“{metric.quote}”" in response.text
    assert f'href="{article.get_absolute_url()}"' in response.text
    assert f"#s-metric-{metric.pk}" not in response.text
    assert "出处待核" not in client.get(article.get_absolute_url()).text
    assert "/admin/articles/metric/" not in response.text
    client.force_login(editor)
    desk = f"/admin/articles/metric/{metric.pk}/change/"
    assert desk in client.get(address(metric)).text
    told = client.get(article.get_absolute_url()).text
    assert "出处待核 <small>1</small>" in told
    assert f'href="{address(metric)}"' in told


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


def test_a_merged_organization_leads_on_for_good_and_its_query_with_it(
    report, archive, client, editor
):
    gone, keep = Organization.objects.get(), archive.organization("白山市中心医院总院")
    last = archive.organization("白山市中心医院集团")
    url = gone.get_absolute_url()
    first = merge(keep, [gone], {}, editor)
    second = merge(last, [keep], {}, editor)
    answer = client.get(f"{url}?year=2024")
    assert (answer.status_code, answer["Cache-Control"]) == (301, "no-cache")
    assert answer["Location"] == f"{last.get_absolute_url()}?year=2024"
    page = client.get(last.get_absolute_url()).text
    assert "又称" in page
    assert "白山市中心医院、白山市中心医院总院" in page
    undo(second, by=editor)
    assert client.get(url)["Location"] == keep.get_absolute_url()
    undo(first, by=editor)
    assert client.get(url).status_code == 200


def test_a_merged_brand_leads_on_and_the_kept_one_says_its_name(report, archive, client, editor):
    gone, keep = Brand.objects.get(), archive.brand("红心向党")
    url = gone.get_absolute_url()
    merge(keep, [gone], {}, editor)
    assert client.get(url)["Location"] == keep.get_absolute_url()
    assert "又称" in client.get(keep.get_absolute_url()).text
    other = archive.brand("“红心·向党”", owner=Organization.objects.get())
    merge(keep, [other], {}, editor)
    assert "红心·向党”" not in client.get(keep.get_absolute_url()).text


def test_old_keys_in_filters_and_exports_mean_the_kept_one(report, archive, client, editor):
    gone, keep = Organization.objects.get(), archive.organization("白山市中心医院总院")
    theme = report.primary_theme
    heir = Theme.objects.exclude(pk=theme.pk).first()
    merge(keep, [gone], {}, editor)
    merge(heir, [theme], {}, editor)
    for query in (f"organization={gone.pk}", f"theme={theme.slug}"):
        answer = client.get(f"/articles/?{query}")
        assert (report.headline in answer.text, "无法识别" in answer.text) == (True, False)
        rows = json.loads(client.get(f"/articles/?{query}&format=json").getvalue())["rows"]
        assert [row["编号"] for row in rows] == [report.pk]
    assert "无法识别" in client.get("/articles/?organization=999999").text
    answer = client.get(f"/themes/{theme.slug}/?year=2024")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"{heir.get_absolute_url()}?year=2024",
    )
    assert theme.name not in client.get("/themes/").text


def test_the_address_of_a_fact_that_became_one_leads_to_the_other(report, archive, client, editor):
    body = Organization.objects.get()
    other = archive.organization("白山市中心医院总院")
    mine = OrganizationMention.objects.filter(organization=body).first()
    twin = archive.names(report, other, mine.quote)
    merge(body, [other], {}, editor)
    assert client.get(f"/facts/org-{twin.pk}/")["Location"] == f"/facts/org-{mine.pk}/"


def test_the_same_report_stays_readable_and_is_counted_once(report, archive, client, editor):
    again = archive.article("白山市：党旗领航（转载）", theme="brand-building")
    body = Organization.objects.get()
    archive.names(again, body, "白山市中心医院")
    value = Metric.objects.filter(organization=body).first()
    archive.states(again, value.quote, value.value, organization=body)
    merge(report, [again], {}, editor)
    page = client.get(again.get_absolute_url())
    assert page.status_code == 200
    assert f'rel="canonical" href="http://testserver{report.get_absolute_url()}"' in page.text
    assert f"《{report.headline}》" in page.text
    for path in ("/articles/", body.get_absolute_url(), "/orgs/", "/", "/search/?q=医心向党"):
        assert again.headline not in client.get(path).text, path
    assert list(Article.objects.on_topic()) == [report]
    assert Metric.objects.comparable().filter(article=again).count() == 0
    assert client.get(f"{again.get_absolute_url()}report/").status_code == 200
    assert client.get(f"{again.get_absolute_url()}cite.bib").status_code == 200
    assert client.get(f"/search/similar/{again.pk}/").status_code == 200
