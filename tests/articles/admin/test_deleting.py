"""What the desk asks before it deletes: in words, and with all that goes along."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils.html import strip_tags

from articles.admin.desk import list_url
from articles.curation import corrections
from articles.models import OrganizationMention, PolicyTerm, Source
from search.models import Synonym


def group():
    made = Group.objects.create(name="空组")
    made.permissions.set(Permission.objects.filter(codename__startswith="view_")[:3])
    return made


def mention(article, editor):
    body = article.organizationmentions.first().organization
    added = OrganizationMention(
        article=article, organization=body, part="headline", start=0, end=2
    )
    corrections.add(added, by=editor)
    return added


def content(answer):
    shown = answer.content.decode()
    start = shown.index('<div id="content"')
    return strip_tags(shown[start : shown.index("</form>", start)])


def asked(client, row):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_delete"
    return client.get(reverse(name, args=[row.pk]))


def test_every_question_is_in_chinese_and_names_no_row_of_django(article, desk, editor):
    rows = [
        group(), PolicyTerm.objects.create(term="三会一课"), mention(article, editor),
        Synonym.objects.create(terms="甲词 乙词"),
    ]  # fmt: skip
    for row in rows:
        said = content(asked(desk.client, row))
        assert re.findall("[A-Za-z_]{2,}", said) == []
        assert f"将删除{row._meta.verbose_name}“{row}”" in said


def test_a_group_goes_with_its_rights(desk):
    row = group()
    desk.client.post(reverse("admin:auth_group_delete", args=[row.pk]), {"post": "yes"})
    assert not Group.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("way", ["one", "chosen"])
def test_a_file_is_deleted_by_who_has_read_what_is_lost(way, article, desk, editor):
    source = article.source
    corrections.confirm(article.metrics.first(), by=editor)
    sent = {"action": "delete_selected", "_selected_action": [source.pk]}
    page, address = (
        asked(desk.client, source),
        reverse("admin:articles_source_delete", args=[source.pk]),
    )
    if way == "chosen":
        address = list_url(Source)
        page = desk.client.post(address, sent)
    said = content(page)
    assert "其中人工审定 1 处" in said
    assert f"报道：{article.headline}" in said
    assert "只能重新导入同一文件" in said
    desk.client.post(address, {"post": "yes"} | (sent if way == "chosen" else {}))
    assert not Source.objects.filter(pk=source.pk).exists()
