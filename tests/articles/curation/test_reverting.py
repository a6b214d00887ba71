"""One change taken back: what a person did to the letter, what a machine did for good."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings as limits, strategies as st

from articles import extraction
from articles.curation import corrections, lexicons
from articles.curation.ingest import reread, store
from articles.curation.reverting import FOLLOWS, SAME, plan, revert
from articles.curation.writing import writing
from articles.extraction.vocabulary import Sector
from articles.models import (
    Article,
    ArticleStatus,
    Brand,
    Entry,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Origin,
    PolicyTerm,
    ReviewItem,
    ReviewStatus,
)
from tests.articles.curation.snapshots import snapshot


def last(row):
    return Entry.objects.of(row).first()


def read_again(source, change):
    """Let a machine read *source* otherwise: each article as *change* makes it."""
    found = tuple(map(change, extraction.extract(source.text)))
    with writing(reason="重新识读", rules="r2", creations=True):
        store(source, found)


def test_what_has_changed_since_is_shown_and_left(article, editor):
    metric = article.metrics.first()
    old = metric.value
    corrections.amend(metric, by=editor, changes={"value": Decimal(7), "unit": "回"})
    entry = last(metric)
    corrections.amend(metric, by=editor, changes={"value": Decimal(8)})
    found = plan(entry)
    assert {step.column for step in found.steps if step.conflict} == {"reviewed_at", "value"}
    revert(entry, by=editor, state=found.state)
    metric.refresh_from_db()
    assert (metric.value, metric.unit) == (8, entry.changes["unit"][0])
    revert(entry, by=editor, force=True)
    metric.refresh_from_db()
    assert metric.value == old


def test_what_was_not_looked_at_is_not_done(article, editor):
    metric = article.metrics.first()
    corrections.confirm(metric, by=editor)
    entry = last(metric)
    state = plan(entry).state
    corrections.reject(metric, by=editor)
    with pytest.raises(ValidationError, match="再看一次"):
        revert(entry, by=editor, state=state)
    metric.refresh_from_db()
    assert metric.status == ReviewStatus.REJECTED


def test_what_is_as_it_was_cannot_be_taken_back(article, editor):
    metric = article.metrics.first()
    corrections.confirm(metric, by=editor)
    entry = last(metric)
    revert(entry, by=editor)
    assert plan(entry).refusal == SAME
    with pytest.raises(ValidationError, match="没有可撤销的"):
        revert(entry, by=editor)


def test_a_decision_taken_back_waits_again(article, editor):
    metric = article.metrics.first()
    item = ReviewItem.objects.get(kind="metric", target=metric.pk)
    corrections.confirm(metric, by=editor)
    revert(last(metric), by=editor)
    item.refresh_from_db()
    metric.refresh_from_db()
    assert (item.done, metric.status, metric.reviewed_by) == (False, ReviewStatus.PENDING, None)


def test_an_edited_text_comes_back_with_the_places_of_its_facts(article, editor):
    before = snapshot()
    metric = article.metrics.filter(part="body").last()
    body = article.body.replace(metric.quote, "若干", 1).replace("。", "，好。", 1)
    lost = corrections.amend_article(article, by=editor, changes={"body": body})
    assert metric in lost
    moved = last(metric)
    assert plan(moved).refusal == FOLLOWS
    assert plan(last(article.claims.get(field="body"))).refusal == FOLLOWS
    assert revert(last(article), by=editor) == []
    assert snapshot() == before
    assert reread(article.source).empty
    assert snapshot() == before


def test_a_taken_back_change_can_be_brought_again(article, editor):
    metric = article.metrics.first()
    corrections.amend(metric, by=editor, changes={"value": Decimal(7)})
    after = snapshot()
    revert(last(metric), by=editor)
    undone = last(metric)
    assert undone.reason.startswith("撤销第")
    assert undone.additional_data["reverts"] < undone.pk
    revert(undone, by=editor)
    assert snapshot() == after


def test_a_fact_that_a_machine_removed_comes_back_and_stays(article, editor):
    metric = article.metrics.filter(part="body").first()
    pk, quote = metric.pk, metric.quote
    read_again(article.source, lambda one: replace(one, metrics=()))
    entry = Entry.objects.get(content_type__model="metric", object_id=pk)
    revert(entry, by=editor)
    metric = article.metrics.get(pk=pk)
    assert (metric.quote, metric.status, metric.reviewed_by) == (
        quote,
        ReviewStatus.CONFIRMED,
        editor,
    )
    read_again(article.source, lambda one: replace(one, metrics=()))
    assert list(article.metrics.values_list("pk", flat=True)) == [pk]


def test_a_body_that_went_comes_back_with_its_names_for_the_fact_that_names_it(article, editor):
    mention = OrganizationMention.objects.filter(article=article).first()
    body = mention.organization
    names = set(OrganizationAlias.everything.filter(organization=body).values_list("name", flat=1))
    read_again(
        article.source,
        lambda one: replace(one, organizations=(), metrics=(), brands=(), region=one.region),
    )
    assert not Organization.objects.filter(pk=body.pk).exists()
    entry = Entry.objects.get(content_type__model="organizationmention", object_id=mention.pk)
    revert(entry, by=editor)
    back = Organization.objects.get(pk=body.pk)
    assert (back.name, back.region_id, back.slug) == (body.name, body.region_id, body.slug)
    told = OrganizationAlias.everything.filter(organization=back).values_list("name", flat=True)
    assert set(told) == names


def test_a_value_that_a_machine_read_anew_is_not_read_so_again(article, editor):
    metric = article.metrics.filter(part="body", value_max=None).first()
    old = metric.value

    def otherwise(one):
        return replace(one, metrics=tuple(replace(m, value=m.value + 1) for m in one.metrics))

    read_again(article.source, otherwise)
    revert(last(metric), by=editor)
    metric.refresh_from_db()
    assert (metric.value, metric.origin) == (old, Origin.PERSON)
    read_again(article.source, otherwise)
    metric.refresh_from_db()
    assert metric.value == old
    assert article.metrics.filter(start=metric.start, part=metric.part).count() == 1


def test_a_headline_that_a_machine_read_anew_is_not_read_so_again(article, editor):
    old = article.headline

    def otherwise(one):
        return replace(one, layout=replace(one.layout, subheadline="另一副题"))

    read_again(article.source, otherwise)
    revert(last(article), by=editor)
    read_again(article.source, otherwise)
    article.refresh_from_db()
    assert (article.headline, article.subheadline) == (old, "")


def test_a_fact_that_a_machine_added_is_rejected(article, editor):
    metric = article.metrics.filter(part="body").first()
    read_again(article.source, lambda one: replace(one, metrics=()))
    reread(article.source)
    again = article.metrics.get(part="body", start=metric.start)
    revert(last(again), by=editor)
    again.refresh_from_db()
    assert again.status == ReviewStatus.REJECTED


def test_a_struck_alias_holds_again(article, editor):
    alias = OrganizationAlias.objects.first()
    body = alias.organization
    corrections.amend_aliases(body, by=editor, drop=[alias.name])
    assert alias not in body.aliases.all()
    revert(last(alias), by=editor)
    assert alias in body.aliases.all()


def test_an_article_taken_off_by_a_machine_is_published_by_a_person(article, editor):
    with writing(rules="r2"):
        Article.objects.filter(pk=article.pk).update(
            status=ArticleStatus.WITHDRAWN, withdrawn_reason="重新识读来源文件后不再单独成篇"
        )
    revert(last(article), by=editor)
    article.refresh_from_db()
    assert (article.status, article.withdrawn_reason) == (ArticleStatus.PUBLISHED, "")


def test_what_went_with_its_file_says_so(article, editor):
    metric = article.metrics.first()
    entries = Entry.objects.filter(content_type__model="metric", object_id=metric.pk)
    corrections.delete_source(article.source, by=editor)
    with pytest.raises(ValidationError, match="重新导入"):
        revert(entries.get(), by=editor)


def test_a_name_in_use_is_not_taken_away(article, editor):
    with writing(by=editor, reason="新建单位"):
        body = Organization.objects.create(name="某某医院", type="hospital", sort_key="mou")
    corrections.add(
        OrganizationMention(article=article, part="body", start=0, end=2, organization=body),
        by=editor,
    )
    with pytest.raises(ValidationError, match="已有单位提及用到"):
        revert(last(body), by=editor)
    assert Organization.objects.filter(pk=body.pk).exists()


def _fact(article, seed):
    facts = list(article.metrics.order_by("pk")) + list(
        article.organizationmentions.order_by("pk")
    )
    return facts[seed % len(facts)]


def _amended(article, seed, by):
    metrics = list(article.metrics.order_by("pk"))
    metric = metrics[seed % len(metrics)]
    corrections.amend(metric, by=by, changes={"value": Decimal(seed), "value_max": None})


def _edited(article, seed, by):
    article.refresh_from_db()
    sentences = article.body.split("。")
    at = seed % (len(sentences) - 1)
    sentences[at] = sentences[at][: len(sentences[at]) // 2] + "改动" if seed % 3 else ""
    changes = {"body": "。".join(sentences).strip() or "空", "headline": f"第{seed}题"}
    if seed % 2:
        changes |= {"sector": Sector.OTHER, "page": str(seed)}
    corrections.amend_article(article, by=by, changes=changes)


def _renamed(model, seed, by):
    rows = list(model.objects.order_by("pk"))
    row = rows[seed % len(rows)]
    row.name = f"改名{seed}"
    save = corrections.save_organization if model is Organization else corrections.save_brand
    save(row, by=by)


def _aliased(article, seed, by):
    body = Organization.objects.order_by("pk")[seed % 5]
    names = list(body.aliases.values_list("name", flat=True))
    corrections.amend_aliases(body, by=by, add=[f"别名{seed % 4}"], drop=names[: seed % 3])


def _added(article, seed, by):
    article.refresh_from_db()
    start = seed % (len(article.body) - 2)
    about = {"organization": Organization.objects.order_by("pk").first()}
    place = {"part": "body", "start": start, "end": start + 1}
    if not article.organizationmentions.filter(**place, **about, anchored=True).exists():
        corrections.add(OrganizationMention(article=article, **place, **about), by=by)


def _removed(article, seed, by):
    own = article.organizationmentions.filter(origin=Origin.PERSON, machine_value=None)
    if fact := own.order_by("pk").first():
        corrections.remove(fact, by=by)


def _toggled(article, seed, by):
    article.refresh_from_db()
    if article.status == ArticleStatus.PUBLISHED:
        corrections.withdraw(article, reason=f"第{seed}次", by=by)
    else:
        corrections.publish(article, by=by)


def _termed(article, seed, by):
    if seed % 2 and (term := PolicyTerm.objects.first()):
        lexicons.delete_term(term, by=by)
    elif not PolicyTerm.objects.filter(term=f"用语{seed}").exists():
        lexicons.save_term(PolicyTerm(term=f"用语{seed}"), by=by)


VERBS = (
    lambda a, n, by: corrections.confirm(_fact(a, n), by=by),
    lambda a, n, by: corrections.reject(_fact(a, n), by=by),
    lambda a, n, by: corrections.reopen(_fact(a, n), by=by),
    lambda a, n, by: corrections.amend_captions(a, by=by, captions=[(f"图{n}", "")]),
    lambda a, n, by: corrections.amend_bylines(a, by=by, bylines=[(f"王{n}", "", False)]),
    lambda a, n, by: _renamed(Organization, n, by),
    lambda a, n, by: _renamed(Brand, n, by),
    _amended, _edited, _aliased, _added, _removed, _toggled, _termed,
)  # fmt: skip
ACTS = st.lists(
    st.tuples(st.integers(0, len(VERBS) - 1), st.integers(0, 200)), min_size=1, max_size=8
)


@limits(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_taking_back_every_entry_backwards_restores_every_row(article, editor, acts):
    with transaction.atomic():
        before = snapshot()
        newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for verb, seed in acts:
            VERBS[verb](Article.objects.get(pk=article.pk), seed, editor)
        after = snapshot()
        middle = _take_back_all_since(newest, editor)
        assert snapshot() == before
        _take_back_all_since(middle, editor)
        assert snapshot() == after
        transaction.set_rollback(True)


def _take_back_all_since(first, by):
    """Take back every entry after *first*, the newest first; return the key of the newest."""
    entries = list(Entry.objects.filter(pk__gt=first).order_by("-pk"))
    for entry in entries:
        if not plan(entry).refusal:
            revert(entry, by=by)
    return entries[0].pk if entries else first
