"""From text to articles whose parts are told apart, before anything is found in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.extraction import (
    bylines,
    figures,
    forms,
    furniture,
    labels,
    markup,
    pages,
    reading,
    sections,
    sheets,
    splitting,
    titles,
)
from articles.extraction.figures import Figure, Lifted
from articles.extraction.ledger import Ledger, Run, cut, joined
from articles.extraction.reading import Block, Form
from articles.extraction.references import parse_reference
from articles.extraction.sheets import Sheet
from articles.extraction.types import Author, Caption, Layout, Reference
from articles.extraction.vocabulary import ArticleKind

BRIEF_LENGTH = 800  # characters of body; an unsigned text without sections up to this is a brief
BETWEEN_KEYWORDS = re.compile(r"[;；,，、]")
WIRE = re.compile(
    r"[^。！？]{0,20}[讯电]\s*[（(【［\[]\s*(?P<inner>[^（）()。]{2,50}?)\s*[）)】］\]]"
    r"|(?:[^。！？，]{0,20}[讯电])?\s*(?P<plain>(?:本报|特约|首席|见习|实习)*(?:记者|通讯员)[^。，：:（）()]{2,30}?)(?:摄影)?报道[：:\s]"
    r"|[（(](?P<alone>(?:本报|特约|首席|见习|实习)*(?:记者|通讯员)[^（）()。，]{2,40})[）)]"
)
SIGNED_END = re.compile(r"(?<=[。！？”…])\s*(?P<signature>[（(][^（）()。！？“”]{2,50}[）)])$")
SPACED_END = re.compile(r"(?<=[。！？”…])[ \u3000]{1,20}(?P<signature>[^。！？，、；：“”]{2,30})$")


def lay_out(text: str, starts: Sequence[int] | None = None) -> tuple[Layout, ...]:
    """Return the articles of *text* in order; an empty tuple where it holds nothing but space.

    Offsets of the segments are characters of *text*. Every character that is no white space lies
    in exactly one segment of exactly one article. *starts* are the offsets of the lines at which
    the articles after the first begin, where that is known; those that the text itself shows give
    the very same articles. A stretch of nothing but furniture goes with the article before it.
    """
    lifted = figures.lift(pages.lines(text))
    articles = splitting.split(reading.mend(lifted.lines), furniture.turns(lifted.heads))
    edges = [0, *(_start(blocks) for blocks in articles[1:])]
    if starts is not None and lifted.lines:
        edges, articles = _parted(lifted, edges, starts)
    return tuple(
        _article(text, blocks, _between(lifted, low, high))
        for blocks, (low, high) in zip(articles, pairwise([*edges, len(text)]), strict=False)
    )


def _parted(
    lifted: Lifted, shown: Sequence[int], starts: Sequence[int]
) -> tuple[list[int], tuple[tuple[Block, ...], ...]]:
    """Return where the articles that *starts* part begin, and their blocks.

    Where an article begins by itself, at one of *shown*, its lines are joined as ever.
    """
    given = sorted({0, *starts})
    firsts: dict[int, int] = {}  # by what begins there: the first line that is text
    for line in lifted.lines:
        firsts.setdefault(given[bisect_right(given, line.start) - 1], line.start)
    held = sorted(firsts)
    news = {firsts[start]: firsts[start] not in shown for start in held[1:]}
    articles: dict[int, list[Block]] = {start: [] for start in held}
    for block in reading.mend(lifted.lines, news):
        articles[held[bisect_right(held, _start([block])) - 1]].append(block)
    return [0, *held[1:]], tuple(map(tuple, articles.values()))


def _start(blocks: Sequence[Block]) -> int:
    """Return the source offset of the first character of *blocks*, marks included."""
    return min(start for start, _ in (*blocks[0].marks, *blocks[0].places))


def _between(lifted: Lifted, low: int, high: int) -> Lifted:
    """Return what was lifted from ``low:high`` of the source."""
    held = tuple(figure for figure in lifted.figures if low <= figure.start < high)
    framing = tuple(place for place in lifted.furniture if low <= place[0] < high)
    return Lifted((), held, framing, lifted.heads)


def _article(source: str, blocks: Sequence[Block], lifted: Lifted) -> Layout:
    """Return one article, and book each of its characters."""
    sheet, ledger = sheets.sort(blocks), Ledger(source)
    ledger.furniture([place for block in blocks for place in block.marks])
    ledger.furniture(
        [place for block in blocks if block.form is Form.OTHER for place in block.places]
    )
    ledger.furniture(lifted.furniture)
    label, headline, subheadline = _titles(source, sheet, ledger)
    runs, signature = _signed_end(source, [block.places for block in sheet.body])
    body = _body(source, sheet.body, runs, ledger)
    signed = [block.text for block in sheet.bylines] + [joined(source, signature)[0]]
    byline = _byline(sheet, signature, ledger)
    affiliation = _affiliation(source, sheet, ledger)
    abstract = _plain(sheet.of(Form.ABSTRACT), "abstract", ledger)
    keywords, doi = _keywords(source, sheet, ledger), _doi(source, sheet, ledger)
    references = _references(source, sheet, ledger)
    paper = bool(abstract or keywords or doi or (references and affiliation))
    return Layout(
        kind=_kind(paper, body, byline),
        headline=headline,
        kicker=_kicker(sheet, label, ledger),
        subheadline=subheadline,
        byline=byline,
        authors=_authors(signed, body, paper),
        byline_organizations=bylines.parse(signed).organizations,
        affiliation=affiliation,
        abstract=abstract,
        keywords=keywords,
        doi=doi,
        references=references,
        body=body,
        captions=tuple(_captions(lifted.figures, ledger)),
        segments=ledger.segments(),
        imprint=furniture.imprint(lifted.heads, _start(blocks)),
    )


def _kind(paper: bool, body: str, byline: str) -> ArticleKind:
    """Return what sort of text this is."""
    if paper:
        return ArticleKind.PAPER
    headed = any(block.level for block in markup.blocks(body))
    brief = not byline and not headed and len(body) <= BRIEF_LENGTH
    return ArticleKind.BRIEF if brief else ArticleKind.NEWS


def _titles(source: str, sheet: Sheet, ledger: Ledger) -> tuple[Run, str, str]:
    """Write headline and subheadline; a dash within the headline parts the two.

    The first value is the label that stands before the headline on its line, still to be written.
    """
    lines, decks = sheet.titles.headline, sheet.titles.subheadline
    run: Run = [place for block in lines for place in block.places]
    label: Run = []
    if edges := labels.before(joined(source, run)[0]):
        label, run = cut(source, run, edges[1])
        label, between = cut(source, label, edges[0])
        ledger.furniture(between)
    left: Run = run
    right: Run = []
    if (position := titles.dash_in(joined(source, run)[0])) is not None:
        left, right = cut(source, run, position)
    opening = sheet.body[0].text if sheet.body else ""
    if label or right or not titles.are_clauses(lines, opening):
        headline = ledger.write("headline", [("", left, False)] if left else [])
    else:
        headline = ledger.write("headline", [("", block.places, False) for block in lines], " ")
    runs: list[Run] = [right] * bool(right)
    runs += [block.places for block in decks]
    return label, headline, ledger.write("subheadline", [("", run, False) for run in runs], " ")


def _kicker(sheet: Sheet, label: Run, ledger: Ledger) -> tuple[str, ...]:
    runs: list[Run] = [block.places for block in sheet.titles.kicker] + [label] * bool(label)
    text = ledger.write("kicker", [("", run, False) for run in runs])
    return tuple(text.split("\n")) if text else ()


def _plain(blocks: Sequence[Block], part: str, ledger: Ledger) -> str:
    """Write *blocks* as the lines of *part*."""
    return ledger.write(part, [("", block.places, False) for block in blocks])


def _byline(sheet: Sheet, signature: Run, ledger: Ledger) -> str:
    """Write every line that speaks of the writers; below the text it was moved to get here."""
    runs: list[Run] = [b.places for b in (*sheet.bylines, *sheet.of(Form.BIOGRAPHY))]
    runs += [signature] * bool(signature)
    return ledger.write("byline", [("", run, run[0][0] > sheet.begin) for run in runs])


def _affiliation(source: str, sheet: Sheet, ledger: Ledger) -> str:
    """Write where the authors work, without the brackets around it."""
    runs: list[Run] = []
    for block in sheet.affiliations:
        run: Run = block.places
        if bylines.is_affiliation(block.text):
            opened, rest = cut(source, run, 1)
            run, closed = cut(source, rest, len(joined(source, rest)[0]) - 1)
            ledger.furniture([*opened, *closed])
        runs.append(run)
    return ledger.write("affiliation", [("", run, False) for run in runs])


def _signed_end(source: str, runs: Sequence[Run]) -> tuple[list[Run], Run]:
    """Part a signature in brackets from the end of the last paragraph: 。(记者 张三)."""
    if not runs:
        return [], ()
    text, _ = joined(source, runs[-1])
    match = SIGNED_END.search(text)
    if match is None or not bylines.is_byline(match["signature"]):
        match = SPACED_END.search(text)
    if match is None or not (
        bylines.is_byline(match["signature"]) or bylines.is_bare(match["signature"])
    ):
        return list(runs), ()
    left, right = cut(source, runs[-1], match.start("signature"))
    return [*runs[:-1], left], right


def _body(source: str, blocks: Sequence[Block], runs: Sequence[Run], ledger: Ledger) -> str:
    """Write the body in its light markup."""
    leads = [
        markup.lead(level, joined(source, run)[0])
        for level, run in zip(sections.levels(blocks), runs, strict=True)
    ]
    marked = [(lead, run, False) for lead, run in zip(leads, runs, strict=True)]
    return ledger.write("body", marked, markup.SEPARATOR)


def _authors(signed: Sequence[str], body: str, paper: bool) -> tuple[Author, ...]:
    """Return who wrote the article by its byline, or by the brackets of a wire's first line."""
    found = list(bylines.parse(signed).authors)
    if match := WIRE.match(next((block.text for block in markup.blocks(body)), "")):
        found += bylines.parse([match["inner"] or match["plain"] or match["alone"]]).authors
    unique = {author.name: author for author in reversed(found)}
    return tuple(
        Author(name, author.role or ("作者" if paper else ""))
        for name, author in reversed(unique.items())
    )


