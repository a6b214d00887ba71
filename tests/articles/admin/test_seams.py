"""The page on which articles of a source are parted and joined, and those that read sources again."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from articles.curation import rereading, seams
from articles.curation.pairing import live
from articles.models import Job, Metric, Outlook, Seams, Source
from tests.articles.curation.test_seams import TEXT, ingest


@pytest.fixture
def source(lists):
    return ingest(TEXT.encode(), "两篇.txt").source


@pytest.fixture
def page(source):
    return reverse("admin:articles_source_seams", args=[source.pk])


def sent(source, *starts, act="preview", was=None):
    now = seams.starts(source) if was is None else was
    return {"start": list(starts), "act": act, "was": ",".join(map(str, now))}


def test_each_line_can_be_chosen_and_those_that_begin_articles_are(desk, source, page):
    rows = desk.client.get(page).context["rows"]
    assert [row.line.text for row in rows] == [line for line in TEXT.split("\n") if line]
    assert [row.line.start for row in rows if row.chosen] == [0, *seams.starts(source)]
    assert [row.headline for row in rows if row.key] == [a.headline for a in live(source)]


def test_nothing_is_changed_before_a_person_has_seen_what_comes_of_it(desk, source, page):
    answer = desk.client.post(page, sent(source))
    told = answer.context["result"]
    assert (len(told.articles), len(told.gone), len(live(source))) == (1, 1, 2)
    assert told.gone[0].headline in answer.content.decode()
    answer = desk.client.post(page, sent(source, act="sew"), follow=True)
    assert desk.said(answer) == "分篇已改：现有 1 篇，1 篇不再单独成篇。"
    assert len(live(source)) == 1
    call_command("verify")


def test_going_back_keeps_what_was_chosen(desk, source, page):
    start = TEXT.index("据悉")
    rows = desk.client.post(page, sent(source, start, act="back")).context["rows"]
    assert [row.line.start for row in rows if row.chosen] == [0, start]
    assert [row.line.start for row in rows if row.machine] == seams.starts(source)


def test_borders_that_somebody_moved_meanwhile_are_shown_instead(desk, source, page, editor):
    stale = sent(source, TEXT.index("据悉"), act="sew")
    seams.sew(source, [], by=editor)
    answer = desk.client.post(page, stale)
    assert desk.said(answer).startswith("这期间有人改过")
    assert seams.starts(source) == []


def test_a_border_within_a_title_is_a_message_and_the_choice_stays(desk, source, page):
    start = TEXT.index("■记者 王一")
    answer = desk.client.post(page, sent(source, start, act="sew"))
    assert "没有正文" in desk.said(answer)
    assert [row.line.start for row in answer.context["rows"] if row.chosen] == [0, start]
    assert not Seams.objects.exists()


def test_the_machines_borders_come_back_after_a_look(desk, source, page, editor):
    own = seams.starts(source)
    seams.sew(source, [], by=editor)
    assert desk.client.get(page).context["held"].set_by == editor
    preview = desk.client.post(page, sent(source, act="machine"))
    assert (preview.context["chosen"], len(live(source))) == (None, 1)
    desk.client.post(page, {**sent(source, act="sew"), "machine": "1"})
    assert (seams.starts(source), Seams.objects.exists()) == (own, False)


def test_numbers_that_are_none_change_nothing(desk, source, page):
    answer = desk.client.post(page, {**sent(source, act="sew"), "start": ["x", "-1", "9" * 30]})
    assert "不是一行的开头" in desk.said(answer)
    assert desk.client.post(page, {"was": "x"}).status_code == 200
    missing = reverse("admin:articles_source_seams", args=[source.pk + 9])
    assert desk.client.get(missing).status_code == 404


def test_who_may_correct_facts_may_move_borders_and_nobody_else(client, source, page):
    user = get_user_model().objects.create_user("yuan", password="yuan", is_staff=True)
    client.force_login(user)
    assert client.get(page).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="review_fact"))
    assert client.get(page).status_code == 200


def test_all_sources_are_looked_at_and_then_read_again_as_jobs(desk, source, settings):
    settings.JOBS = "inline"
    address = reverse("admin:articles_source_reread_all")
    Source.objects.update(rules_version="alt")
    Metric.objects.filter(quote="15场").delete()
    assert desk.client.get(address).context["behind"] == 1
    desk.client.post(address, {"look": "1"}, follow=True)
    outlook = Outlook.objects.get(source=source)
    assert (outlook.changes, outlook.figures["added"], outlook.error) == (1, 1, "")
    assert not Metric.objects.filter(quote="15场").exists()
    shown = desk.client.get(address)
    assert dict(shown.context["sums"])["新增"] == 1
    assert reverse("admin:articles_source_reread", args=[source.pk]) in shown.content.decode()
    desk.client.post(address, {"reread": "1"}, follow=True)
    assert Metric.objects.filter(quote="15场").exists()
    assert (desk.client.get(address).context["behind"], Outlook.objects.count()) == (0, 0)
    assert list(Job.objects.order_by("pk").values_list("kind", flat=True)) == ["outlook", "reread"]


def test_a_source_that_cannot_be_read_is_named_and_the_others_are_looked_at(
    desk, source, settings, monkeypatch
):
    settings.JOBS = "inline"
    other = ingest("丙县开展义诊\n\n近日，丙县开展义诊12次。".encode(), "丙.txt").source
    Source.objects.update(rules_version="alt")

    def fail(one, **options):
        if one == source:
            raise RuntimeError("坏了")
        return whole(one, **options)

    whole = rereading.reread
    monkeypatch.setattr(rereading, "reread", fail)
    address = reverse("admin:articles_source_reread_all")
    desk.client.post(address, {"look": "1"})
    assert Outlook.objects.get(source=source).error == "RuntimeError：坏了"
    assert Outlook.objects.get(source=other).error == ""
    assert "RuntimeError：坏了" in desk.client.get(address).content.decode()


def test_only_who_may_import_reads_all_again(client, source):
    user = get_user_model().objects.create_user("yuan", password="yuan", is_staff=True)
    client.force_login(user)
    address = reverse("admin:articles_source_reread_all")
    user.user_permissions.add(Permission.objects.get(codename="review_fact"))
    assert client.get(address).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="import_source"))
    assert client.get(address).status_code == 200


def test_the_list_of_sources_leads_to_reading_all_again(desk, source):
    page = desk.client.get(reverse("admin:articles_source_changelist")).content.decode()
    assert reverse("admin:articles_source_reread_all") in page


def test_a_part_without_a_title_says_so_before_it_is_made(desk, source, page):
    answer = desk.client.post(page, sent(source, *seams.starts(source), TEXT.index("据悉")))
    assert answer.context["untitled"]
    assert "（无标题）" in answer.content.decode()
