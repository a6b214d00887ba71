"""Borders between the articles of a source, set by people."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from articles import extraction
from articles.curation import corrections, seams
from articles.curation.ingest import ingest, machine_starts, reread
from articles.curation.pairing import live
from articles.curation.reconcile import TARGETS
from articles.models import Article, ArticleStatus, Metric, ReviewItem, Seams

FIRST = "浙江省永康市第一人民医院开展义诊\n\n■记者 王一\n\n近日，浙江省永康市第一人民医院党委开展义诊12次，服务群众300余人次。"
SECOND = "# 永康市卫生健康局推进清廉建设\n\n■记者 李二\n\n永康市卫生健康局党组开展培训15场，培训干部800人次。"
TAIL = "据悉，永康市卫生健康局还组织党员干部走访基层卫生院26家，收集意见建议97条。"
TEXT = f"{FIRST}\n\n{SECOND}\n\n{TAIL}"


@pytest.fixture
def source(lists):
    return ingest(TEXT.encode(), "两篇.txt").source


def at(source, words):
    return source.text.index(words)


def headlines(source):
    return [article.headline for article in live(source)]


def rows(source):
    """Return all that is stored of the articles that stand: times left out, and the keys of what a
    machine may read anew on the way.
    """
    held = []
    for article in live(source):
        columns = Article.objects.filter(pk=article.pk).values().get()
        held.append({k: v for k, v in columns.items() if k != "updated_at"})
        held += article.segments.order_by("start").values_list(
            "start", "end", "part", "part_start"
        )
        held += article.captions.order_by("number").values("text", "credit")
        held += article.bylines.order_by("order").values("name", "role", "is_organization")
        held += ({**claim, "id": 0} for claim in article.claims.order_by("field").values())
        for model in TARGETS:
            facts = model._default_manager.filter(article=article).order_by("part", "start", "end")
            held += sorted(map(said, facts), key=repr)
        waiting = article.review_items.exclude(kind="claim").values_list("kind", "done")
        held += sorted(waiting)
    return held


def said(fact):
    """Return every column of a fact, what it is about by name; what people decided on with its key."""
    columns = type(fact)._default_manager.filter(pk=fact.pk).values().get()
    if not fact.decided:
        columns["id"] = 0
    rows = ("part_of_id", "organization_id", "brand_id")
    about = getattr(fact, "organization", None) or getattr(fact, "brand", None)
    return {n: v for n, v in columns.items() if n not in rows} | {"about": str(about)}


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (lambda text: text.index("永康市卫生健康局党组") + 3, "不是一行的开头"),
        (lambda text: len(text) + 9, "不是一行的开头"),
        (lambda text: text.index("■记者 李二"), "没有正文"),
    ],
    ids=["within a line", "outside", "title alone"],
)
def test_a_border_where_no_article_can_begin_is_refused_and_changes_nothing(
    source, editor, where, reason
):
    before = rows(source)
    with pytest.raises(ValidationError) as caught:
        seams.sew(source, [at(source, "# 永康市"), where(source.text)], by=editor)
    assert reason in str(caught.value)
    assert (rows(source), Seams.objects.count()) == (before, 0)


def test_a_look_beforehand_changes_nothing(source, editor):
    before = rows(source)
    told = seams.sew(source, [], by=editor, dry_run=True)
    assert [one.fate for one in told.articles] == ["重新识读"]
    assert (rows(source), Seams.objects.count()) == (before, 0)


def test_a_merged_article_says_where_it_went_and_takes_its_facts_along(source, editor, client):
    first, second = live(source)
    confirmed = second.metrics.get(quote="15场")
    corrections.confirm(confirmed, by=editor)
    waiting = second.metrics.get(quote="800人次")
    told = seams.sew(source, [], by=editor)
    assert headlines(source) == [told.articles[0].headline]
    stays = live(source)[0]
    goes = first if stays == second else second
    assert [gone.key for gone in told.gone] == [goes.pk]
    assert client.get(goes.get_absolute_url()).status_code == 302
    assert client.get(goes.get_absolute_url()).url == stays.get_absolute_url()
    for metric in (confirmed, waiting):
        metric.refresh_from_db()
        assert (metric.article, metric.anchored) == (stays, True)
    items = ReviewItem.objects.filter(kind="metric", target=waiting.pk)
    assert [(item.article, item.done) for item in items] == [(stays, False)]
    assert not ReviewItem.objects.filter(article=goes, done=False).exists()
    assert told.difference.lost == []
    call_command("verify")


def test_the_article_that_holds_most_of_the_text_keeps_its_address(source, editor):
    keys = [article.pk for article in live(source)]
    seams.sew(source, [*seams.starts(source), at(source, "据悉")], by=editor)
    assert [article.pk for article in live(source)][:2] == keys
    seams.sew(source, [at(source, "据悉")], by=editor)
    assert live(source)[0].pk in keys


def test_borders_moved_and_back_restore_every_row(source, editor):
    confirmed = Metric.objects.get(quote="15场")
    corrections.confirm(confirmed, by=editor)
    corrections.reject(Metric.objects.get(quote="300余人次"), by=editor)
    own, before = seams.starts(source), rows(source)
    for given in (
        [],
        [at(source, "据悉")],
        [*own, at(source, "据悉")],
        [at(source, "■记者 李二")],
    ):
        if given == [at(source, "■记者 李二")]:
            given = [at(source, "永康市卫生健康局党组")]
        seams.sew(source, given, by=editor)
        call_command("verify")
        seams.sew(source, own, by=editor)
        call_command("verify")
        assert rows(source) == before


def test_only_the_changed_part_is_read_again(source, editor, monkeypatch):
    read = []

    def listen(number, layout, lexicons):
        read.append(layout.headline)
        return whole(number, layout, lexicons)

    whole = extraction.read
    monkeypatch.setattr(extraction, "read", listen)
    told = seams.sew(source, [*seams.starts(source), at(source, "据悉")], by=editor)
    assert len(told.articles) == 3
    assert len(read) == 2
    assert [one.fate for one in told.articles] == ["不变", "重新识读", "新成篇"]


def test_borders_of_a_person_stand_in_every_later_reading(source, editor):
    own = seams.starts(source)
    seams.sew(source, [], by=editor)
    assert reread(source).empty
    assert len(live(source)) == 1
    held = Seams.objects.get(source=source)
    assert (held.starts, held.machine_starts, held.set_by) == ([], own, editor)
    assert machine_starts(source.text) == own
    seams.sew(source, None, by=editor)
    assert (seams.starts(source), Seams.objects.count()) == (own, 0)
    assert reread(source).empty


def test_an_article_withdrawn_by_a_person_does_not_come_back_with_a_border(source, editor):
    own = seams.starts(source)
    first = live(source)[0]
    corrections.withdraw(first, reason="刊发单位要求撤下", by=editor)
    seams.sew(source, [], by=editor)
    seams.sew(source, own, by=editor)
    first.refresh_from_db()
    assert (first.status, first.withdrawn_reason) == (
        ArticleStatus.WITHDRAWN,
        "刊发单位要求撤下",
    )


def edited(article, editor, old, new):
    article.refresh_from_db()
    assert old in article.body
    changes = {"body": article.body.replace(old, new, 1)}
    corrections.amend_article(article, by=editor, changes=changes)


def test_what_a_person_wrote_goes_with_the_text_around_it(source, editor):
    second = live(source)[1]
    edited(second, editor, "收集意见建议", "认真收集意见和建议")
    edited(second, editor, "开展培训15场", "共开展培训15场")
    own = seams.starts(source)
    seams.sew(source, [*own, at(source, "据悉")], by=editor)
    _, kept, cut = live(source)
    assert ("共开展培训" in kept.body, "认真收集" in kept.body) == (True, False)
    assert ("共开展培训" in cut.body, "认真收集意见和建议97条" in cut.body) == (False, True)
    claims = [
        (a.claims.get(field="body").reviewed_by, a.claims.get(field="body").decided)
        for a in (kept, cut)
    ]
    assert claims == [(editor, True)] * 2
    assert reread(source).empty
    seams.sew(source, own, by=editor)
    whole = live(source)[1]
    assert ("共开展培训" in whole.body, "认真收集意见和建议97条" in whole.body) == (True, True)
    call_command("verify")


def test_a_text_without_edits_any_more_is_the_machines_again(source, editor):
    second = live(source)[1]
    edited(second, editor, "收集意见建议", "认真收集意见和建议")
    seams.sew(source, [*seams.starts(source), at(source, "据悉")], by=editor)
    assert [a.claims.filter(field="body").exists() for a in live(source)] == [False, False, True]


def test_a_paragraph_that_a_person_added_stays_below_the_one_before_it(source, editor):
    first = live(source)[0]
    edited(first, editor, "服务群众300余人次。", "服务群众300余人次。\n\n医院党委书记参加了义诊。")
    own = seams.starts(source)
    seams.sew(source, [], by=editor)
    body = live(source)[0].body
    assert body.index("300余人次") < body.index("书记参加") < body.index("培训15场")
    seams.sew(source, own, by=editor)
    assert live(source)[0].body.endswith("\n\n医院党委书记参加了义诊。")
    call_command("verify")


def test_a_headline_that_a_person_changed_comes_back_with_its_article(source, editor):
    second = live(source)[1]
    changes = {"headline": "永康卫健系统推进清廉建设"}
    corrections.amend_article(second, by=editor, changes=changes)
    own, before = seams.starts(source), [a.pk for a in live(source)]
    seams.sew(source, [], by=editor)
    seams.sew(source, own, by=editor)
    assert [a.pk for a in live(source)] == before
    assert headlines(source)[1] == "永康卫健系统推进清廉建设"


def test_facts_in_a_text_that_a_person_edited_follow_their_quotes(source, editor):
    second = live(source)[1]
    edited(second, editor, "永康市卫生健康局党组开展", "近期，永康市卫生健康局党组扎实开展")
    metric = second.metrics.get(quote="97条")
    corrections.confirm(metric, by=editor)
    told = seams.sew(source, [*seams.starts(source), at(source, "据悉")], by=editor)
    metric.refresh_from_db()
    assert (metric.article, metric.anchored) == (live(source)[2], True)
    assert told.difference.lost == []
    assert "数据：97条" in map(str, told.difference.moved)
