from django.urls import reverse

from articles.admin.desk import change_url, list_url
from articles.curation import corrections
from articles.curation.ingest import reread
from articles.models import Article, ArticleStatus, Claim, Region, ReviewStatus


def test_saving_an_untouched_page_changes_nothing(seeds, desk):
    for article in Article.objects.all():
        before = (Article.objects.filter(pk=article.pk).values().get(), article.parts())
        answer = desk.amend(article)
        assert answer.redirect_chain != [], desk.errors(answer)
        article = Article.objects.get(pk=article.pk)
        assert (Article.objects.filter(pk=article.pk).values().get(), article.parts()) == before
    assert not Claim.objects.filter(status=ReviewStatus.CONFIRMED).exists()


def test_corrected_columns_become_a_persons_word(article, desk, editor):
    region = Region.objects.get(pk="230400")
    desk.amend(
        article,
        headline="改过的标题",
        kicker="引题一\r\n\r\n 引题二 ",
        region=region.pk,
        published_on="2024-03-05",
        off_topic="on",
    )
    article.refresh_from_db()
    assert (article.kicker, article.region, article.date_precision, article.off_topic) == (
        ["引题一", "引题二"],
        region,
        "day",
        True,
    )
    said = article.claims.filter(reviewed_by=editor).values_list("field", flat=True)
    assert sorted(said) == ["headline", "kicker", "off_topic", "published_on", "region"]
    reread(article.source)
    article.refresh_from_db()
    assert (article.headline, article.region) == ("改过的标题", region)


def test_a_date_taken_away_takes_its_precision(article, desk):
    desk.amend(article, published_on="2024-03-01", date_precision="month")
    article.refresh_from_db()
    assert article.date_precision == "month"
    desk.amend(article, published_on="")
    article.refresh_from_db()
    assert (article.published_on, article.date_precision) == (None, "unknown")


def test_line_ends_of_the_browser_do_not_enter_the_text(article, desk):
    body = article.body.replace("近年来,", "近几年来,", 1)
    answer = desk.amend(article, body=body.replace("\n", "\r\n"))
    article.refresh_from_db()
    assert article.body == body
    assert "找不到原处" not in desk.said(answer)
    facts = list(article.metrics.all())
    assert {article.part(m.part)[m.start : m.end] == m.quote for m in facts} == {True}


def test_facts_that_lose_their_place_are_named(article, desk):
    metric = article.metrics.get(quote="1032面")
    answer = desk.amend(article, body=article.body.replace("1032面", "若干"))
    assert "1032面" in desk.said(answer)
    assert "找不到原处" in desk.said(answer)
    metric.refresh_from_db()
    assert metric.anchored is False
    page = desk.client.get(reverse("admin:articles_metric_change", args=[metric.pk]))
    assert "找不到这一处" in page.content.decode()
    desk.amend(metric, quote="若干", occurrence="")
    metric.refresh_from_db()
    assert (metric.quote, metric.anchored) == ("若干", True)


def test_captions_and_signatures_are_written_in_their_order(seeds, desk):
    article = Article.objects.get(source__name__startswith="000", ordinal=2)
    text = article.captions.get().text
    desk.amend(
        article,
        captions__0__credit="改过的供图",
        captions__1__text="第二张图片",
        captions__1__credit="",
        bylines__0__name="王一",
        bylines__0__role="记者",
    )
    expected = [(0, text, "改过的供图"), (1, "第二张图片", "")]
    for _ in range(2):
        assert list(article.captions.values_list("number", "text", "credit")) == expected
        assert list(article.bylines.values_list("name", "role")) == [("王一", "记者")]
        reread(article.source)
    desk.amend(article, captions__0__DELETE="on")
    assert list(article.captions.values_list("number", "text")) == [(0, "第二张图片")]


def test_references_keep_their_parts(seeds, desk):
    article = next(a for a in Article.objects.all() if a.references)
    before = article.references
    lines = [one["text"] for one in before]
    desk.amend(
        article, references="\n".join([*lines, "[99]李明. 党建研究[J]. 某学报,2021,37(3):39-44."])
    )
    article.refresh_from_db()
    assert article.references[:-1] == before
    assert (article.references[-1]["authors"], article.references[-1]["year"]) == (["李明"], 2021)


def test_withdrawing_asks_for_a_reason_and_publishing_takes_it_back(article, desk, client):
    sent = {"action": "withdraw_chosen", "_selected_action": [article.pk]}
    page = desk.client.post(list_url(Article), sent, follow=True)
    address = page.redirect_chain[0][0]
    desk.client.post(address, {"reason": "  "})
    article.refresh_from_db()
    assert article.status == ArticleStatus.PUBLISHED
    desk.client.post(address, {"reason": "作者要求撤下"})
    article.refresh_from_db()
    assert (article.status, article.withdrawn_reason) == (ArticleStatus.WITHDRAWN, "作者要求撤下")
    desk.client.post(reverse("admin:articles_article_publish", args=[article.pk]))
    article.refresh_from_db()
    assert (article.status, article.withdrawn_reason) == (ArticleStatus.PUBLISHED, "")


def test_an_article_cannot_be_deleted(article, desk):
    delete = reverse("admin:articles_article_delete", args=[article.pk])
    assert desk.client.post(delete, {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    desk.client.post(list_url(Article), sent)
    assert Article.objects.filter(pk=article.pk).exists()


def test_the_page_of_an_article_links_its_facts(article, desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        page = desk.client.get(reverse("admin:articles_article_change", args=[article.pk]))
    metric = article.metrics.order_by("part", "start").first()
    assert reverse("admin:articles_metric_change", args=[metric.pk]) in page.content.decode()


def test_captions_that_somebody_else_changed_meanwhile_are_not_wiped_out(article, desk, editor):
    page = change_url(article)
    article.captions.all().delete()
    corrections.amend_captions(article, by=editor, captions=[("义诊现场", "甲")])
    opened = desk.form(page)
    corrections.amend_captions(article, by=editor, captions=[("义诊现场", "乙"), ("合影", "")])
    late = opened | {"captions-0-text": "宣讲现场"}
    answer = desk.client.post(page, late)
    said = desk.errors(answer)
    assert "他人已改过图片说明，现为：义诊现场，乙；合影。" in said
    assert "宣讲现场" in answer.content.decode()
    rows = [("义诊现场", "乙"), ("合影", "")]
    assert list(article.captions.values_list("text", "credit")) == rows
    again = desk.client.post(page, late)  # a second press is no consent
    assert "他人已改过图片说明" in desk.errors(again)
    assert desk.client.post(page, opened).status_code == 302  # this one had left them alone
    assert list(article.captions.values_list("text", "credit")) == rows


def test_two_who_sign_an_article_at_once_do_not_wipe_each_other_out(article, desk, editor):
    page = change_url(article)
    article.bylines.all().delete()
    opened = desk.form(page)
    corrections.amend_bylines(article, by=editor, bylines=[("郭文治", "", False)])
    sent = opened | {"bylines-0-name": "李静雯"}
    assert "他人已改过署名，现为：郭文治。" in desk.errors(desk.client.post(page, sent))
    same = opened | {"bylines-0-name": "郭文治"}  # both say the same
    assert desk.client.post(page, same).status_code == 302
    assert list(article.bylines.values_list("name", flat=True)) == ["郭文治"]
