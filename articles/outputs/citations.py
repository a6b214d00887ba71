"""Citations of an article: GB/T 7714—2015, BibTeX and RIS, as plain strings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from articles.extraction.vocabulary import ArticleKind
from articles.models import Article
from articles.outputs.numbers import machine_date

SHOWN_AUTHORS = 3  # GB/T 7714—2015, 8.1.2: of four or more the first three are named


class Style(StrEnum):
    """A form of citation; the value names it in addresses and ends its file."""

    GBT7714 = "txt"
    BIBTEX = "bib"
    RIS = "ris"

    @property
    def label(self) -> str:
        """What readers know it by."""
        return {
            Style.GBT7714: "GB/T 7714—2015",
            Style.BIBTEX: "BibTeX",
            Style.RIS: "RIS（EndNote、NoteExpress）",
        }[self]

    @property
    def media_type(self) -> str:
        """What the web calls it."""
        return {
            Style.GBT7714: "text/plain; charset=utf-8",
            Style.BIBTEX: "application/x-bibtex; charset=utf-8",
            Style.RIS: "application/x-research-info-systems; charset=utf-8",
        }[self]


@dataclass(frozen=True, slots=True)
class Work:
    """What a citation says of an article; ``day`` is as precise as it is known: 2024-05."""

    key: str
    title: str
    authors: tuple[str, ...]
    container: str  # the paper or journal
    is_journal: bool
    day: str
    issue: str
    page: str
    doi: str
    url: str
    accessed: date

    @classmethod
    def of(cls, article: Article, url: str, accessed: date) -> Work:
        """Return what there is to cite of *article* at *url*; its bylines are read."""
        title = article.headline
        if article.subheadline:
            title = f"{title}——{article.subheadline.lstrip('—')}"
        return cls(
            key=f"partybuild{article.pk}",
            title=" ".join(title.split()),
            authors=tuple(byline.name for byline in article.bylines.all()),
            container=article.publication,
            is_journal=article.kind == ArticleKind.PAPER,
            day=machine_date(article.published_on, article.date_precision),
            issue=article.issue,
            page=article.page,
            doi=article.doi,
            url=url,
            accessed=accessed,
        )


def cite(work: Work, style: Style) -> str:
    """Return the citation of *work* in *style*; what is not known is left out, never made up."""
    return {Style.GBT7714: gbt7714, Style.BIBTEX: bibtex, Style.RIS: ris}[style](work)


def gbt7714(work: Work) -> str:
    """Return *work* as GB/T 7714—2015 has online newspapers, journals and other web texts."""
    names = ", ".join(work.authors[:SHOWN_AUTHORS])
    if len(work.authors) > SHOWN_AUTHORS:
        names += ", 等"
    kind = "EB/OL" if not work.container else "J/OL" if work.is_journal else "N/OL"
    head = f"{names}. {work.title}[{kind}]." if names else f"{work.title}[{kind}]."
    seen = f"[{work.accessed.isoformat()}]"
    if not work.container:
        where = f"({work.day}){seen}" if work.day else seen
    else:
        where = f"{work.container}{_when(work)}{seen}"
    doi = f" DOI:{work.doi}." if work.doi else ""
    return f"{head} {where}. {work.url}.{doi}"


def _when(work: Work) -> str:
    """Return date, issue and page in the order that the standard gives papers and journals."""
    if not work.is_journal:
        page = f"({_bare(work.page)})" if work.page else ""
        return (f", {work.day}" if work.day else "") + page
    year = work.day[:4]
    issue = f"({_bare(work.issue)})" if work.issue else ""
    return (f", {year}" if year or issue else "") + issue + (f": {work.page}" if work.page else "")


def _bare(text: str) -> str:
    """Return the number of an issue or page without its words.

    >>> _bare("第03版"), _bare("第6期"), _bare("A2")
    ('03', '6', 'A2')
    """
    return re.sub(r"[第期版]", "", text)


def bibtex(work: Work) -> str:
    """Return *work* as an entry of BibTeX."""
    fields = {
        "title": f"{{{_escaped(work.title)}}}",
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in work.authors),
        "journal": _escaped(work.container),
        "year": work.day[:4],
        "month": work.day[5:7].lstrip("0"),
        "number": _escaped(_bare(work.issue)),
        "pages": _escaped(_bare(work.page)),
        "doi": work.doi,
        "url": work.url,
        "urldate": work.accessed.isoformat(),
        "language": "chinese",
    }
    kind = "article" if work.container else "misc"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{work.key},", *lines, "}", ""])


def _escaped(text: str) -> str:
    return re.sub(r"([#$%&_{}])", r"\\\1", text.replace("\\", ""))


def ris(work: Work) -> str:
    """Return *work* as a record of RIS, lines ended as the format asks."""
    kind = "ELEC" if not work.container else "JOUR" if work.is_journal else "NEWS"
    day = "/".join([*work.day.split("-"), "", "", ""][:4]) if work.day else ""
    tags = [
        ("TY", kind),
        ("TI", work.title),
        *(("AU", name) for name in work.authors),
        ("T2", work.container),
        ("PY", work.day[:4]),
        ("DA", day),
        ("IS", _bare(work.issue)),
        ("SP", _bare(work.page)),
        ("DO", work.doi),
        ("UR", work.url),
        ("Y2", work.accessed.strftime("%Y/%m/%d/")),
        ("LA", "zh"),
    ]
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])