def _keywords(source: str, sheet: Sheet, ledger: Ledger) -> tuple[str, ...]:
    """Write one keyword a line; the marks between them are furniture."""
    runs: list[Run] = []
    for block in sheet.of(Form.KEYWORDS):
        between = BETWEEN_KEYWORDS if BETWEEN_KEYWORDS.search(block.text) else re.compile(r"\s+")
        for start, end in block.places:
            runs += _pieces(source, start, end, between, ledger)
    text = ledger.write("keywords", [("", run, False) for run in runs])
    return tuple(text.split("\n")) if text else ()


def _pieces(
    source: str, start: int, end: int, between: re.Pattern[str], ledger: Ledger
) -> Iterator[Run]:
    """Yield the pieces of ``source[start:end]``, and book the marks between them."""
    edge = start
    for match in [*between.finditer(source, start, end), None]:
        stop = match.start() if match else end
        if text := source[edge:stop].strip():
            first = source.index(text, edge)
            yield [(first, first + len(text))]
        if match:
            ledger.furniture([match.span()])
            edge = match.end()


def _doi(source: str, sheet: Sheet, ledger: Ledger) -> str:
    """Write the first DOI; whatever else its line holds is furniture."""
    runs: list[Run] = []
    for block in sheet.of(Form.DOI):
        for start, end in block.places:
            match = forms.DOI.search(source, start, end)
            if match is None or runs:
                ledger.furniture([(start, end)])
                continue
            ledger.furniture([(start, match.start()), (match.end(), end)])
            runs.append([match.span()])
    return ledger.write("doi", [("", run, False) for run in runs])


def _references(source: str, sheet: Sheet, ledger: Ledger) -> tuple[Reference, ...]:
    """Write one entry a line."""
    text = _plain(sheet.of(Form.REFERENCES), "references", ledger)
    return tuple(parse_reference(entry) for entry in text.split("\n")) if text else ()


def _captions(found: Sequence[Figure], ledger: Ledger) -> Iterator[Caption]:
    """Write each caption and its credit."""
    for number, figure in enumerate(found):
        ledger.furniture(figure.marks)
        texts = [
            ledger.write(f"{part}:{number}", [("", run, True)] if run else [])
            for part, run in (("caption", figure.caption), ("credit", figure.credit))
        ]
        yield Caption(*texts)
