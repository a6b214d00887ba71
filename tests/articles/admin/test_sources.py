import pytest
from django.urls import reverse

from articles.admin.desk import list_url
from articles.models import Article, Metric, Source
from tests.conftest import SEEDS


def seed(number):
    return SEEDS[number].name, SEEDS[number].read_bytes()


def test_adding_a_file_leads_to_an_import(desk):
    answer = desk.client.get(reverse("admin:articles_source_add"))
    assert (answer.status_code, answer.url) == (302, reverse("admin:articles_batch_add"))


def test_the_original_is_handed_out_to_the_byte_as_a_file(article, desk):
    address = reverse("admin:articles_source_original", args=[article.source_id])
    answer = desk.client.get(address)
    assert b"".join(answer.streaming_content) == seed(0)[1]
    assert answer["Content-Disposition"] == f'attachment; filename="{seed(0)[0]}"'
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_lost_original_is_a_message(article, desk):
    article.source.path.unlink()
    address = reverse("admin:articles_source_original", args=[article.source_id])
    assert desk.said(desk.client.get(address, follow=True)).startswith("原始文件不在数据目录中")


def test_reading_again_is_shown_before_it_is_done(article, desk):
    article.metrics.filter(quote="1032面").delete()
    address = reverse("admin:articles_source_reread", args=[article.source_id])
    assert "数据：1032面" in desk.client.get(address).content.decode()
    assert not article.metrics.filter(quote="1032面").exists()
    answer = desk.client.post(address, follow=True)
    assert desk.said(answer).startswith("已重新识读：新增 1，删去 0，")
    assert article.metrics.filter(quote="1032面").exists()


@pytest.mark.parametrize("one_by_one", [True, False], ids=["page", "action"])
def test_a_file_goes_with_all_that_came_of_it_after_a_question(one_by_one, article, desk):
    source = article.source
    if one_by_one:
        address = reverse("admin:articles_source_delete", args=[source.pk])
        sent = {}
    else:
        address = list_url(Source)
        sent = {"action": "delete_selected", "_selected_action": [source.pk]}
    asked = desk.client.get(address) if one_by_one else desk.client.post(address, sent)
    assert article.headline in asked.content.decode()
    assert Source.objects.exists()
    desk.client.post(address, sent | {"post": "yes"})
    assert (Source.objects.count(), Article.objects.count(), Metric.objects.count()) == (0, 0, 0)
