import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.curation import alike, corrections, queue, reports
from articles.curation.ingest import reread
from articles.models import (
    Article,
    Claim,
    Fact,
    Metric,
    Organization,
    Origin,
    Report,
    ReviewItem,
    ReviewStatus,
    Verdict,
)
from articles.models.review import HELD

pytestmark = pytest.mark.django_db
QUEUE = "/admin/review/"


class Reviewer:
    """Somebody at the queue: sees an item, decides, sees the next."""

    def __init__(self, user, query=""):
        self.user, self.query, self.client = user, query, Client()
        self.client.force_login(user)
        self.open()

    def open(self, item=None):
        address = reverse("admin:review-item", args=[item.pk]) if item else QUEUE
        self.page = self.client.get(address + self.query, follow=True)
        return self

    @property
    def item(self):
        return self.page.context.get("item")

    @property
    def row(self):
        return self.page.context["shown"].row

    def form(self):
        """What the form would send if nothing were touched."""
        sent = {"stamp": self.page.context["shown"].stamp}
        for bound in self.page.context["values"]:
            value = bound.field.prepare_value(bound.value())
            if value not in (None, False, ""):
                sent[bound.html_name] = "on" if value is True else str(value)
        return sent

    def decide(self, decision, **values):
        sent = self.form() | {"decision": decision}
        sent |= {name.replace("__", "-"): value for name, value in values.items()}
        address = reverse("admin:review-item", args=[self.item.pk]) + self.query
        self.page = self.client.post(address, sent, follow=True)
        return self

    def reject(self, reason="kind", note=""):
        return self.decide("reject", r__reason=reason, r__note=note)

    def undo(self):
        sent = {"verdict": self.page.context["last"].pk}
        self.page = self.client.post(reverse("admin:review-undo") + self.query, sent, follow=True)
        return self

    def carry_over(self, key="quote"):
        address = reverse("admin:review-alike", args=[self.page.context["last"].pk, key])
        preview = self.client.get(address, follow=True)
        sent = {"stamp": preview.context["sweep"].stamp}
        self.page = self.client.post(address, sent, follow=True)
        return preview

    @property
    def said(self):
        return "".join(str(message) for message in self.page.context["messages"])

    @property
    def text(self):
        return self.page.content.decode()


def person(name, *rights):
    user = get_user_model().objects.create_user(name, first_name=name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights or ["review_fact"]))
    return user


@pytest.fixture
def wang(db):
    return person("王某")


@pytest.fixture
def li(db):
    return person("李某")


def only(*items):
    """Leave only *items* waiting."""
    keys = [item.pk for item in items]
    ReviewItem.objects.exclude(pk__in=keys).update(done=True)


def item_of(row):
    return ReviewItem.objects.get(kind=row._meta.model_name, target=row.pk)


def columns(row):
    return type(row)._default_manager.filter(pk=row.pk).values().get()


def addresses(article):
    pk = article.review_items.first().pk
    return [
        ("get", QUEUE),
        ("get", reverse("admin:review-item", args=[pk])),
        ("post", reverse("admin:review-item", args=[pk])),
        ("post", reverse("admin:review-undo")),
        ("get", reverse("admin:review-names", args=["organization"])),
        ("get", reverse("admin:review-alike", args=[1, "quote"])),
        ("post", reverse("admin:review-alike", args=[1, "quote"])),
    ]


def test_who_may_only_look_or_is_nobody_decides_nothing(article, client):
    for method, address in addresses(article):
        assert getattr(client, method)(address).url.startswith(reverse("admin:login"))
    client.force_login(person("看客", "view_reviewitem", "view_metric"))
    for method, address in addresses(article):
        assert (address, getattr(client, method)(address).status_code) == (address, 403)
    assert not ReviewItem.objects.filter(locked_by__isnull=False).exists()


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


