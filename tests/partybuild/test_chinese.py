"""The desk speaks Chinese: every page of it, but for names that have no other form."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from articles.models import Brand, Indicator, Organization, Region, Source, Theme
from search.models import Synonym
from tests.partybuild.addresses import addresses, path_of

ALLOWED = {
    "CSV", "XLSX", "PDF", "Word", "DOI", "SHA", "MB", "KB",
    "Ctrl", "Enter", "Shift", "Tab", "Alt",  # keys of the keyboard
    "Control", "Mac", "Command", "LDAP",  # in Django's own Chinese
    "True", "False",  # what Django calls its ticks and crosses
    "utf", "jieba", "rjieba",  # encodings and word lists go by these names
}  # fmt: skip
DATA = [  # what stands in rows and is no label
    (Source, "name"), (Theme, "slug"), (Indicator, "slug"), (Region, "pinyin"), (Region, "initials"),
    (Brand, "sort_key"), (Organization, "sort_key"), (Synonym, "terms"),
]  # fmt: skip
LABELS = ("title", "aria-label", "placeholder", "alt", "data-label")
UNTOLD = ("script", "style", "textarea", "kbd", "code")


class Words(HTMLParser):
    """Collects what a page says, what is typed into it left out."""

    def __init__(self):
        super().__init__()
        self.said, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.silent += tag in UNTOLD
        self.said += [given[name] for name in LABELS if given.get(name)]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.said.append(given.get("value") or "")

    def handle_endtag(self, tag):
        self.silent -= tag in UNTOLD

    def handle_data(self, text):
        if not self.silent:
            self.said.append(text)


def english(page, known):
    """Return the words of *page* in Latin letters that are neither allowed nor in *known*."""
    words = Words()
    words.feed(page)
    text = "\n".join(words.said)
    text = re.sub(
        r"\S*\.(?:txt|md|html|docx|pdf|zip|py)\b|r-[a-z]+|pbkdf2_\S+|\S+\*{4,}|\b[0-9a-f]{12,}\b",
        " ",
        text,
    )
    found = set(re.findall(r"[A-Za-z][A-Za-z_]+", text))
    return found - ALLOWED - known


@pytest.fixture
def known(people):
    """Words that rows hold."""
    values = [v for model, column in DATA for v in model.objects.values_list(column, flat=True)]
    return {word for value in values for word in re.findall(r"[A-Za-z_]+", value)} | {"yi"}


def test_no_page_of_the_desk_shows_english_labels(archive, people, known):
    client = Client()
    client.force_login(people["chief"])
    own = [one for one in addresses() if one.name.startswith("admin:")]
    wrong = {}
    for address in own:
        if address.name == "admin:logout":
            continue
        answer = client.get(path_of(address, archive, people, "chief"))
        body = answer.getvalue()  # read to the end, so that a file is closed
        shown = answer["Content-Type"].startswith("text/html") and answer.status_code == 200
        if shown and (found := english(body.decode(), known)):
            wrong[address.name] = sorted(found)
    assert wrong == {}, wrong
