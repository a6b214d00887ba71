"""Decisions on the page of a fact count like those of the queue: each fact once, undo included."""

from django.urls import reverse

from articles.admin.desk import change_url
from articles.curation import corrections
from articles.models import Article, Metric, OrganizationMention, Verdict
from partybuild.board import rulings
from tests.articles.admin.reviewing import Reviewer, columns, item_of, only


def press(desk, row, decision):
    name = f"admin:articles_{row._meta.model_name}_decide"
    desk.client.post(reverse(name, args=[row.pk]), {"decision": decision})


def counted():
    return {one.kind: one.counts for one in rulings()}


def test_the_last_word_on_a_fact_counts_and_no_other(article, desk, editor):
    metric = article.metrics.first()
    press(desk, metric, "confirm")
    assert counted() == {"metric": {"accepted": 1}}
    press(desk, metric, "reject")
    assert counted() == {"metric": {"rejected": 1}}
    said = (
        Verdict.objects.standing().values("label", "rule", "rules_version", "by", "article").get()
    )
    assert said == {
        "label": metric.quote, "rule": metric.rule, "rules_version": metric.rules_version,
        "by": editor.pk, "article": article.pk,
    }  # fmt: skip
    press(desk, metric, "reopen")
    assert counted() == {}


def test_a_column_of_an_article_that_is_confirmed_on_its_page_counts(article, desk):
    press(desk, article.claims.get(field="region"), "confirm")
    assert counted() == {"claim": {"accepted": 1}}


def test_a_correction_is_recorded_and_taken_back_in_the_queue(article, desk, editor):
    metric = article.metrics.get(quote="4680余人次")
    before = columns(metric)
    desk.amend(metric, value="4681")
    verdict = Verdict.objects.get()
    assert (verdict.ruling, verdict.changed) == ("amended", ["value"])
    reviewer = Reviewer(editor).undo()
    assert reviewer.item == item_of(metric)
    assert (columns(metric), counted()) == (before, {})


def test_a_place_that_was_set_right_is_taken_back_to_where_its_words_now_stand(
    article, desk, editor
):
    metric = article.metrics.get(quote="4680余人次")
    desk.amend(metric, quote="4680余人")
    assert Verdict.objects.get().changed == ["end", "part", "sentence", "start"]
    Article.objects.filter(pk=article.pk).update(body="新的一段。\n\n" + article.body)
    Reviewer(editor).undo()
    metric.refresh_from_db()
    body = Article.objects.get(pk=article.pk).body
    assert (metric.quote, metric.anchored) == ("4680余人次", True)
    assert body[metric.start : metric.end] == "4680余人次"


def test_a_word_on_the_page_overrules_the_queue_until_it_is_taken_back(article, desk, editor):
    metric = article.metrics.first()
    only(item_of(metric))
    reviewer = Reviewer(editor).decide("accept")
    press(desk, metric, "reject")
    assert counted() == {"metric": {"rejected": 1}}
    assert reviewer.open().undo() is reviewer
    assert counted() == {"metric": {"accepted": 1}}
    assert Metric.objects.get(pk=metric.pk).status == "confirmed"


def test_what_a_person_added_says_nothing_of_the_reading(article, desk, editor):
    body = article.organizationmentions.first().organization
    added = OrganizationMention(
        article=article, organization=body, part="headline", start=0, end=2
    )
    corrections.add(added, by=editor)
    press(desk, added, "reject")
    desk.client.post(change_url(added), {})
    assert not Verdict.objects.exists()


def test_each_number_of_the_board_leads_to_as_many_records(article, desk):
    for decision in ("confirm", "reject"):
        press(desk, article.metrics.first(), decision)
    for number, address in (cell for one in rulings() for cell in one.cells):
        assert desk.client.get(address).context["cl"].result_count == number
