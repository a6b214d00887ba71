import pytest

from articles.curation import reports, review
from articles.models import Metric, Report, ReviewItem


@pytest.fixture
def address(report):
    return f"{report.get_absolute_url()}report/"


def test_an_empty_report_is_not_taken(address, client):
    response = client.post(address, {"message": ""})
    assert response.status_code == 200
    assert not Report.objects.exists()


def test_a_report_on_a_fact_lands_in_the_queue_with_its_words(report, address, client, page):
    metric = Metric.objects.get(value=12700)
    card = f"f-metric-{metric.pk}"
    assert f"{address}?fact={card}" in page(report.get_absolute_url())
    assert metric.quote in page(address, fact=card)
    response = client.post(
        f"{address}?fact={card}", {"quote": metric.quote, "message": "应为 1.3 万"}, follow=True
    )
    assert "已收到" in response.text
    found = Report.objects.get()
    assert (found.article, found.subject, found.quote) == (report, card, metric.quote)
    assert ReviewItem.objects.waiting().filter(kind="report", target=found.pk).exists()


def test_a_report_outlives_the_next_reading(report, address, client):
    client.post(address, {"message": "有误"})
    review.enqueue(report)
    assert ReviewItem.objects.filter(kind="report", done=False).count() == 1


def test_a_fact_of_another_article_is_not_taken_for_one_of_this(archive, report, address, client):
    client.post(f"{address}?fact=f-metric-999999", {"message": "有误"})
    client.post(f"{address}?fact=<script>", {"message": "有误"})
    assert set(Report.objects.values_list("subject", flat=True)) == {""}


def test_one_sender_is_stopped_after_some_and_told_so(address, client):
    for _ in range(reports.HOURLY):
        assert client.post(address, {"message": "有误"}).status_code == 302
    response = client.post(address, {"message": "有误"})
    assert response.status_code == 429
    assert "请稍后再试" in response.text
    assert Report.objects.count() == reports.HOURLY
    assert client.post(address, {"message": "有误"}, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_machines_that_fill_in_everything_are_thanked_and_forgotten(address, client):
    assert client.post(address, {"message": "买药", "website": "x"}).status_code == 302
    assert not Report.objects.exists()


def test_no_address_of_a_reader_is_kept(address, client):
    client.post(address, {"message": "有误"}, REMOTE_ADDR="203.0.113.77")
    assert "203.0.113.77" not in str(Report.objects.values().get())


def test_hidden_articles_take_no_reports(archive, client):
    hidden = archive.article(status="draft")
    assert client.post(f"{hidden.get_absolute_url()}report/", {"message": "x"}).status_code == 404


def test_an_editor_answers_and_thereby_closes(report, address, client, editor):
    client.post(address, {"message": "有误"})
    found = Report.objects.get()
    client.force_login(editor)
    change = f"/admin/articles/report/{found.pk}/change/"
    assert "有误" in client.get(change).text
    client.post(change, {"answer": ""})
    assert ReviewItem.objects.filter(kind="report", done=False).exists()
    client.post(change, {"answer": "已更正"})
    found.refresh_from_db()
    assert (found.answer, found.closed_by) == ("已更正", editor)
    assert not ReviewItem.objects.filter(kind="report", done=False).exists()
