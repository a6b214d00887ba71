"""The same decision for all that is alike, and back."""

import pytest
from django.urls import reverse

from articles.curation import alike
from articles.models import Metric, ReviewItem, Verdict
from tests.articles.admin.reviewing import Reviewer, columns, item_of, only

pytestmark = pytest.mark.django_db


def same_metrics(article):
    """Make three figures alike, and return them."""
    metrics = list(article.metrics.order_by("pk")[:3])
    keys = [metric.pk for metric in metrics]
    Metric.objects.filter(pk__in=keys).update(
        quote="三次", value=3, value_max=None, unit="次", subject="活动", rule="r", anchored=False
    )
    only(*map(item_of, metrics))
    return metrics


def test_the_same_decision_for_all_that_is_alike_and_back(article, wang):
    metrics = same_metrics(article)
    before = [columns(metric) for metric in metrics]
    reviewer = Reviewer(wang)
    assert "短语与所指相同：另有 2 条待审" in reviewer.text
    reviewer.decide("amend", v__value="4")
    assert "同样处理短语与所指相同的 2 条" in reviewer.text
    preview = reviewer.carry_over()
    assert "<li>数值：3.0000 → 4.0000</li>" in preview.content.decode()
    assert len(preview.context["sample"]) == 2
    assert reviewer.said == "已修改后通过 2 条。"
    assert {columns(m)["value"] for m in metrics} == {4}
    assert not ReviewItem.objects.filter(done=False).exists()
    assert "上批：" in reviewer.text
    reviewer.undo()
    assert reviewer.said == "已撤销 2 条。"
    reviewer.undo()
    assert [columns(metric) for metric in metrics] == before


def test_a_sweep_passes_over_what_others_have_on_the_screen(article, wang, li):
    same_metrics(article)
    reviewer, other = Reviewer(wang), Reviewer(li)
    reviewer.reject("kind")
    held = ReviewItem.objects.get(pk=other.item.pk)
    reviewer.carry_over()
    assert reviewer.said == "已退回 1 条；跳过 1 条：他人正在处理 1 条。"
    held.refresh_from_db()
    assert not held.done


def test_a_sweep_that_is_no_longer_what_was_shown_is_shown_again(article, wang):
    metrics = same_metrics(article)
    reviewer = Reviewer(wang).decide("accept")
    verdict = Verdict.objects.get()
    stamp = alike.sweep(verdict, "quote").stamp
    Metric.objects.filter(pk=metrics[2].pk).update(quote="四次")
    address = reverse("admin:review-alike", args=[verdict.pk, "quote"])
    reviewer.page = reviewer.client.post(address, {"stamp": stamp}, follow=True)
    assert "请再看一遍" in reviewer.said
    assert Verdict.objects.count() == 1
    assert reviewer.client.get(address.replace("quote", "nothing")).status_code == 302
