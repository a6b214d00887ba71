from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.admin.desk import change_url, list_url
from articles.curation.ingest import reread
from articles.models import Metric, Organization, OrganizationMention, Origin, ReviewStatus

ADD_METRIC = "admin:articles_metric_add"


@pytest.fixture
def metric(article):
    return article.metrics.get(quote="4680余人次")


def figures(article):
    return list(article.metrics.order_by("pk").values_list("pk", "value", "status"))


def test_saving_an_untouched_page_decides_nothing(article, metric, desk):
    for row in (metric, article.organizationmentions.first(), article.regionmentions.first()):
        answer = desk.amend(row)
        assert desk.errors(answer) == "" if "errors" in answer.context else True
        fresh = type(row).objects.get(pk=row.pk)
        assert (fresh.status, fresh.origin) == (ReviewStatus.PENDING, Origin.MACHINE)


def test_a_corrected_figure_shows_on_the_site_and_outlives_a_reading(
    article, metric, desk, editor, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        desk.amend(metric, value="4681", subject="核对后的服务对象")
    metric.refresh_from_db()
    assert (metric.value, metric.reviewed_by, metric.origin) == (4681, editor, Origin.PERSON)
    assert Decimal(metric.machine_value["value"]) == 4680
    before = figures(article)
    assert reread(article.source).empty
    assert figures(article) == before
    assert "核对后的服务对象" in client.get(article.get_absolute_url()).content.decode()


def test_a_corrected_text_is_found_by_search_at_once(
    article, desk, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        desk.amend(article, headline="银龄护航的新标题")
    found = client.get("/search/", {"q": "“银龄护航”"}).content.decode()
    assert article.get_absolute_url().split("-")[0] in found
    reread(article.source)
    article.refresh_from_db()
    assert article.headline == "银龄护航的新标题"


def test_a_mention_given_to_another_body_moves_on_the_site_and_in_search_and_stays(
    article, desk, client, django_capture_on_commit_callbacks
):
    other = Organization.objects.create(name="甲医院", type="hospital", sort_key="jia", slug="jia")
    mention = article.organizationmentions.filter(anaphora=False).first()
    with django_capture_on_commit_callbacks(execute=True):
        desk.amend(mention, organization=other.pk)
    for _ in range(2):
        found = client.get("/search/", {"q": "党", "organization": other.pk}).content.decode()
        assert article.get_absolute_url().split("-")[0] in found
        assert article.headline[-4:] in client.get(other.get_absolute_url()).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            reread(article.source)
        mention.refresh_from_db()
        assert mention.organization == other


def test_a_page_that_is_older_does_not_take_back_what_somebody_else_changed(metric, desk):
    page = desk.form(change_url(metric))
    Metric.objects.filter(pk=metric.pk).update(subject="别人刚改的")
    desk.client.post(change_url(metric), page | {"value": "9"}, follow=True)
    metric.refresh_from_db()
    assert (metric.value, metric.subject) == (9, "别人刚改的")


def test_a_quote_that_is_not_in_the_text_is_refused_in_words(metric, desk):
    answer = desk.amend(metric, quote="4999余人次")
    assert desk.errors(answer) == "正文中没有“4999余人次”，请逐字照抄原文（标点、空格也须一致）。"
    metric.refresh_from_db()
    assert (metric.quote, metric.status) == ("4680余人次", ReviewStatus.PENDING)


def test_a_quote_that_is_narrowed_needs_no_counting(article, desk):
    place = article.metrics.filter(quote="3期").order_by("start").last()
    desk.amend(place, quote="期")
    place.refresh_from_db()
    assert (place.quote, article.body[place.start : place.end]) == ("期", "期")
    assert article.body[place.start - 1] == "3"


def new_mention(article, **given):
    organization = Organization.objects.first()
    return {
        "article": article.pk,
        "organization": organization.pk,
        "part": "body",
        "quote": "白山市",
        "occurrence": "",
        **given,
    }


def test_of_several_places_the_person_says_which(article, desk):
    add = reverse("admin:articles_organizationmention_add")
    answer = desk.client.post(add, new_mention(article))
    count = article.body.count("白山市")
    assert f"“白山市”在正文中出现 {count} 处，请填写“第几处”：1. " in desk.errors(answer)
    answer = desk.client.post(add, new_mention(article, occurrence=count + 1))
    assert desk.errors(answer) == f"“白山市”在正文中只出现 {count} 处，没有第 {count + 1} 处。"
    assert desk.client.post(add, new_mention(article, occurrence=2)).status_code == 302
    fact = OrganizationMention.objects.get(article=article, origin=Origin.PERSON)
    assert fact.start == article.body.index("白山市", article.body.index("白山市") + 1)
    answer = desk.client.post(add, new_mention(article, occurrence=2))
    assert "这一处已有同样的记录" in desk.errors(answer)
    reread(article.source)
    assert OrganizationMention.objects.filter(pk=fact.pk, anchored=True).exists()


def test_a_figure_that_the_machine_missed_is_added_with_its_sentence(article, desk):
    add = reverse(ADD_METRIC) + f"?article={article.pk}"
    page = desk.form(add)
    assert page["article"] == str(article.pk)
    changes = {"part": "body", "quote": "十分钟", "value": "10", "unit": "分钟", "family": "time"}
    answer = desk.client.post(add, page | changes, follow=True)
    assert answer.redirect_chain != [], desk.errors(answer)
    metric = article.metrics.get(quote="十分钟")
    assert (metric.value, metric.status) == (10, ReviewStatus.CONFIRMED)
    assert "十分钟" in metric.sentence
    assert "\n" not in metric.sentence


def test_a_range_out_of_order_is_refused(metric, desk):
    answer = desk.amend(metric, value_max="5")
    assert desk.errors(answer).startswith("数值上限不能小于数值。")


def test_a_figure_is_part_of_one_of_the_same_article_only(seeds, desk):
    one = Metric.objects.first()
    other = Metric.objects.exclude(article=one.article).first()
    assert desk.errors(desk.amend(one, part_of=other.pk)) != ""
    same = Metric.objects.filter(article=one.article).exclude(pk=one.pk).first()
    desk.amend(one, part_of=same.pk)
    one.refresh_from_db()
    assert one.part_of == same


def test_buttons_and_actions_decide_and_say_what_they_passed_over(article, metric, desk, editor):
    decide = reverse("admin:articles_metric_decide", args=[metric.pk])
    assert f'action="{decide}"' in desk.client.get(change_url(metric)).content.decode()
    desk.client.post(decide, {"decision": "confirm"})
    metric.refresh_from_db()
    assert (metric.status, metric.reviewed_by) == (ReviewStatus.CONFIRMED, editor)
    assert not article.review_items.filter(kind="metric", target=metric.pk, done=False).exists()
    keys = list(article.metrics.values_list("pk", flat=True))
    sent = {"action": "confirm_chosen", "_selected_action": keys}
    answer = desk.client.post(list_url(Metric), sent, follow=True)
    assert (
        desk.said(answer) == "已确认 1 条。"
        f"已确认 {len(keys) - 1} 条；跳过 1 条：已是“已审” 1 条。"
    )
    desk.client.post(list_url(Metric), sent | {"action": "reject_chosen"})
    assert list(article.metrics.public()) == []
    desk.client.post(list_url(Metric), sent | {"action": "reopen_chosen"})
    assert article.metrics.filter(status="pending", origin="machine").count() == len(keys)
    assert desk.client.post(decide, {"decision": "delete"}).status_code == 400
    told = LogEntry.objects.filter(object_id=metric.pk).order_by("pk")
    assert [entry.change_message for entry in told] == ["确认", "退回", "重新待审"]


def test_what_a_person_changed_is_not_reopened(metric, desk):
    desk.amend(metric, value="4681")
    decide = reverse("admin:articles_metric_decide", args=[metric.pk])
    answer = desk.client.post(decide, {"decision": "reopen"}, follow=True)
    assert desk.said(answer).endswith("跳过 1 条：人工填写或改过的不再待审 1 条。")


def test_a_fact_of_the_machine_cannot_be_deleted_one_of_a_person_can(article, metric, desk):
    delete = reverse("admin:articles_metric_delete", args=[metric.pk])
    assert desk.client.post(delete, {"post": "yes"}).status_code == 403
    desk.amend(metric, value="4681")
    assert desk.client.post(delete, {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [metric.pk], "post": "yes"}
    desk.client.post(list_url(Metric), sent)
    assert Metric.objects.filter(pk=metric.pk).exists()
    desk.client.post(
        reverse("admin:articles_organizationmention_add"), new_mention(article, occurrence=3)
    )
    mine = OrganizationMention.objects.get(origin=Origin.PERSON)
    delete = reverse("admin:articles_organizationmention_delete", args=[mine.pk])
    assert desk.client.get(delete).status_code == 200
    desk.client.post(delete, {"post": "yes"})
    assert not OrganizationMention.objects.filter(pk=mine.pk).exists()


def test_the_quote_is_marked_in_its_sentence_and_its_text_is_escaped(article, metric, desk):
    page = desk.client.get(change_url(metric)).content.decode()
    assert "<mark>4680余人次</mark>" in page
    desk.amend(article, headline="<script>alert(1)</script>标题")
    for url in (change_url(metric), list_url(Metric), change_url(article)):
        assert "<script>alert" not in desk.client.get(url).content.decode()


def test_a_text_that_changed_meanwhile_is_a_message_and_no_crash(
    article, metric, desk, monkeypatch
):
    def refuse(*args, **kwargs):
        raise ValidationError("位置不在文字之内。")

    monkeypatch.setattr("articles.curation.corrections.amend", refuse)
    assert desk.said(desk.amend(metric, value="7")) == "位置不在文字之内。"
