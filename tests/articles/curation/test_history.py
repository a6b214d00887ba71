"""Every change of a tracked row is told, by whom, why, from what to what."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from articles import extraction
from articles.curation import corrections, lexicons, reference
from articles.curation.history import changes_of, tracked_models
from articles.curation.ingest import ingest, reread, store
from articles.curation.writing import run, writing
from articles.models import (
    Article,
    Brand,
    Claim,
    Entry,
    Metric,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Origin,
    PolicyTerm,
    ReviewStatus,
    Theme,
)
from articles.models.acts import SPECS
from articles.models.tracking import TrackedQuerySet
from search.models import Synonym
from tests.articles.curation.snapshots import snapshot


def told(before, after):
    """Return the rows that are others in *after* than in *before*."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def noted(entries):
    """Return the rows that *entries* are about."""
    return {
        (
            e.content_type.model_class(),
            e.content_type.model_class()._meta.pk.to_python(e.object_pk),
        )
        for e in entries.select_related("content_type")
    }


def last(row):
    return Entry.objects.of(row).first()


def test_a_first_reading_needs_no_entries(seeds):
    assert Entry.objects.filter(action=Entry.Kind.CREATE).count() == 0
    touched = set(Entry.objects.values_list("content_type__model", flat=True))
    assert touched <= {"organization", "brand"}  # known rows that a later file tells more about


def test_a_decision_is_told_with_the_person_and_both_values(article, editor):
    metric = article.metrics.get(quote="4680余人次")
    corrections.confirm(metric, by=editor)
    entry = last(metric)
    assert (entry.actor, entry.machine, entry.reason) == (editor, False, "确认")
    assert entry.changes["status"] == ["pending", "confirmed"]
    assert entry.changes["reviewed_by"] == [None, editor.pk]
    assert entry.article_key == article.pk


def test_what_was_moved_away_and_back_is_no_change(article):
    with writing():
        Metric.objects.filter(article=article).update(anchored=False)
        Metric.objects.filter(article=article).update(anchored=True)
    assert not Entry.objects.in_article(article.pk).exists()


def _confirmed_in_vain(metric, by):
    corrections.confirm(metric, by=by)
    raise ValidationError("不行")


def test_what_a_rollback_takes_back_is_not_told(article, editor):
    metric = article.metrics.first()
    with writing(by=editor):
        with pytest.raises(ValidationError), transaction.atomic(), writing():
            _confirmed_in_vain(metric, editor)
        corrections.reject(metric, by=editor)
    assert last(metric).changes["status"] == ["pending", "rejected"]
    assert reread(article.source, dry_run=True).empty
    assert not Entry.objects.filter(reason="重新识读").exists()


def test_the_outermost_says_who_and_why(article, editor):
    with run(by=editor, reason="批量确认") as key:
        for metric in article.metrics.all()[:2]:
            corrections.confirm(metric, by=editor)
    entries = Entry.objects.filter(cid=key)
    assert set(entries.values_list("reason", "actor")) == {("批量确认", editor.pk)}
    assert entries.values("act").distinct().count() == 2


def test_a_machine_is_told_apart_from_who_had_it_run(article, editor):
    source = article.source
    (found,) = [one for one in extraction.extract(source.text) if one.ordinal == article.ordinal]
    fewer = replace(found, metrics=found.metrics[3:])
    metrics = set(article.metrics.values_list("pk", flat=True))
    with writing(by=editor, reason="重新识读", rules="r2", creations=True):
        store(source, (fewer,))
    gone = metrics - set(article.metrics.values_list("pk", flat=True))
    assert gone
    entries = Entry.objects.in_article(article.pk).filter(action=Entry.Kind.DELETE)
    entries = entries.filter(content_type__model="metric")
    assert {e.object_id for e in entries} == gone
    entry = entries.first()
    assert (entry.actor, entry.machine) == (None, True)
    assert entry.additional_data == {"rules": "r2", "by": editor.get_username()}


def test_a_long_text_is_stored_once_in_an_act(article, editor):
    body = article.body
    corrections.amend_article(article, by=editor, changes={"body": body + "\n\n增补一段。"})
    claim = article.claims.get(field="body")
    entry = last(claim)
    assert entry.changes["value"] == [None, {"see": ["body", 1]}]
    assert entry.changes["machine_value"] == [None, {"see": ["body", 0]}]
    said = changes_of([entry])[entry.pk]
    assert said["machine_value"] == (None, body)
    assert said["value"] == (None, body + "\n\n增补一段。")


def test_captions_and_signatures_are_told_as_columns_of_their_article(article, editor):
    was = [[c.text, c.credit] for c in article.captions.all()]
    corrections.amend_captions(article, by=editor, captions=[("新图", "王一")])
    assert last(article).changes == {"captions": [was, [["新图", "王一"]]]}
    corrections.amend_bylines(article, by=editor, bylines=[("王一", "记者", False)])
    assert last(article).changes["bylines"][1] == [["王一", "记者", False]]


def test_a_key_set_free_by_the_removal_of_another_row_is_told(article, editor):
    whole, part = article.metrics.all()[:2]
    pk = whole.pk
    Metric.objects.filter(pk=part.pk).update(part_of=whole)
    with writing(by=editor):
        whole.delete()
    assert last(part).changes == {"part_of": [pk, None]}


