"""Merging: what moves, what becomes one, what leads where afterwards."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from articles.curation import corrections
from articles.curation.absorbing import pointing
from articles.curation.ingest import ingest, reread
from articles.curation.merging import keep_apart, merge, undo
from articles.models import (
    Apart,
    Article,
    Brand,
    BrandMention,
    Departure,
    Entry,
    Forward,
    Merger,
    Metric,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Origin,
    Region,
    ReviewItem,
    Theme,
    ThemeEvidence,
)
from search.models import PendingChange

BODY = "白山市中心医院党委办培训班3期。市中心医院组织1826名党员义诊，创建“医心向党”品牌。"


def dump():
    """Return every row of the archive, but for the record of what was done."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_app_config("articles").get_models()
        if model not in (Merger, Entry)
    }


@pytest.fixture
def two(archive):
    """A report that calls one hospital by two names, read as two bodies with a brand each."""
    article = archive.article(body=BODY)
    keep, gone = archive.organization(), archive.organization("市中心医院")
    archive.names(article, keep, "白山市中心医院")
    mention = archive.names(article, gone, "市中心医院")
    metric = archive.states(article, "1826名", 1826, organization=gone)
    archive.names(article, archive.brand(owner=keep), "医心向党")
    archive.names(article, archive.brand(owner=gone), "“医心向党”")
    OrganizationAlias.objects.create(organization=gone, name="市医院")
    return keep, gone, mention, metric


def test_everything_that_pointed_at_the_one_points_at_the_other(two, editor):
    keep, gone, mention, metric = two
    children = Organization.objects.create(name="市中心医院分院", type="hospital", parent=gone)
    merger = merge(keep, [gone], {}, editor)
    for row in (mention, metric, children):
        row.refresh_from_db()
    assert (mention.organization, metric.organization, children.parent) == (keep, keep, keep)
    for field in pointing(Organization):
        assert not field.model._base_manager.filter(**{field.attname: gone.pk}).exists()
    assert not Organization.objects.filter(pk=gone.pk).exists()
    keep.refresh_from_db()
    assert (keep.origin, keep.name) == (Origin.PERSON, "白山市中心医院")
    assert set(keep.aliases.values_list("name", flat=True)) == {"市中心医院", "市医院"}
    assert (merger.label, merger.dropped) == ("白山市中心医院", [[gone.pk, "市中心医院"]])
    assert merger.moved["单位提及"] == 1


def test_no_foreign_key_of_any_table_is_forgotten(db):
    """Whoever adds a table that points at what is merged has its rows moved as well."""
    for model in (Organization, Brand, Theme):
        fields = {
            field
            for table in apps.get_models(include_auto_created=True)
            for field in table._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model is model
        }
        assert fields == set(pointing(model))


LOOSE = {
    "Apart.one", "Apart.other", "BatchFile.size", "Entry.article_key", "Entry.object_id", "Departure.key", "Departure.target", "Departure.article_key",
    "Merger.kept", "ReviewItem.target", "Sample.value", "Source.size", "Verdict.target",
}  # fmt: skip


def test_every_number_that_may_be_a_key_without_being_a_foreign_key_is_known(db):
    """A new one wants a thought: does it name rows that a merger moves?"""
    wide = (models.BigIntegerField, models.PositiveBigIntegerField)
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("articles").get_models()
        for field in model._meta.concrete_fields
        if type(field) in wide
    }
    assert found - LOOSE == set()


def test_brands_of_one_name_become_one_with_their_bodies(two, editor):
    keep, gone, *_ = two
    kept = Brand.objects.get(owner=keep)
    lost = Brand.objects.get(owner=gone)
    merge(keep, [gone], {}, editor)
    assert Brand.objects.get() == kept
    assert set(BrandMention.objects.values_list("brand", flat=True)) == {kept.pk}
    assert Departure.objects.get(kind="brand", key=lost.pk).target == kept.pk


@pytest.mark.parametrize("decided", ["mine", "theirs", "neither", "both"])
def test_a_fact_that_both_have_at_one_place_becomes_one_and_a_person_decides(
    two, archive, editor, decided
):
    keep, gone, theirs, _ = two
    mine = archive.names(theirs.article, keep, "市中心医院", part="body")
    OrganizationMention.objects.filter(pk=mine.pk).update(start=theirs.start, end=theirs.end)
    ReviewItem.objects.create(kind="organizationmention", target=theirs.pk, article=mine.article)
    ReviewItem.objects.create(kind="organizationmention", target=mine.pk, article=mine.article)
    if decided in ("mine", "both"):
        corrections.confirm(mine, by=editor)
    if decided in ("theirs", "both"):
        corrections.reject(theirs, by=editor)
    merge(keep, [gone], {}, editor)
    survivor, lost = (theirs, mine) if decided in ("theirs", "both") else (mine, theirs)
    status = {"mine": "confirmed", "neither": "pending"}.get(decided, "rejected")
    row = OrganizationMention.objects.get(pk=survivor.pk)
    assert (row.organization, row.status) == (keep, status)
    assert not OrganizationMention.objects.filter(pk=lost.pk).exists()
    assert list(ReviewItem.objects.values_list("target", flat=True)) == [survivor.pk]
    assert Departure.objects.get(kind="organizationmention", key=lost.pk).target == survivor.pk


