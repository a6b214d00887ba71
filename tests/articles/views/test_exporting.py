import csv
import json
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from articles.models import Metric


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
