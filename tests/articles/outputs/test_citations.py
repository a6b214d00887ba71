from dataclasses import replace
from datetime import date

import pytest

from articles.outputs.citations import Style, Work, bibtex, cite, gbt7714, ris

URL = "https://example.org/articles/7-x/"
SEEN = date(2026, 11, 23)
WORK = Work(
    key="partybuild7",
    title="党旗领航聚合力",
    authors=("王某",),
    container="白山日报",
    is_journal=False,
    day="2024-05-01",
    issue="",
    page="第03版",
    doi="",
    url=URL,
    accessed=SEEN,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, f"王某. 党旗领航聚合力[N/OL]. 白山日报, 2024-05-01(03)[2026-11-23]. {URL}."),
        (
            {"authors": ("甲", "乙", "丙", "丁")},
            f"甲, 乙, 丙, 等. 党旗领航聚合力[N/OL]. 白山日报, 2024-05-01(03)[2026-11-23]. {URL}.",
        ),
        (
            {"authors": (), "container": "", "page": ""},
            f"党旗领航聚合力[EB/OL]. (2024-05-01)[2026-11-23]. {URL}.",
        ),
        (
            {"container": "", "day": "", "page": ""},
            f"王某. 党旗领航聚合力[EB/OL]. [2026-11-23]. {URL}.",
        ),
        (
            {"is_journal": True, "container": "现代医院", "issue": "第6期", "page": "12-15"}
            | {"doi": "10.1000/x"},
            f"王某. 党旗领航聚合力[J/OL]. 现代医院, 2024(6): 12-15[2026-11-23]. {URL}. DOI:10.1000/x.",
        ),
        ({"day": "", "page": ""}, f"王某. 党旗领航聚合力[N/OL]. 白山日报[2026-11-23]. {URL}."),
    ],
)
def test_gbt7714_leaves_out_what_is_not_known(changes, expected):
    assert gbt7714(replace(WORK, **changes)) == expected


def test_bibtex_escapes_what_tex_would_take_for_commands():
    entry = bibtex(replace(WORK, title="100%的{支部}_\\input", day="2024-05"))
    assert entry.splitlines() == [
        "@article{partybuild7,",
        r"  title = {{100\%的\{支部\}\_input}},",
        "  author = {{王某}},",
        "  journal = {白山日报},",
        "  year = {2024},",
        "  month = {5},",
        "  pages = {03},",
        f"  url = {{{URL}}},",
        "  urldate = {2026-11-23},",
        "  language = {chinese},",
        "}",
    ]


def test_ris_has_one_value_a_line_and_an_end():
    assert ris(replace(WORK, day="2024")).split("\r\n") == [
        "TY  - NEWS",
        "TI  - 党旗领航聚合力",
        "AU  - 王某",
        "T2  - 白山日报",
        "PY  - 2024",
        "DA  - 2024///",
        "SP  - 03",
        f"UR  - {URL}",
        "Y2  - 2026/11/23/",
        "LA  - zh",
        "ER  - ",
        "",
    ]


def test_an_article_is_cited_with_its_own_words(article):
    work = Work.of(article, URL, SEEN)
    for style in Style:
        text = cite(work, style)
        assert article.headline.split()[0] in text
        assert URL in text
        for byline in article.bylines.all()[:3]:
            assert byline.name in text
