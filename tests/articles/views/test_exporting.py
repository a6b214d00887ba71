import csv
import json
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from articles.models import Job, Metric
from articles.outputs import bulk
from articles.views import exporting


def rows(client, url, **query):
    """The rows of a list as CSV, by column."""
    response = client.get(url, {**query, "format": "csv"})
    assert response.status_code == 200
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.fixture
def many(archive):
    return [archive.article(f"第{number}篇") for number in range(25)]


def test_a_list_is_taken_away_whole_in_its_order(many, client):
    found = rows(client, "/articles/")
    assert [row["标题"] for row in found] == [a.headline for a in reversed(many)]
    assert found[0]["网址"] == f"http://testserver{many[-1].get_absolute_url()}"
    assert found[0]["来源文件SHA-256"] == many[-1].source.sha256


def test_filters_hold_in_the_file_too(report, archive, client):
    archive.article("别处", region_id="110000")
    assert [r["标题"] for r in rows(client, "/articles/", region="110000")] == ["别处"]
    region = report.region.get_absolute_url()
    assert [r["编号"] for r in rows(client, region)] == [str(report.pk)]


@pytest.mark.parametrize("hidden", ["draft", "withdrawn"])
def test_what_is_hidden_is_in_no_file(archive, client, hidden):
    archive.article("藏", status=hidden, withdrawn_reason="因故")
    assert rows(client, "/articles/") == []


def test_organizations_brands_and_facts_stand_once_each(report, client):
    (row,) = rows(client, "/articles/")
    assert row["单位"] == "白山市中心医院"
    assert row["品牌"] == "医心向党"


def test_values_come_with_their_wording_and_their_place(seeds, client):
    metric = Metric.objects.comparable().filter(indicator__isnull=False).first()
    found = rows(client, metric.indicator.get_absolute_url())
    row = next(row for row in found if row["编号"] == str(metric.pk))
    text = metric.article.part(row["所在部分"])
    assert text[int(row["起"]) : int(row["止"])] == row["原文"] == metric.quote
    assert row["网址"].endswith(f"#s-metric-{metric.pk}")


def test_every_format_holds_the_same_rows(report, client):
    table = rows(client, "/articles/")
    sheet = load_workbook(BytesIO(client.get("/articles/?format=xlsx").getvalue())).active
    titles = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    named = json.loads(client.get("/articles/?format=json").getvalue())["rows"]
    assert titles == [row["标题"] for row in table] == [row["标题"] for row in named]


def test_the_page_leads_to_its_files(report, client, page):
    text = page("/articles/", region="220600")
    assert "?format=xlsx&amp;region=220600" in text


def test_an_unknown_format_gives_the_page(report, page):
    assert "<h1" in page("/articles/", format="exe")


@pytest.fixture
def few(monkeypatch):
    """Let two rows be the most that anybody waits for."""
    monkeypatch.setattr(exporting, "MAX_ROWS", 2)


@pytest.fixture
def desk(db):
    """Log in as somebody of a group of the desk."""

    def desk(group):
        user = get_user_model().objects.create_user(f"u-{group}", is_staff=True)
        user.groups.set(Group.objects.filter(name=group))
        client = Client()
        client.force_login(user)
        return client

    return desk


def main(response):
    return response.content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(("address", "count"), [("/articles/", 3), ("/metrics/test-visits/", 2)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_public_is_told_how_to_get_at_a_file_that_is_too_large(
    values, client, monkeypatch, address, count, method
):
    monkeypatch.setattr(exporting, "MAX_ROWS", count - 1)
    response = getattr(client, method)(f"{address}?format=csv&sort=oldest")
    assert response.status_code == 403
    assert f"共 {count} 行，不能马上下载" in main(response)
    assert f"一次最多下载 {count - 1} 行" in main(response)
    assert "<form" not in main(response)
    assert '<a href="?sort=oldest">回到列表' in main(response)
    assert Job.objects.count() == 0


def test_an_account_that_is_none_of_the_desk_is_told_the_same(values, few):
    client = Client()
    client.force_login(get_user_model().objects.create_user("zhanghao"))
    assert client.post("/articles/?format=csv").status_code == 403
    assert Job.objects.count() == 0


def test_as_many_rows_as_anybody_waits_for_come_at_once(values, client, few):
    values[0].article.delete()
    assert len(rows(client, "/articles/")) == 2


def test_who_works_at_the_desk_asks_for_the_file_and_fetches_it_from_its_page(values, few, desk):
    client = desk("只读")
    asked = client.get("/articles/?format=xlsx&sort=oldest")
    assert asked.status_code == 200
    assert "在后台生成 XLSX" in main(asked)
    assert Job.objects.count() == 0
    page = client.post("/articles/?format=csv&sort=oldest", follow=True)
    job = Job.objects.get()
    assert page.redirect_chain == [(reverse("admin:articles_job_change", args=[job.pk]), 302)]
    address = reverse("admin:articles_job_file", args=[job.pk])
    assert f'href="{address}">下载 报道-' in page.content.decode()
    sent = client.get(address)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    text = sent.getvalue().decode("utf-8-sig")
    found = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["标题"] for row in found] == [value.article.headline for value in values]


def test_a_file_is_for_who_asked_for_it_alone(values, few, desk):
    desk("只读").post("/articles/?format=csv")
    job = Job.objects.get()
    address = reverse("admin:articles_job_file", args=[job.pk])
    other = desk("管理员")
    assert other.get(address).status_code == 403
    page = other.get(reverse("admin:articles_job_change", args=[job.pk])).content.decode()
    assert address not in page
    act = reverse("admin:articles_job_act", args=[job.pk])
    assert other.post(act, {"act": "cancel"}).status_code == 403


def test_a_file_that_was_cleared_is_not_there(values, few, desk):
    client = desk("编辑")
    client.post("/articles/?format=csv")
    job = Job.objects.get()
    bulk.made(job).unlink()
    assert client.get(reverse("admin:articles_job_file", args=[job.pk])).status_code == 404


def test_nobody_has_two_files_made_at_once(values, few, desk):
    client = desk("编辑")
    client.post("/articles/?format=csv")
    Job.objects.update(status="running")
    page = client.post("/articles/?format=json", follow=True)
    assert "上一个导出还没有完成" in page.content.decode()
    assert Job.objects.count() == 1


def test_more_rows_than_a_sheet_takes_are_offered_as_other_files(values, few, desk, monkeypatch):
    monkeypatch.setattr(bulk, "SHEET_ROWS", 2)
    client = desk("编辑")
    for method in (client.get, client.post):
        page = main(method("/articles/?format=xlsx&sort=oldest"))
        assert "Excel 的一张表最多 2 行" in page
        assert '<a href="?sort=oldest&amp;format=csv" rel="nofollow">CSV</a>' in page
    assert Job.objects.count() == 0
