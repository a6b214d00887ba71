"""Correcting a text: its effect on the facts is shown before it is saved; facts added by selecting."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.admin.desk import change_url
from articles.curation import corrections
from articles.models import Article, Claim, Metric, OrganizationMention


@pytest.fixture
def edit(article, desk):
    """Send the form of the article with another body; *seen* is what the page gave."""
    url = change_url(article)
    form = desk.form(url)

    def send(body, seen=""):
        return desk.client.post(url, {**form, "body": body, "seen": seen}, follow=True)

    return send


def listed(answer):
    return {name: total for name, _, _, total in answer.context["effect"]["lists"]}


def test_nothing_is_saved_before_the_effect_has_been_seen(article, edit):
    metric = article.metrics.get(quote="1032面")
    history = LogEntry.objects.count()
    answer = edit(article.body.replace("1032面", "若干", 1))
    assert listed(answer)["lost"] == 1
    assert "1032面" in answer.content.decode()
    assert Article.objects.get(pk=article.pk).body == article.body
    metric.refresh_from_db()
    assert (metric.anchored, LogEntry.objects.count()) == (True, history)
    assert not Claim.objects.filter(article=article, field="body").exists()


def test_the_form_comes_back_as_it_was_sent(article, edit):
    body = article.body.replace("1032面", "若干", 1)
    answer = edit(body)
    assert answer.context["adminform"].form["body"].value().replace("\r\n", "\n") == body
    assert answer.context["errors"] is None


def test_what_was_seen_is_saved_and_what_was_changed_since_is_shown_anew(article, edit):
    body = article.body.replace("1032面", "若干", 1)
    seen = edit(body).context["seen"]
    other = body.replace("近年来,", "近几年来,", 1)
    assert edit(other, seen).context["seen"] != seen
    assert Article.objects.get(pk=article.pk).body == article.body
    answer = edit(body, seen)
    assert answer.redirect_chain != []
    assert Article.objects.get(pk=article.pk).body == body


def test_a_column_that_somebody_else_has_changed_meanwhile_is_not_overwritten(
    article, desk, editor
):
    url = change_url(article)
    form = desk.form(url)
    corrections.amend_article(article, by=editor, changes={"headline": "他人所改"})
    answer = desk.client.post(url, {**form, "headline": "我所改"})
    assert "他人已改过这一栏" in answer.content.decode()
    assert Article.objects.get(pk=article.pk).headline == "他人所改"
    desk.client.post(url, {**form, "headline": "他人所改", "publication": "甲报"})
    article.refresh_from_db()
    assert (article.headline, article.publication) == ("他人所改", "甲报")


def test_facts_that_only_move_on_are_told_apart_from_those_among_other_words(article, edit):
    shift = listed(edit("新的开头。\n\n" + article.body))
    assert set(shift) == {"shifted"}
    assert shift["shifted"] == sum(
        model.objects.filter(article=article, part="body").count()
        for model in (Metric, OrganizationMention)
    ) + sum(
        getattr(article, name).filter(part="body").count()
        for name in ("brandmentions", "regionmentions", "themeevidences")
    )


def test_an_edit_that_moves_no_fact_is_saved_at_once(article, edit):
    body = article.body + "\n\n完。"
    assert edit(body).redirect_chain != []
    assert Article.objects.get(pk=article.pk).body == body


def test_a_fact_is_added_at_the_place_that_was_selected(article, desk):
    quote = "医护人员"
    part, nth = "body", 2
    assert article.body.count(quote) >= nth
    address = reverse("admin:articles_organizationmention_add")
    url = f"{address}?article={article.pk}&back=mark&part={part}&quote={quote}&occurrence={nth}"
    form = desk.form(url)
    assert (form["part"], form["quote"], form["occurrence"]) == (part, quote, str(nth))
    body = article.organizationmentions.first().organization
    answer = desk.client.post(url, {**form, "organization": body.pk})
    assert answer.url == reverse("admin:articles_article_mark", args=[article.pk])
    fact = OrganizationMention.objects.latest("pk")
    second = article.body.index(quote, article.body.index(quote) + 1)
    assert (fact.start, fact.quote, fact.origin) == (second, quote, "person")


def test_the_text_is_shown_to_the_letter_with_what_stands_in_it(article, desk, editor):
    rejected = article.metrics.get(quote="1032面")
    corrections.reject(rejected, by=editor)
    parts = desk.client.get(reverse("admin:articles_article_mark", args=[article.pk])).context[
        "parts"
    ]
    assert {name: "".join(run.text for run in runs) for name, _, runs in parts} == article.parts()
    marked = [run.text for _, _, runs in parts for run in runs if run.marks]
    assert ("4680余人次" in marked, "1032面" in marked) == (True, False)


def test_only_who_may_correct_facts_marks_them(article, client):
    user = get_user_model().objects.create_user("yuan", password="yuan", is_staff=True)
    client.force_login(user)
    address = reverse("admin:articles_article_mark", args=[article.pk])
    assert client.get(address).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="review_fact"))
    assert client.get(address).status_code == 200
    assert client.get(reverse("admin:articles_article_mark", args=[10**6])).status_code == 404