def test_one_key_accepts_and_the_next_is_there(article, wang):
    reviewer = Reviewer(wang)
    rows = []
    while reviewer.item:
        rows.append((reviewer.item.pk, reviewer.item.risk))
        reviewer.decide("accept")
    assert len({pk for pk, _ in rows}) == len(rows) == Verdict.objects.count()
    assert [risk for _, risk in rows] == sorted((risk for _, risk in rows), reverse=True)
    assert not ReviewItem.objects.filter(done=False).exists()
    assert set(article.metrics.values_list("status", "reviewed_by")) == {("confirmed", wang.pk)}
    assert f"今日 <strong>{len(rows)}</strong> / 剩余 <strong>0</strong>" in reviewer.text


def test_a_correction_is_stored_with_what_the_machine_had_read(article, wang):
    metric = article.metrics.get(quote="4680余人次")
    only(item_of(metric))
    Reviewer(wang).decide("amend", v__value="4681", v__subject="群众")
    metric.refresh_from_db()
    assert (metric.value, metric.subject, metric.origin) == (4681, "群众", Origin.PERSON)
    assert metric.machine_value["value"].startswith("4680")
    verdict = Verdict.objects.get()
    assert (verdict.ruling, verdict.changed) == ("amended", ["subject", "value"])


def test_names_are_typed_and_looked_up(article, wang):
    mention = article.organizationmentions.first()
    other = Organization.objects.create(name="另一医院", type="hospital", sort_key="ling")
    twin = Organization.objects.create(name="同名医院", type="hospital", sort_key="tong")
    region = article.region
    twins = [twin, Organization.objects.create(
        name="同名医院", type="hospital", sort_key="tong", region=region)]  # fmt: skip
    only(item_of(mention))
    reviewer = Reviewer(wang)
    reviewer.decide("amend", v__organization="没有的医院")
    assert (reviewer.page.status_code, "没有“没有的医院”" in reviewer.text) == (422, True)
    assert 'value="没有的医院"' in reviewer.text
    reviewer.decide("amend", v__organization="同名医院")
    assert all(f"#{one.pk}" in reviewer.text for one in twins)
    reviewer.decide("amend", v__organization="另一医院")
    mention.refresh_from_db()
    assert mention.organization == other


def test_suggested_names_can_be_sent_as_they_are(article, wang):
    body = article.organizationmentions.first().organization
    address = reverse("admin:review-names", args=["organization"])
    client = Reviewer(wang).client
    names = client.get(address, {"q": body.name}).json()["names"]
    assert names[0].endswith(f"#{body.pk}")
    assert client.get(address, {"q": " "}).json() == {"names": []}
    assert client.get(reverse("admin:review-names", args=["user"])).status_code == 404


def test_what_is_sent_back_keeps_its_reason(article, wang):
    metric = article.metrics.first()
    only(item_of(metric))
    reviewer = Reviewer(wang).decide("reject")
    assert reviewer.page.status_code == 422
    reviewer.reject("other")
    assert "请写明原因" in reviewer.text
    assert reviewer.reject("unfounded").page.status_code == 422  # a reason for readers' reports
    reviewer.reject("other", "不是数据")
    metric.refresh_from_db()
    assert metric.status == ReviewStatus.REJECTED
    said = Verdict.objects.values("kind", "ruling", "reason", "note", "rule", "by").get()
    assert said == {
        "kind": "metric", "ruling": "rejected", "reason": "other", "note": "不是数据",
        "rule": metric.rule, "by": wang.pk,
    }  # fmt: skip


def test_accepting_does_not_drop_what_was_typed(article, wang):
    metric = article.metrics.first()
    only(item_of(metric))
    reviewer = Reviewer(wang).decide("accept", v__value="7")
    assert "您改动了内容" in reviewer.text
    assert 'value="7"' in reviewer.text
    assert not Verdict.objects.exists()
    reviewer.decide("amend", v__value="5", v__value_max="4")
    assert "数值上限不能小于数值" in reviewer.text


def test_what_changed_meanwhile_is_shown_again_not_decided(article, wang):
    metric = article.metrics.first()
    only(item_of(metric))
    reviewer = Reviewer(wang)
    Metric.objects.filter(pk=metric.pk).update(value=1)
    reviewer.decide("accept")
    assert (reviewer.page.status_code, Verdict.objects.count()) == (409, 0)
    assert "请看过再定" in reviewer.said
    reviewer.decide("accept")
    assert Verdict.objects.count() == 1


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


