"""Every address of the site, for whoever asks."""

import re

import html5lib
import pytest
from django.urls import get_resolver

from articles import revision
from articles.models import Article, Brand, Indicator, Organization, Theme
from partybuild.context import last_import


def test_every_link_of_the_site_leads_somewhere(client, seeds):
    """Follow every link from the home page on; nothing may answer with an error."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path
        for link in re.findall(r'href="([^"#]+)', _text(answer)):
            path = link.partition("?")[0]
            if path.startswith("/") and not path.startswith(("/static/", "/admin/")):
                waiting += {path} - seen
                seen.add(path)
    assert len(seen) > 50
    assert Article.objects.count() == 8


def _text(answer):
    """Return what an answer says, "" for a file."""
    said = answer.getvalue()  # read to its end, so that a file is closed
    return "" if answer.streaming else said.decode()


@pytest.fixture
def addresses(seeds):
    """One address for each name of the site's map."""
    article = Article.objects.get(region="220600")
    return {
        **{name: f"/{path}" for name, path in PLAIN.items()},
        "region": article.region.get_absolute_url(),
        "theme": Theme.objects.first().get_absolute_url(),
        "article": article.get_absolute_url(),
        "article-original": f"{article.get_absolute_url()}original/",
        "article-file": f"{article.get_absolute_url()}file/",
        "article-citation": f"{article.get_absolute_url()}cite.bib",
        "citations": f"/articles/cited.bib?article={article.pk}",
        "chosen-file": f"/articles/chosen.csv?article={article.pk}",
        "article-report": f"{article.get_absolute_url()}report/",
        "similar": f"/search/similar/{article.pk}/",
        "organization": Organization.objects.public().first().get_absolute_url(),
        "brand": Brand.objects.public().first().get_absolute_url(),
        "indicator": Indicator.objects.first().get_absolute_url(),
    }


PLAIN = {
    "home": "", "regions": "regions/", "themes": "themes/", "articles": "articles/",
    "organizations": "orgs/", "brands": "brands/", "metrics": "metrics/",
    "unsorted-metrics": "metrics/-/", "search": "search/", "about": "about/",
    "undecided": "regions/undecided/", "unsorted": "themes/none/", "data-quality": "about/data/",
    "timeline": "timeline/", "compare": "metrics/compare/",
    "search-values": "search/values/organization/",
    "suggestions": "search/suggestions/?q=bss", "search-feed": "search/feed/?q=党建",
    "search-context": "search/context/?q=党建", "search-context-file": "search/context.csv?q=党建",
    "search-advanced": "search/advanced/",
}  # fmt: skip

# Addresses of one person's own things, or that change something or lead elsewhere: these have
# tests of their own.
PERSONAL = {
    "fact", "type-size", "login", "logout", "own-password", "saved-searches", "save-search", "visit-search", "change-search", "saved-feed",
}  # fmt: skip


def test_the_list_of_addresses_is_whole(addresses):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names - {"healthz", "readyz"} - PERSONAL == addresses.keys()


@pytest.mark.parametrize("staff", [False, True], ids=["anonymous", "staff"])
def test_every_address_answers_with_the_policy_in_its_header(addresses, client, editor, staff):
    if staff:
        client.force_login(editor)
    for name, path in addresses.items():
        answer = client.get(path)
        answer.getvalue()
        assert answer.status_code == 200, name
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'"), name


def test_the_number_of_queries_does_not_grow_with_the_archive(
    addresses, client, django_assert_max_num_queries
):
    for name, path in addresses.items():
        revision.renew()
        last_import()  # asked once after a change, whatever page is asked for
        with django_assert_max_num_queries(12, info=name):
            client.get(path).getvalue()


def test_the_desk_is_closed_to_strangers(client, db):
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_every_page_is_well_formed_html(addresses, client, editor):
    """A strict parser takes every page, for visitors and for staff, without one complaint."""
    faults = {}
    for staff in (False, True):
        if staff:
            client.force_login(editor)
        for path in addresses.values():
            answer = client.get(path)
            text = _text(answer)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                parser = html5lib.HTMLParser()
                parser.parse(text) if "<html" in text else parser.parseFragment(text)
                if parser.errors:
                    faults[path] = parser.errors
    assert faults == {}