def test_a_removed_file_leaves_short_entries(article, editor):
    metric, pk = article.metrics.first(), article.pk
    corrections.delete_source(article.source, by=editor)
    entry = Entry.objects.filter(content_type__model="metric", object_id=metric.pk).first()
    assert entry.changes == {"quote": [metric.quote, None]}
    head = Entry.objects.get(content_type__model="article", object_id=pk)
    assert "body" not in head.changes
    assert head.changes["headline"] == [article.headline, None]


def test_lists_loaded_anew_are_told_and_leave_what_people_edited(lists, editor):
    theme, other = Theme.objects.all()[:2]
    with writing(by=editor):
        Theme.objects.filter(pk=theme.pk).update(name="人工改名", origin=Origin.PERSON)
    name = other.name
    Theme.objects.filter(pk=other.pk).update(name="机器改名")
    reference.load()
    assert Theme.objects.get(pk=theme.pk).name == "人工改名"
    entry = last(other)
    assert (entry.changes["name"], entry.reason, entry.machine) == (
        ["机器改名", name],
        "载入词表",
        True,
    )


VERBS = {
    "确认": lambda a, by: corrections.confirm(a.metrics.first(), by=by),
    "退回": lambda a, by: corrections.reject(a.organizationmentions.first(), by=by),
    "更正": lambda a, by: corrections.amend(
        a.metrics.first(), by=by, changes={"value": Decimal(7)}
    ),
    "更正报道": lambda a, by: corrections.amend_article(
        a, by=by, changes={"headline": "新的标题", "body": a.body.replace("。", "，好。", 1)}
    ),
    "更正图片说明": lambda a, by: corrections.amend_captions(a, by=by, captions=[("图", "")]),
    "更正署名": lambda a, by: corrections.amend_bylines(a, by=by, bylines=[("王一", "", False)]),
    "撤下": lambda a, by: corrections.withdraw(a, reason="误收", by=by),
    "发布": lambda a, by: corrections.publish(a, by=by),
    "补充": lambda a, by: corrections.add(
        OrganizationMention(
            article=a, part="body", start=0, end=3, organization=Organization.objects.first()
        ),
        by=by,
    ),
    "删去": lambda a, by: corrections.remove(
        a.organizationmentions.get(origin=Origin.PERSON), by=by
    ),
    "编辑单位": lambda a, by: corrections.save_organization(_renamed(Organization), by=by),
    "编辑别名": lambda a, by: corrections.amend_aliases(
        Organization.objects.first(),
        by=by,
        add=["别名甲"],
        drop=OrganizationAlias.objects.values_list("name", flat=True)[:1],
    ),
    "编辑品牌": lambda a, by: corrections.save_brand(_renamed(Brand), by=by),
    "编辑政策用语": lambda a, by: lexicons.save_term(PolicyTerm(term="三会一课"), by=by),
    "删去政策用语": lambda a, by: lexicons.delete_term(PolicyTerm.objects.get(), by=by),
    "重新待审": lambda a, by: corrections.reopen(a.metrics.first(), by=by),
    "删除来源文件": lambda a, by: corrections.delete_source(a.source, by=by),
}


def _renamed(model):
    row = model.objects.first()
    row.name = f"新{row.name}"
    return row


def test_every_verb_leaves_an_entry_for_every_row_it_changes(article, editor):
    for reason, verb in VERBS.items():
        Entry.objects.all().delete()
        before = snapshot()
        verb(Article.objects.get(pk=article.pk), editor)
        after = snapshot()
        assert noted(Entry.objects) == told(before, after), reason
        signed = set(Entry.objects.values_list("reason", "actor", "machine"))
        assert signed <= {(reason, editor.pk, False)}, reason
        if reason != "发布":
            assert signed or before == after, reason


def test_a_reading_leaves_an_entry_for_every_row_it_changes(article):
    source = article.source
    found = extraction.extract(source.text)
    other = tuple(
        replace(
            one,
            metrics=tuple(replace(m, value=m.value + 1, value_max=None) for m in one.metrics[2:]),
            organizations=one.organizations[:-1],
            layout=replace(one.layout, subheadline="另一副题"),
        )
        for one in found
    )
    before = snapshot()
    with writing(reason="重新识读", rules="r2", creations=True):
        store(source, other)
    assert noted(Entry.objects) == told(before, snapshot())
    before = snapshot()
    Entry.objects.all().delete()
    assert not reread(source).empty
    assert noted(Entry.objects) == told(before, snapshot())
    assert set(Entry.objects.values_list("reason", "machine")) == {("重新识读", True)}


def test_every_table_that_people_change_is_tracked():
    names = {model.__name__ for model in tracked_models()}
    assert names == {
        "Article", "Brand", "BrandMention", "Claim", "Indicator", "Metric", "Organization",
        "OrganizationAlias", "OrganizationMention", "PolicyTerm", "Region", "RegionMention",
        "Source", "Synonym", "Theme", "ThemeEvidence",
    }  # fmt: skip
    assert Synonym in SPECS
    plain = [m.__name__ for m in SPECS if not isinstance(m._base_manager.all(), TrackedQuerySet)]
    assert plain == []  # what keys set free by a removal are written through


def test_a_second_copy_of_a_file_changes_nothing(article, editor):
    data = article.source.path.read_bytes()
    Entry.objects.all().delete()
    assert not ingest(data, "又一份.txt", by=editor).created
    assert not Entry.objects.exists()


def test_a_claim_is_told_when_it_is_confirmed(article, editor):
    claim = Claim.objects.filter(article=article).first()
    corrections.confirm(claim, by=editor)
    assert last(claim).changes["status"] == [ReviewStatus.PENDING, ReviewStatus.CONFIRMED]