def test_values_chosen_by_field_are_set_and_are_a_persons_word(two, editor):
    keep, gone, *_ = two
    above = Organization.objects.create(name="白山市卫生健康委员会", type="health")
    merge(keep, [gone], {"name": "市中心医院", "parent": above, "region": None}, editor)
    row = Organization.objects.get(pk=keep.pk)
    assert (row.name, row.parent, row.region) == ("市中心医院", above, None)
    assert row.slug == "shi-zhong-xin-yi-yuan"
    assert set(row.aliases.values_list("name", flat=True)) == {"白山市中心医院", "市医院"}


def test_bad_requests_change_nothing(two, archive, editor):
    keep, gone, *_ = two
    other = archive.organization("白山市中医院")
    below = archive.organization("门诊部", parent=gone)
    before = dump()
    far = [archive.organization(f"第{n}处") for n in range(8)]
    for row in far:
        row.delete()
    for wrong in (
        lambda: merge(keep, [], {}, editor),
        lambda: merge(keep, [keep], {}, editor),
        lambda: merge(keep, [gone, gone], {}, editor),
        lambda: merge(keep, [Brand.objects.first()], {}, editor),
        lambda: merge(keep, [far[0]], {}, editor),
        lambda: merge(far[0], [keep], {}, editor),
        lambda: merge(keep, far, {}, editor),
        lambda: merge(keep, [gone], {"name": ""}, editor),
        lambda: merge(keep, [gone], {"type": "nonsense"}, editor),
        lambda: merge(keep, [gone], {"name": other.name}, editor),
        lambda: merge(keep, [gone], {"parent": below}, editor),
    ):
        with pytest.raises(ValidationError):
            wrong()
    with pytest.raises(ValueError, match="origin"):
        merge(keep, [gone], {"origin": "person"}, editor)
    assert dump() == before


def test_a_brand_that_would_stand_below_itself_is_refused(archive, editor):
    keep, gone = archive.brand("医心"), archive.brand("医心向党")
    below = archive.brand("一支部一品牌", parent=gone)
    with pytest.raises(ValidationError, match="请另选上级"):
        merge(keep, [gone], {"parent": below}, editor)
    Brand.objects.filter(pk=keep.pk).update(parent=below)  # at odds before: told, not made worse
    with pytest.raises(ValidationError, match="请另选上级"):
        merge(keep, [gone], {}, editor)
    merge(keep, [gone], {"parent": None}, editor)
    below.refresh_from_db()
    assert below.parent == keep


def test_more_facts_are_no_more_queries(archive, editor, django_assert_max_num_queries):
    asked = []
    for size in (5, 200):
        article = archive.article(body="医" * 400)
        keep, gone = archive.organization(f"甲{size}"), archive.organization(f"乙{size}")
        OrganizationMention.objects.bulk_create(
            OrganizationMention(
                article=article, organization=gone, part="body", start=at, end=at + 1, quote="医"
            )
            for at in range(size)
        )
        with django_assert_max_num_queries(120) as queries:
            merge(keep, [gone], {}, editor)
        asked.append(len(queries))
    assert asked[1] < asked[0] + 10  # the history is written some hundred rows at a time


def test_a_row_that_stood_above_the_kept_one_gives_it_its_own_parent(archive, editor):
    top = archive.organization("市卫健委")
    middle = archive.organization("市中心医院", parent=top)
    keep = archive.organization("白山市中心医院", parent=middle)
    merge(keep, [middle], {}, editor)
    assert Organization.objects.get(pk=keep.pk).parent == top


@pytest.mark.parametrize("region", ["220600", "220602", None])
def test_no_reading_makes_the_merged_row_again(lists, editor, region):
    text = (
        "# 浑江区人民医院：党员义诊\n\n■记者 赵一\n\n近年来，浑江区人民医院党委组织党员义诊30场。"
    )
    first = ingest(text.encode(), "一.txt").source
    gone = Organization.objects.get(name="浑江区人民医院")
    Organization.objects.filter(pk=gone.pk).update(region=gone.region)
    keep = Organization.objects.create(
        name="白山市浑江区医院",
        type="hospital",
        sort_key="bai",
        region=Region.objects.filter(pk=region).first(),
    )
    merge(keep, [gone], {}, editor)
    assert reread(first).by_people == 0
    ingest(text.replace("30", "40").encode(), "二.txt")
    assert not Organization.objects.filter(name="浑江区人民医院").exists()
    articles = OrganizationMention.objects.filter(organization=keep).values("article").distinct()
    assert articles.count() == 2


