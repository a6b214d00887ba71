"""Merging and taking back: every row is as it was, and what people did since is kept."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings as limits, strategies as st

from articles.curation import corrections
from articles.curation.merging import merge, undo
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Departure,
    Entry,
    Merger,
    Metric,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Region,
    ReviewItem,
    Theme,
    ThemeEvidence,
)

BODY = "甲乙丙丁戊己庚辛壬癸"
NAMES = "甲乙丙丁戊"


def dump():
    """Return every row of the archive, but for the record of what was done."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_app_config("articles").get_models()
        if model not in (Merger, Entry)
    }


def fact(model, article, at, **values):
    text = {"part": "body", "start": at, "end": at + 1, "quote": BODY[at], **values}
    return model.objects.create(article=article, **text)


@pytest.fixture
def crowd(archive, editor):
    """Bodies, brands, themes and articles that share places, names, owners and parents."""
    articles = [archive.article(f"报道{n}", body=BODY) for n in range(3)]
    bodies = [archive.organization(name) for name in NAMES]
    for number, body in enumerate(bodies):
        body.parent = bodies[number - 2] if number > 1 else None
        body.save()
        for name in ("共有别名", f"{body.name}院"):
            OrganizationAlias.objects.create(organization=body, name=name, struck=number == 3)
    brands = [archive.brand(name, owner=bodies[n]) for n, name in enumerate(["医", "医", "心"])]
    brands.append(archive.brand("心", region=Region.objects.get(pk="220600")))
    brands[1].parent = brands[0]
    brands[1].save()
    themes = list(Theme.objects.all()[:3])
    for n, article in enumerate(articles):
        article.primary_theme = themes[n]
        article.save()
        for at in range(4):
            metric = at * 2 + 1
            fact(Metric, article, metric, value=at, unit="人", family="people",
                 organization=bodies[(n + at) % 5], theme=themes[at % 3])  # fmt: skip
            for offset in range(2):  # two bodies, two brands, two themes at one place
                row = fact(
                    OrganizationMention, article, at, organization=bodies[(at + offset) % 5]
                )
                ReviewItem.objects.create(
                    kind="organizationmention", target=row.pk, article=article
                )
                if (at + n + offset) % 3 == 0:
                    corrections.confirm(row, by=editor)
                fact(BrandMention, article, at, brand=brands[(at + offset) % 4])
                fact(ThemeEvidence, article, at, theme=themes[(at + offset) % 3])
    wrong = OrganizationMention.objects.filter(organization=bodies[0]).first()
    corrections.amend(wrong, by=editor, changes={"organization": bodies[4]})
    return {Organization: bodies, Brand: brands, Theme: themes, Article: articles}


@st.composite
def runs(draw):
    """Return mergers one after another: table, place of the one kept, places of the others."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        model = draw(st.sampled_from([Organization, Organization, Brand, Brand, Theme, Article]))
        places = draw(st.lists(st.integers(0, 4), min_size=2, max_size=4, unique=True))
        found.append((model, places, draw(st.booleans())))
    return found


@limits(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mergers=runs())
def test_mergers_of_mergers_undone_in_order_restore_every_row(crowd, editor, mergers):
    with transaction.atomic():
        before, done = [dump()], []
        for model, places, swap in mergers:
            rows = [crowd[model][place] for place in places if place < len(crowd[model])]
            rows = list(model._default_manager.in_bulk([row.pk for row in rows]).values())
            if len(rows) < 2:
                continue
            fields = {"name": rows[1].name} if swap and model in (Organization, Brand) else {}
            try:
                with transaction.atomic():
                    done.append(merge(rows[0], rows[1:], fields, editor))
            except ValidationError:
                assert dump() == before[-1]
                continue
            before.append(dump())
        for merger in reversed(done):
            assert dump() == before.pop()
            assert undo(merger, by=editor) == []
        assert dump() == before.pop()
        transaction.set_rollback(True)


def test_an_earlier_merger_of_the_same_rows_waits_for_the_later(crowd, editor):
    one, two, three, *_ = crowd[Organization]
    first = merge(two, [three], {}, editor)
    second = merge(one, [two], {}, editor)
    with pytest.raises(ValidationError, match="请先撤销那一次"):
        undo(first, by=editor)
    undo(second, by=editor)
    undo(first, by=editor)
    assert Organization.objects.filter(pk=three.pk).exists()


def test_a_merger_is_undone_once_and_within_thirty_days(crowd, editor):
    one, two, three, *_ = crowd[Organization]
    merger = merge(one, [two], {}, editor)
    undo(merger, by=editor)
    with pytest.raises(ValidationError, match="已经撤销过"):
        undo(merger, by=editor)
    again = merge(one, [two], {}, editor)
    Merger.objects.filter(pk=again.pk).update(merged_at=timezone.now() - timedelta(days=31))
    with pytest.raises(ValidationError, match="已超过 30 天"):
        undo(again, by=editor)
    other = merge(one, [three], {}, editor)
    again.refresh_from_db()
    assert (again.journal, other.journal != []) == ([], True)


def test_what_people_did_since_is_kept_and_told(crowd, editor):
    one, two, *_, last = crowd[Organization]
    moved = Metric.objects.filter(organization=two).first()
    merger = merge(one, [two], {"name": two.name}, editor)
    row = Organization.objects.get(pk=one.pk)
    row.name = "后来改的名"
    corrections.save_organization(row, by=editor)
    corrections.amend(moved, by=editor, changes={"organization": last})
    told = undo(merger, by=editor)
    row.refresh_from_db()
    moved.refresh_from_db()
    assert (row.name, moved.organization) == ("后来改的名", last)
    assert Organization.objects.get(pk=two.pk).name == two.name
    assert any("名称" in line for line in told)
    assert any(line.startswith("数据 1 条") for line in told)


def test_a_new_row_of_the_name_stands_in_the_way_and_nothing_changes(crowd, archive, editor):
    one, two, *_ = crowd[Organization]
    merger = merge(one, [two], {}, editor)
    archive.organization(two.name)
    before = dump()
    with pytest.raises(ValidationError, match="已另有同名的单位"):
        undo(merger, by=editor)
    assert dump() == before


def test_facts_come_back_to_where_their_words_stand_now(crowd, editor):
    one, two, *_ = crowd[Organization]
    article = crowd[Article][0]
    merger = merge(one, [two], {}, editor)
    lost = [
        d.key for d in Departure.objects.filter(kind="organizationmention", article_key=article.pk)
    ]
    corrections.amend_article(article, by=editor, changes={"body": f"新添一句。\n\n{BODY}"})
    assert lost != []
    undo(merger, by=editor)
    text = Article.objects.get(pk=article.pk).body
    for row in OrganizationMention.objects.filter(pk__in=lost, anchored=True):
        assert text[row.start : row.end] == row.quote


def test_what_stood_in_an_article_that_is_gone_stays_away(crowd, editor):
    one, two, *_ = crowd[Organization]
    merger = merge(one, [two], {}, editor)
    corrections.delete_source(crowd[Article][0].source, by=editor)
    told = undo(merger, by=editor)
    assert Organization.objects.filter(pk=two.pk).exists()
    assert any("已不在" in line for line in told)
