"""Merging at the desk: judging pairs, choosing by field, confirming, and the way back."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.html import strip_tags

from articles.admin.desk import change_url, list_url
from articles.curation.merging import keep_apart, merge
from articles.models import (
    Apart,
    Article,
    Brand,
    Merger,
    Organization,
    OrganizationMention,
    Region,
    Theme,
)
from articles.models.likeness import Likeness

LIKELY = reverse("admin:articles_merger_likely")
BODY = "白山市中心医院党委办培训班3期。中心医院组织1826名党员义诊。"


@pytest.fixture
def pair(archive):
    """Two rows of one hospital, the second named less often."""
    article = archive.article(body=BODY)
    one, two = archive.organization(), archive.organization("中心医院")
    archive.names(article, one, "白山市中心医院")
    archive.names(archive.article("又一篇", body=BODY), one, "白山市中心医院")
    archive.names(article, two, "中心医院")
    return one, two


def compare(*rows, kind="organization"):
    keys = "&".join(f"key={row.pk}" for row in rows)
    return f"{reverse('admin:articles_merger_compare', args=[kind])}?{keys}"


def order(client, *rows, kind="organization", **said):
    """Send the form of the comparison as the page gave it, with *said* changed."""
    page = client.get(compare(*rows, kind=kind)).context["asked"]
    sent = {
        "key": [row.pk for row in rows],
        "keep": page.keep.pk,
        "do": "merge",
        "seen": page.seen,
    }
    sent |= {f"pick-{name}": key for name, key in page.picks.items()}
    return client.post(compare(*rows, kind=kind), sent | said, follow=True)


def text(answer):
    return strip_tags(answer.content.decode())


def test_pairs_are_shown_with_their_reason_and_can_be_told_apart(pair, desk):
    page = desk.client.get(LIKELY)
    assert "去掉地名" in text(page)
    assert [row.name for row in page.context["pairs"][0]["rows"]] == ["白山市中心医院", "中心医院"]
    sent = {"kind": "organization", "key": [row.pk for row in pair]}
    answer = desk.client.post(reverse("admin:articles_merger_apart"), sent, follow=True)
    assert "不是同一个，不再提示" in text(answer)
    assert answer.context["pairs"] == []
    chosen = {"action": "reconsider", "_selected_action": [Apart.objects.get().pk]}
    desk.client.post(list_url(Apart), chosen)
    assert len(desk.client.get(LIKELY).context["pairs"]) == 1


def test_the_desk_shows_the_effect_and_merges_what_was_seen(pair, desk):
    one, two = pair
    shown = text(desk.client.get(compare(two, one)))
    assert "移动 1 条事实，涉及 1 篇报道" in shown
    assert "“中心医院”并入“白山市中心医院”" in shown
    answer = order(desk.client, two, one, **{"pick-name": two.pk})
    assert "选择或数据已有变化" in text(answer)
    assert Organization.objects.count() == 2
    asked = answer.context["asked"]
    answer = order(desk.client, two, one, **{"pick-name": two.pk, "seen": asked.seen})
    assert "已合并为“中心医院”" in text(answer)
    row = Organization.objects.get()
    assert (row.pk, row.name) == (one.pk, "中心医院")
    answer = desk.client.post(
        reverse("admin:articles_merger_undo", args=[Merger.objects.get().pk]), follow=True
    )
    assert "已撤销合并" in text(answer)
    assert set(Organization.objects.values_list("name", flat=True)) == {
        "白山市中心医院",
        "中心医院",
    }
    answer = desk.client.post(
        reverse("admin:articles_merger_undo", args=[Merger.objects.get().pk])
    )
    assert answer.status_code == 302
    assert Organization.objects.count() == 2


def test_more_than_fifty_moves_want_a_word(pair, desk):
    one, two = pair
    article = Article.objects.first()
    OrganizationMention.objects.bulk_create(
        OrganizationMention(
            article=article, organization=two, part="body", start=n, end=n + 1, quote=BODY[n],
            anchored=False,
        )
        for n in range(20) for _ in range(3)
    )  # fmt: skip
    said = {"keep": one.pk, **{f"pick-{n}": one.pk for n in ("name", "type", "region", "parent")}}
    page = desk.client.post(compare(one, two), {"key": [one.pk, two.pk], "do": "preview", **said})
    seen = page.context["asked"].seen
    answer = order(desk.client, one, two, **said, seen=seen)
    assert "请键入“合并”二字确认" in text(answer)
    assert Organization.objects.count() == 2
    answer = order(desk.client, one, two, **said, seen=seen, word=" 合并 ")
    assert "已合并为" in text(answer)


def test_the_lists_lead_to_the_comparison(pair, archive, desk):
    archive.brand("甲"), archive.brand("乙")
    rows = {Organization: pair, Brand: Brand.objects.all(), Theme: Theme.objects.all()[:2],
            Article: Article.objects.all()[:2]}  # fmt: skip
    for model, chosen in rows.items():
        sent = {"action": "merge_chosen", "_selected_action": [row.pk for row in chosen]}
        answer = desk.client.post(list_url(model), sent, follow=True)
        assert len(answer.context["asked"].rows) == 2
        assert answer.status_code == 200
    sent = {"action": "merge_chosen", "_selected_action": [pair[0].pk]}
    assert "请选择 2 至 8 条" in text(desk.client.post(list_url(Organization), sent, follow=True))


def test_themes_and_articles_are_merged_on_the_same_page(archive, desk):
    one, two = archive.article("甲", theme="brand-building"), archive.article("乙")
    Likeness.objects.create(article=one, other=two, overlap=0.9, contained=0.95)
    assert "文字重合 90%" in text(desk.client.get(f"{LIKELY}?kind=article"))
    assert "比较" in text(desk.client.get(list_url(Likeness)))
    assert "标为与《甲》同一报道" in text(desk.client.get(compare(one, two, kind="article")))
    order(desk.client, one, two, kind="article", keep=one.pk)
    two.refresh_from_db()
    assert two.duplicate_of == one
    assert "已标为同一报道" in text(desk.client.get(list_url(Likeness)))
    theme, other = one.primary_theme, Theme.objects.exclude(pk=one.primary_theme_id).first()
    page = desk.client.post(
        compare(theme, other, kind="theme"),
        {"key": [theme.pk, other.pk], "keep": other.pk, "do": "preview"},
    )
    order(desk.client, theme, other, kind="theme", keep=other.pk, seen=page.context["asked"].seen)
    one.refresh_from_db()
    assert one.primary_theme == other


def test_what_cannot_be_is_said_in_words(pair, archive, desk, editor):
    one, two = pair
    other = archive.organization("白山市中医院")
    for wrong, words in (
        (compare(one), "请选择 2 至 8 条"),
        (f"{compare(one)}&key=99999", "编号 99999 已不存在"),
        (f"{compare(one)}&key=甲&key=9{'9' * 30}", "请选择 2 至 8 条"),
    ):
        page = desk.client.get(wrong)
        assert (page.status_code, words in text(page)) == (200, True)
    below = archive.organization("门诊部", parent=two)
    said = {"keep": one.pk, "pick-parent": below.pk}
    rows = [one, two, below]
    page = desk.client.post(compare(*rows), {"key": [r.pk for r in rows], "do": "preview", **said})
    assert page.status_code == 200
    assert (
        desk.client.get(reverse("admin:articles_merger_compare", args=["metric"])).status_code
        == 404
    )
    page = desk.client.get(compare(one, two)).context["asked"]
    merge(other, [two], {}, editor)
    sent = {"key": [one.pk, two.pk], "keep": one.pk, "do": "merge", "seen": page.seen}
    assert f"编号 {two.pk} 已不存在" in text(desk.client.post(compare(one, two), sent))
    assert Organization.objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize("right", [True, False])
def test_only_who_has_the_right_may_merge(pair, client, editor, right):
    user = get_user_model().objects.create_user("x", password="x", is_staff=True)
    names = {"view_merger", "view_organization", "change_organization"}
    names |= {"merge_names"} if right else set()
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    assert ("比较并合并" in text(client.get(LIKELY))) is right
    assert client.get(compare(*pair)).status_code == (200 if right else 403)
    merger = merge(*pair[:1], list(pair[1:]), {}, editor)
    assert ("撤销合并" in text(client.get(change_url(merger)))) is right
    sent = client.post(reverse("admin:articles_merger_undo", args=[merger.pk]))
    assert sent.status_code == (302 if right else 403)
    assert Organization.objects.count() == (2 if right else 1)


def test_no_page_asks_the_database_once_a_row(
    archive, desk, editor, django_assert_max_num_queries
):
    for n in range(20):
        for name in (f"白山市松{n}医院", f"松{n}医院"):
            archive.organization(name)
    rows = list(Organization.objects.all()[:8])
    desk.client.get(LIKELY)
    with django_assert_max_num_queries(16):  # those of the proposals included
        assert len(desk.client.get(LIKELY).context["pairs"]) == 20
    with django_assert_max_num_queries(45):  # a few for each table and row that goes
        desk.client.get(compare(*rows[:2]))
    keep_apart(*rows[:2], by=editor)
    assert Region.objects.filter(organizations=rows[0]).exists()
