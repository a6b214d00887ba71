"""Who gets which item of the queue, and when."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.curation import queue
from articles.curation.ingest import reread
from articles.models import Article, Metric, ReviewItem, Verdict
from articles.models.review import HELD
from tests.articles.admin.reviewing import QUEUE, Reviewer, item_of, only, person

pytestmark = pytest.mark.django_db


def test_an_empty_queue_says_so_and_leads_on(lists, wang):
    reviewer = Reviewer(wang)
    assert "全部审核完毕" in reviewer.text
    assert reverse("data-quality") in reviewer.text


def test_the_riskiest_comes_first_marked_in_its_sentences(article, wang):
    reviewer = Reviewer(wang)
    risks = ReviewItem.objects.values_list("risk", flat=True)
    assert reviewer.item.risk == max(risks)
    only(item_of(article.metrics.get(quote="4680余人次")))
    page = Reviewer(person("丙")).text
    assert "<mark>4680余人次</mark>" in page
    assert "剩余 <strong>1</strong>" in page


def test_two_see_different_items_and_neither_overrules_the_other(article, wang, li):
    one, other = Reviewer(wang), Reviewer(li)
    assert one.item != other.item
    item = one.item
    assert "此条正由王某处理" in other.open(item).said
    ReviewItem.objects.filter(pk=item.pk).update(locked_at=timezone.now() - HELD)
    late = Reviewer(li).open(item)
    assert late.item == item
    one.decide("accept")
    assert "此条正由李某处理" in one.said
    late.reject()
    one.open(item)
    assert one.item != item
    sent = {"stamp": "0", "decision": "accept"}
    one.page = one.client.post(reverse("admin:review-item", args=[item.pk]), sent, follow=True)
    assert "此条已由李某处理" in one.said
    verdicts = Verdict.objects.filter(kind=item.kind, target=item.target)
    assert list(verdicts.values_list("ruling", "by")) == [("rejected", li.pk)]


def test_skipped_comes_back_last_and_only_to_who_skipped_it(article, wang, li):
    metrics = list(article.metrics.all()[:3])
    only(*map(item_of, metrics))
    reviewer = Reviewer(wang)
    first = reviewer.item
    seen = []
    for _ in metrics:
        seen.append(reviewer.item)
        reviewer.decide("skip")
    assert len(set(seen)) == 3
    assert reviewer.item == first
    reviewer.decide("skip")
    assert reviewer.item == seen[1]
    assert Reviewer(li).item == first


def test_filters_narrow_and_tell_how_much_each_would_leave(seeds, wang):
    items = ReviewItem.objects.filter(done=False)
    reviewer = Reviewer(wang, "?kind=metric")
    assert reviewer.item.kind == "metric"
    assert reviewer.page.context["remaining"] == items.filter(kind="metric").count()
    facets = {facet.title: facet for facet in reviewer.page.context["facets"]}
    for option in facets["种类"].options:
        assert option.waiting == Reviewer(wang, option.query).page.context["remaining"]
    for title in ("把握", "地区", "等候", "报道"):
        for option in facets[title].options:
            narrowed = Reviewer(wang, option.query).page.context
            assert (option.query, option.waiting) == (option.query, narrowed["remaining"])
            assert option.query.startswith("?kind=metric&")
    article = Article.objects.filter(metrics__isnull=False).first()
    mine = Reviewer(wang, f"?article={article.pk}").decide("accept")
    assert mine.item.article == article
    assert "清除全部筛选" in Reviewer(wang, "?kind=report").text
    assert Reviewer(wang, "?kind=x&article=x&province=x&band=x&age=x").item is not None


def test_what_is_gone_leaves_the_queue_and_the_next_is_shown(article, wang):
    metrics = list(article.metrics.order_by("pk")[:2])
    only(*map(item_of, metrics))
    reviewer = Reviewer(wang)
    gone = reviewer.row
    Metric.objects.filter(pk=gone.pk).delete()
    reviewer.decide("accept")
    assert "报道或事实已不存在" in reviewer.said
    assert reviewer.row.pk == next(m.pk for m in metrics if m.pk != gone.pk)
    assert ReviewItem.objects.filter(target=gone.pk, kind="metric").count() == 0
    assert not Verdict.objects.exists()


def test_all_on_other_screens_is_no_empty_queue(article, wang, li):
    only(item_of(article.metrics.first()))
    Reviewer(wang)
    assert "此刻都有人在看" in Reviewer(li).text


def test_reading_again_keeps_decisions_and_opens_the_rest(article, wang):
    reviewer = Reviewer(wang)
    for _ in range(4):
        reviewer.decide("accept")
    decided = set(Verdict.objects.values_list("kind", "target"))
    reread(article.source)
    done = set(ReviewItem.objects.filter(done=True).values_list("kind", "target"))
    assert done == decided


def test_the_queue_asks_no_more_than_it_needs(seeds, wang, django_assert_max_num_queries):
    reviewer = Reviewer(wang)
    kinds = set(ReviewItem.objects.values_list("kind", flat=True))
    for kind in sorted(kinds):
        reviewer = Reviewer(wang, f"?kind={kind}")
        with django_assert_max_num_queries(26):
            reviewer.open()
        with django_assert_max_num_queries(55):
            reviewer.decide("accept")
    assert queue.done_today(wang.pk) == len(kinds)


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("head", {}, 200),
        ("get", {"Sec-Purpose": "prefetch"}, 503),
        ("get", {"Sec-Purpose": "prefetch;prerender"}, 503),
        ("get", {"Purpose": "prefetch"}, 503),
        ("get", {"Sec-Fetch-Dest": "image"}, 503),
    ],
)
def test_what_nobody_looks_at_keeps_no_item(method, headers, status, article, wang, client):
    client.force_login(wang)
    before = list(ReviewItem.objects.order_by("pk").values())
    for address in (QUEUE, reverse("admin:review-item", args=[before[0]["id"]])):
        assert getattr(client, method)(address, headers=headers).status_code == status
    assert list(ReviewItem.objects.order_by("pk").values()) == before


def test_opening_the_queue_again_keeps_no_more_than_one_item(article, wang):
    reviewer = Reviewer(wang)
    first = reviewer.item
    assert reviewer.open().item == first
    assert ReviewItem.objects.filter(locked_by=wang).count() == 1
