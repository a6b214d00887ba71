"""The stylesheets of the desk: one for every page, and one for each room, where it is needed."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from articles.admin.desk import change_url, list_url
from articles.models import Article, Batch, Entry, Job, Source

FOLDER = Path(settings.BASE_DIR) / "partybuild" / "static" / "partybuild"
ROOMS = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("admin*.css"))}


def styled(sheet):
    """Return the classes of which *sheet* speaks."""
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", ROOMS[sheet], flags=re.S)
    return set(re.findall(r"\.([a-z][a-z-]*)", selectors))


def lacking(shown):
    """Return the classes of a page that only sheets style which it does not load."""
    loaded = [name for name in ROOMS if f"partybuild/{name}" in shown]
    known = set().union(*map(styled, loaded))
    elsewhere = set().union(*(styled(name) for name in ROOMS if name not in loaded)) - known
    used = {one for names in re.findall(r'class="([^"]*)"', shown) for one in names.split()}
    return used & elsewhere


@pytest.fixture
def pages(seeds):
    """The address of at least one page of each room."""
    job = Job.objects.create(kind="reread", total=3, done=1, log="1", message="一")
    batch = Batch.objects.create(job=job)
    source, article = Source.objects.first(), Article.objects.first()
    return [
        reverse("admin:index"), reverse("admin:quality"), reverse("admin:review"),
        reverse("admin:articles_merger_likely"), reverse("admin:articles_source_reread_all"),
        reverse("admin:articles_source_reread", args=[source.pk]),
        reverse("admin:articles_source_seams", args=[source.pk]),
        reverse("admin:articles_article_mark", args=[article.pk]),
        reverse("admin:articles_batch_add"), reverse("admin:articles_theme_import"),
        change_url(job), change_url(batch), change_url(article), change_url(source),
        list_url(Job), list_url(Batch), list_url(Source), list_url(Entry),
    ]  # fmt: skip


def test_a_page_loads_the_sheets_that_its_parts_need(pages, client, editor):
    client.force_login(editor)
    found = {}
    for page in pages:
        answer = client.get(page, follow=True)
        assert answer.status_code == 200, page
        if missing := lacking(answer.content.decode()):
            found[page] = missing
    assert found == {}


def test_every_sheet_is_on_a_page_and_none_but_the_common_one_on_all(pages, client, editor):
    client.force_login(editor)
    shown = [client.get(page, follow=True).content.decode() for page in pages]
    on = {name: sum(f"partybuild/{name}" in page for page in shown) for name in ROOMS}
    assert on.pop("admin.css") == len(pages)
    assert [name for name, count in on.items() if not 0 < count < len(pages) / 2] == []