def test_every_decision_can_be_taken_back_and_leaves_no_trace_on_the_row(article, wang):
    for row in (*article.metrics.all()[:1], *article.organizationmentions.all()[:1],
                *article.claims.all()):  # fmt: skip
        ReviewItem.objects.filter(pk=item_of(row).pk).update(done=False, locked_by=None)
        before, held = columns(row), columns(article)
        for decision in ("accept", "reject", "amend"):
            reviewer = Reviewer(wang).open(item_of(row))
            if decision == "reject":
                reviewer.reject("other", "试")
            else:
                reviewer.decide(decision, **(other_values(row) if decision == "amend" else {}))
            assert columns(row) != before
            reviewer.undo()
            assert "已撤销" in reviewer.said
            assert reviewer.item == item_of(row)
            assert columns(row) == before
            assert columns(article) | {"updated_at": 0} == held | {"updated_at": 0}
    assert not Verdict.objects.standing().exists()


def other_values(row):
    if isinstance(row, Metric):
        return {"v__value": "7", "v__organization": ""}
    if isinstance(row, Fact):
        new = Organization.objects.create(name="另一医院", type="hospital", sort_key="ling")
        return {"v__organization": f"另一医院 #{new.pk}"}
    return {
        "region": {"v__region": "北京市"},
        "sector": {"v__sector": "school"},
        "published_on": {"v__published_on": "2020-02-02"},
    }.get(row.field, {"v__primary_theme": ""})


def test_what_somebody_has_touched_since_is_not_taken_back(article, wang, li):
    metric = article.metrics.first()
    only(item_of(metric))
    reviewer = Reviewer(wang).reject()
    corrections.confirm(metric, by=li)
    reviewer.undo()
    metric.refresh_from_db()
    assert "此后另有处理" in reviewer.said
    assert (metric.status, metric.reviewed_by) == ("confirmed", li)


def test_nobody_takes_back_the_word_of_another(article, wang, li):
    Reviewer(wang).decide("accept")
    other = Reviewer(li)
    sent = {"verdict": Verdict.objects.get().pk}
    other.page = other.client.post(reverse("admin:review-undo"), sent, follow=True)
    assert "没有可撤销的决定" in other.said
    assert Verdict.objects.standing().count() == 1


def test_readers_reports_are_answered_and_reopened(article, wang):
    report = Report(article=article, message="人数不对", quote="4680余人次", sender="0" * 64)
    reports.take(report)
    only(item_of(report))
    reviewer = Reviewer(wang)
    assert "人数不对" in reviewer.text
    assert "<mark>4680余人次</mark>" in reviewer.text
    reviewer.reject("unfounded", "原文如此")
    report.refresh_from_db()
    assert (report.answer, report.closed_by) == ("原文无误：原文如此", wang)
    reviewer.undo().decide("amend", v__answer="已改")
    report.refresh_from_db()
    assert report.answer == "已改"
    reviewer.undo().decide("accept")
    report.refresh_from_db()
    assert report.answer == "属实"


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


def test_a_place_that_moved_is_found_and_one_that_is_lost_says_so(article, wang):
    metric = article.metrics.get(quote="4680余人次")
    only(item_of(metric))
    Article.objects.filter(pk=article.pk).update(body="新的一段。\n\n" + article.body)
    assert "<mark>4680余人次</mark>" in Reviewer(wang).text
    Article.objects.filter(pk=article.pk).update(body="全改了。")
    assert "找不到这一处" in Reviewer(wang).text


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


def test_claims_are_shown_with_what_speaks_for_them(article, wang):
    claim = article.claims.get(field="region")
    only(item_of(claim))
    page = Reviewer(wang).text
    assert claim.evidence[0]["quote"] in page
    assert "<dt>地区</dt>" in page
    assert Claim.objects.filter(pk=claim.pk, status="pending").exists()
