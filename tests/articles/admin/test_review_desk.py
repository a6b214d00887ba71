"""Decisions made in the queue: what they do to the rows, and that they can be taken back."""

import pytest
from django.urls import reverse

from articles.curation import corrections, reports
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
from tests.articles.admin.reviewing import QUEUE, Reviewer, columns, item_of, only, person

pytestmark = pytest.mark.django_db


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


def test_a_place_that_moved_is_found_and_one_that_is_lost_says_so(article, wang):
    metric = article.metrics.get(quote="4680余人次")
    only(item_of(metric))
    Article.objects.filter(pk=article.pk).update(body="新的一段。\n\n" + article.body)
    assert "<mark>4680余人次</mark>" in Reviewer(wang).text
    Article.objects.filter(pk=article.pk).update(body="全改了。")
    assert "找不到这一处" in Reviewer(wang).text


def test_claims_are_shown_with_what_speaks_for_them(article, wang):
    claim = article.claims.get(field="region")
    only(item_of(claim))
    page = Reviewer(wang).text
    assert claim.evidence[0]["quote"] in page
    assert "<dt>地区</dt>" in page
    assert Claim.objects.filter(pk=claim.pk, status="pending").exists()
