import re
from html import unescape

import pytest

from articles.models import Article, Segment, Source
from articles.outputs.originals import original
from articles.outputs.reading import marks
from articles.views.articles import facts


@pytest.fixture
def everything(seeds):
    """All articles of the seed files."""
    return list(Article.objects.select_related("source").prefetch_related("captions"))


def traced(article):
    return original(
        article.source.text, article.segments.all(), article.parts(), marks(facts(article))
    )


def text_of(page):
    inner = page[page.index('id="text"') :]
    inner = inner[inner.index(">") + 1 : inner.index("</div>")]
    return unescape(re.sub(r"<[^>]+>", "", inner))


def test_an_original_is_the_source_to_the_letter(everything):
    for article in everything:
        found = traced(article)
        assert "".join(stretch.text for stretch in found.stretches) in article.source.text
        assert not found.edited
        printed = re.sub(
            r"\s", "", "".join(s.text for s in found.stretches if s.fate in ("kept", "moved"))
        )
        kept = re.sub(r"\s", "", "".join(article.parts().values()))
        assert sorted(printed) == sorted(re.sub(r"(?m)^#+", "", kept)) or len(printed) <= len(kept)


def test_every_fact_stands_on_the_very_characters_in_the_source(everything):
    for article in everything:
        pieces = {}
        for stretch in traced(article).stretches:
            for run in stretch.runs:
                for mark in run.marks:
                    name = re.sub(r"^(s-[a-z]+-\d+)-\d+$", r"\1", mark.id)
                    pieces[name] = pieces.get(name, "") + run.text
        for fact in facts(article):
            name = next(m.id for found in marks([fact]).values() for m in found)
            assert re.sub(r"\s", "", pieces[name]) == re.sub(r"\s", "", fact.quote)


def test_broken_lines_captions_and_signs_are_told_apart(article, page):
    text = page(f"{article.get_absolute_url()}changes/")
    counts = traced(article).counts
    assert counts["joined"] > 0
    assert text.count('title="断行，整理时接合"') == counts["joined"]
    assert f"{counts['joined']} 处" in text


def test_the_original_shows_the_source_and_links_facts_both_ways(article, page):
    text = page(f"{article.get_absolute_url()}original/")
    assert text_of(text).strip() in article.source.text.strip()
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_a_part_that_a_person_has_edited_shows_no_facts_in_the_original(article, page):
    Article.objects.filter(pk=article.pk).update(body="改过的正文。")
    text = page(f"{article.get_absolute_url()}original/")
    assert "经人工修改" in text
    assert text_of(text).strip() in article.source.text.strip()


def test_text_of_another_article_between_is_not_shown(everything):
    source = Source.objects.create(
        name="夹.txt",
        sha256="f" * 64,
        size=1,
        media_type="text/plain",
        encoding="utf-8",
        text="甲文前半\n乙文\n甲文后半",
    )
    article = Article(source=source, ordinal=1, headline="甲", body="甲文前半甲文后半")
    booked = [
        Segment(start=0, end=4, part="body", part_start=0, kind="text"),
        Segment(start=8, end=12, part="body", part_start=4, kind="text"),
    ]
    found = original(source.text, booked, {"body": article.body}, {})
    assert [(s.fate, s.text) for s in found.stretches] == [
        ("kept", "甲文前半"),
        ("other", "\n乙文\n"),
        ("kept", "甲文后半"),
    ]


def test_drafts_and_withdrawn_articles_show_no_original(article, client):
    Article.objects.filter(pk=article.pk).update(status="draft")
    for way in ("original/", "changes/", "file/", "cite.bib"):
        assert client.get(f"{article.get_absolute_url()}{way}").status_code == 404


def test_a_wrong_slug_leads_to_the_right_address(article, client):
    response = client.get(f"/articles/{article.pk}-x/changes/")
    assert (response.status_code, response["Location"]) == (
        301,
        f"{article.get_absolute_url()}changes/",
    )


def test_the_file_comes_back_byte_by_byte(article, client):
    response = client.get(f"{article.get_absolute_url()}file/")
    assert b"".join(response.streaming_content) == article.source.path.read_bytes()
    assert response["Content-Type"] == "application/octet-stream"
    assert article.source.name in response["Content-Disposition"]


def test_a_file_with_something_hidden_is_for_staff_only(article, client, editor):
    Article.objects.create(
        source=article.source, ordinal=99, headline="草稿", body="草稿", status="draft"
    )
    address = f"{article.get_absolute_url()}file/"
    assert client.get(address).status_code == 404
    assert "下载原件" not in client.get(f"{article.get_absolute_url()}original/").text
    client.force_login(editor)
    response = client.get(address)
    assert response.getvalue() == article.source.path.read_bytes()


@pytest.mark.parametrize(
    ("style", "kind", "opening"),
    [
        ("txt", "text/plain; charset=utf-8", ""),
        ("bib", "application/x-bibtex; charset=utf-8", "@"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - "),
    ],
)
def test_citations_are_files_that_reference_managers_read(article, client, style, kind, opening):
    response = client.get(f"{article.get_absolute_url()}cite.{style}")
    assert response["Content-Type"] == kind
    assert response.text.startswith(opening)
    assert f"http://testserver{article.get_absolute_url()}" in response.text
    assert response["Content-Disposition"] == (
        f'attachment; filename="partybuild-{article.pk}.{style}"'
    )