def test_no_reading_makes_a_merged_brand_again(lists, editor):
    text = (
        "# 白山市中心医院：党员义诊\n\n■记者 赵一\n\n白山市中心医院党委创建“医心向党”党建品牌。"
        "“医心向党”党建品牌惠及群众3000人次。"
    )
    first = ingest(text.encode(), "一.txt").source
    gone = Brand.objects.get(key="医心向党")
    keep = Brand.objects.create(
        name="医心向党·初心卫民", key="医心向党初心卫民", kind=gone.kind, level=gone.level,
        sort_key="yi", owner=gone.owner,
    )  # fmt: skip
    merge(keep, [gone], {}, editor)
    reread(first)
    ingest(text.replace("3000", "4000").encode(), "二.txt")
    assert set(BrandMention.objects.values_list("brand", flat=True)) == {keep.pk}
    assert list(Brand.objects.all()) == [keep]


def test_a_value_corrected_away_is_not_proposed_again_for_the_kept_row(lists, editor):
    text = (
        "# 浑江区人民医院：党员义诊\n\n■记者 赵一\n\n近年来，浑江区人民医院党委组织党员义诊30场。"
    )
    source = ingest(text.encode(), "一.txt").source
    gone = Organization.objects.get(name="浑江区人民医院")
    right, keep = (
        Organization.objects.create(name=name, type="hospital", sort_key="a", region=gone.region)
        for name in ("另一家医院", "浑江医院")
    )
    wrong = gone.mentions.order_by("pk").first()
    place = (wrong.part, wrong.start)
    corrections.amend(wrong, by=editor, changes={"organization": right})
    merge(keep, [gone], {}, editor)
    reread(source)
    there = OrganizationMention.objects.filter(part=place[0], start=place[1])
    assert [mention.organization for mention in there] == [right]


def test_the_index_is_told_of_every_article(two, editor):
    keep, gone, mention, _ = two
    PendingChange.objects.all().delete()
    merger = merge(keep, [gone], {}, editor)
    assert mention.article_id in PendingChange.objects.values_list("article_pk", flat=True)
    PendingChange.objects.all().delete()
    undo(merger, by=editor)
    assert mention.article_id in PendingChange.objects.values_list("article_pk", flat=True)


def test_a_merger_is_one_act_of_the_history(two, editor):
    keep, gone, *_ = two
    merge(keep, [gone], {}, editor)
    entries = Entry.objects.filter(reason__startswith="合并：市中心医院 → 白山市中心医院")
    assert entries.values("act").distinct().count() == 1
    assert set(entries.values_list("actor", flat=True)) == {editor.pk}
    assert set(Entry.objects.of(keep).values_list("action", flat=True)) == {1}


def test_themes_become_one_and_the_list_does_not_bring_them_back(lists, article, editor):
    gone = article.primary_theme
    keep = Theme.objects.exclude(pk=gone.pk).first()
    merge(keep, [gone], {}, editor)
    article.refresh_from_db()
    assert article.primary_theme == keep
    assert not ThemeEvidence.objects.filter(theme=gone).exists()
    assert not Theme.objects.filter(pk=gone.pk).exists()
    reread(article.source)
    article.refresh_from_db()
    assert article.primary_theme == keep
    assert not ThemeEvidence.objects.filter(theme=gone).exists()
    assert not Metric.objects.filter(theme=gone).exists()


def test_articles_of_one_report_are_marked_and_stay(seeds, editor):
    keep, gone, third = Article.objects.order_by("pk")[:3]
    merge(gone, [third], {}, editor)
    merge(keep, [gone], {}, editor)
    marked = set(Article.objects.filter(duplicate_of=keep))
    assert marked == {gone, third}
    assert set(Article.objects.listed()) == set(Article.objects.public()) - marked
    with pytest.raises(ValidationError, match="本身已标为重复"):
        merge(gone, [Article.objects.order_by("pk")[3]], {}, editor)
    corrections.withdraw(keep, reason="误收", by=editor)
    assert marked <= set(Article.objects.listed())


def test_pairs_that_are_not_the_same_are_remembered_once(two, editor):
    keep, gone, *_ = two
    keep_apart(gone, keep, by=editor)
    keep_apart(keep, gone, by=editor)
    assert Apart.objects.pairs("organization") == {(keep.pk, gone.pk)}
    with pytest.raises(ValidationError):
        keep_apart(keep, keep, by=editor)


def test_forwards_move_on_when_the_kept_row_is_merged_itself(two, archive, editor):
    keep, gone, *_ = two
    last = archive.organization("白山市中心医院总院")
    merge(keep, [gone], {}, editor)
    merge(last, [keep], {}, editor)
    bodies = Forward.objects.exclude(organization=None)
    assert set(bodies.values_list("organization", flat=True)) == {last.pk}
    assert Departure.objects.heir(Organization, gone.pk) == last.pk
