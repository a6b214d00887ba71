import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from articles import extraction
from articles.extraction import Article, Lexicons, PolicyRule, Span, extract, to_json

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
REPORT = (
    "吉林省白山市：党旗领航争当先锋\n\n■中共白山市委组织部\n\n"
    "2024年，吉林省白山市深化“医心向党”党建品牌创建，组建志愿服务团队16支，减免费用1\n\n10余万元。\n\n"
    "强化队伍建设\n\n白山市中心医院举办培训班3期。"
)


def spans(article: Article) -> list[tuple[Span, str | None]]:
    """Return every span that an article carries, with the text that it must give where it has one."""
    found: list[tuple[Span, str | None]] = []
    for named in (*article.organizations, *article.brands):
        found += [(mention.span, mention.text) for mention in named.mentions]
    found += [(region.mention.span, region.mention.text) for region in article.regions]
    found += [
        (mention.span, mention.text) for theme in article.themes for mention in theme.evidence
    ]
    found += [(metric.span, metric.text) for metric in article.metrics]
    found += [(metric.part_of, None) for metric in article.metrics if metric.part_of]
    if article.region:
        found += [(span, None) for span in article.region.evidence]
    return found


@pytest.mark.parametrize("text", ["", " \n\u3000\n"])
def test_a_text_of_white_space_holds_no_article(text):
    assert extract(text) == ()


@pytest.mark.parametrize("text", ["党", "#", "■", "。\n\n。", "12345", "摘要：", "（" * 500])
def test_any_scrap_is_read_without_a_crash(text):
    assert len(extract(text)) == 1


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_every_fact_of_a_seed_stands_where_it_says(path):
    for article in extract(path.read_text("utf-8")):
        parts = article.layout.parts()
        for span, text in spans(article):
            shown = parts[span.part][span.start : span.end]
            assert len(shown) == span.end - span.start
            assert text in (None, shown)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_metrics_of_the_plain_data_point_into_its_paragraphs(path):
    for article in extract(path.read_text("utf-8")):
        data = to_json(article, path.name)
        for metric in data["metrics"]:
            paragraph = data["paragraphs"][metric["paragraph"]]
            assert paragraph[metric["start"] : metric["end"]] == metric["text"]


def test_an_article_becomes_plain_data_with_null_for_what_is_unknown():
    (article,) = extract(REPORT)
    data = to_json(article, "a.txt")
    assert {
        key: data[key] for key in ("source", "ordinal", "kind", "headline", "subheadline")
    } == {
        "source": "a.txt",
        "ordinal": 1,
        "kind": "news",
        "headline": "吉林省白山市：党旗领航争当先锋",
        "subheadline": None,
    }
    assert data["byline_orgs"] == ["中共白山市委组织部"]
    assert data["sections"] == [{"level": 1, "heading": "强化队伍建设", "first_paragraph": 1}]
    assert data["region"] == {
        "adcode": "220600",
        "province": "吉林省",
        "city": "白山市",
        "county": None,
    }
    assert (data["doi"], data["published"], data["mentioned_years"]) == (None, None, [2024])
    values = {metric["text"]: metric["value"] for metric in data["metrics"]}
    assert values == {"16支": 16, "110余万元": 1_100_000, "3期": 3}


def test_numbers_that_are_whole_stay_whole_in_plain_data():
    (article,) = extract(REPORT.replace("16支", "16支，群众满意率达98.5%"))
    values = [metric["value"] for metric in to_json(article, "a")["metrics"]]
    assert Decimal("98.5") == Decimal(str(values[1]))
    assert [type(value) for value in values] == [int, float, int, int]


def test_the_same_text_gives_the_same_result():
    assert extract(REPORT) == extract(REPORT)


def test_the_words_that_the_archive_adds_reach_the_brands():
    text = "标题\n\n北门社区实施“银杏护航”行动。"
    added = Lexicons(policy={"银杏护航": PolicyRule(None)})
    assert [brand.name for brand in extract(text)[0].brands] == ["银杏护航"]
    assert extract(text, added)[0].brands == ()


def test_extraction_never_sees_django():
    code = "import sys, articles.extraction, articles.readers; sys.exit('django' in sys.modules)"
    root = Path(extraction.__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_this_year_is_the_year_of_publication_where_the_text_states_one():
    paper = "党建引领村级治理\n\n【DOI】10.3969/j.issn.1008-0000.2022.05.031\n\n今年，东村党支部发展党员12人，工作有序推进。"
    [stated] = extract(paper)[0].metrics
    [open_] = extract(paper.replace("【DOI】10.3969/j.issn.1008-0000.2022.05.031\n\n", ""))[
        0
    ].metrics
    assert (stated.year, open_.year) == (2022, None)


def test_only_brands_and_methods_of_one_unit_are_printed_as_brands():
    text = "标题\n\n北门社区打造“红色管家”党建品牌，推行“四步走”工作法，采取“支部+农户”模式。"
    data = to_json(extract(text)[0], "x.txt")
    assert [brand["name"] for brand in data["brands"]] == ["红色管家"]
    assert {"四步走", "支部+农户"} <= {one["name"] for one in data["programmes"]}
