from pathlib import Path
from typing import Any

import pytest

from articles.extraction import markup
from articles.extraction.layout import lay_out
from articles.extraction.regions import find_regions, judge_region, region_name
from articles.extraction.types import Layout, Person
from articles.extraction.vocabulary import ArticleKind

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))


def article(*paragraphs: str, **parts: Any) -> Layout:
    """Return an article of *paragraphs* with the other *parts* given by name."""
    empty: dict[str, Any] = {
        "kind": ArticleKind.NEWS, "headline": "", "kicker": (), "subheadline": "", "byline": "",
        "authors": (), "byline_organizations": (), "affiliation": "", "abstract": "",
        "keywords": (), "doi": "", "references": (), "captions": (), "segments": (),
    }  # fmt: skip
    return Layout(**{**empty, "body": markup.compose((0, text) for text in paragraphs), **parts})


def named(*paragraphs: str) -> list[str]:
    """Return the full names of what *paragraphs* name."""
    return [region_name(region.adcode) for region in find_regions(article(*paragraphs))]


@pytest.mark.parametrize(
    "text",
    [
        "疏通化解困惑", "高密度培训", "培育合作市场", "整合资源县域", "鼓楼社区", "朝阳产业",
        "卫生健康长白山人才", "赴镇海口海防历史纪念馆", "全市中心工作", "实现长治久安", "新华书店",
        "和平时期", "政治上和政教育", "黄河南岸", "学习三明医改经验", "南京路步行街", "国泰安康",
        "《浙江日报》刊发", "刊于延边党校学报", "位于鼓楼区", "援青年志愿者", "健康永康",
        "南平镇卫生院", "走进泰安乡",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_division_is_none(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在浙江省永康市召开", ["浙江省", "永康市"]),
        ("四川广元苍溪县", ["四川省", "广元市", "苍溪县"]),
        ("吉林省吉林市", ["吉林省", "吉林市"]),
        ("来自贵阳、遵义的专家", ["贵阳市", "遵义市"]),
        ("山东省章丘市", ["山东省", "章丘市"]),
        ("报名援鄂的党员", ["湖北省"]),
    ],
)
def test_names_are_read_with_what_stands_before_them(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_an_ordinary_word_is_a_place_in_a_row_of_places() -> None:
    assert named("赴延安、榆林、安康等地") == ["延安市", "榆林市", "安康市"]
    assert named("祝国泰、安康。") == []


def test_an_article_is_about_the_place_where_its_body_is_said_to_lie() -> None:
    layout = article(
        "某某理工大学坐落于陕西省西安市碑林区。", "学院入选陕西省标杆院系。", "获评陕西省优秀组织。",
        "学生赴大荔县、榆林市实践。",
    )  # fmt: skip
    verdict = judge_region(layout, find_regions(layout))
    assert verdict is not None
    assert verdict.adcode == "610103"


def test_a_paper_is_about_the_place_it_studies_not_where_its_authors_work() -> None:
    layout = article(
        "对定远县三个村开展调查。", kind=ArticleKind.PAPER, subheadline="基于安徽省定远县的调查",
        abstract="基于对安徽省定远县三个村的调查。", affiliation="中共滁州市委党校，安徽 滁州 239000",
    )  # fmt: skip
    verdict = judge_region(layout, find_regions(layout))
    assert verdict is not None
    assert verdict.adcode == "341125"


def test_an_ambiguous_name_means_the_place_whose_parent_the_article_names() -> None:
    assert named("江苏省南京市部署。", "鼓楼区落实。") == ["江苏省", "南京市", "鼓楼区"]
    mentions = find_regions(article("江苏省南京市部署。", "鼓楼区落实。"))
    assert mentions[-1].adcode == "320106"


def test_a_short_name_counts_where_the_article_gives_the_full_one() -> None:
    assert named("永康市行动。", "健康永康公众号。") == ["永康市", "永康市"]


def test_a_place_in_the_name_of_a_university_has_its_own_rule() -> None:
    (mention,) = find_regions(article("邀请长春中医药大学的专家"))
    assert (mention.adcode, mention.mention.rule) == ("220100", "in-name")


def test_every_mention_points_at_its_characters() -> None:
    layout = article("甲。", "在浙江省永康市召开", headline="金华市推进")
    for region in find_regions(layout):
        span = region.mention.span
        assert layout.parts()[span.part][span.start : span.end] == region.mention.text


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("公司在北京、上海、广州、深圳四地设立党支部。",),
        ("邀请长春中医药大学的专家。", "市卫健局部署。"),
        ("党委重视学习。", "赴杭州市学习。"),
        ("",),
    ],
)
def test_a_region_is_left_open_rather_than_guessed(paragraphs: tuple[str, ...]) -> None:
    layout = article(*paragraphs)
    assert judge_region(layout, find_regions(layout)) is None


def test_a_headline_that_opens_with_a_place_decides() -> None:
    layout = article("杭州市、杭州市、杭州市。", headline="浙江义乌：党建引领商圈")
    verdict = judge_region(layout, find_regions(layout))
    assert verdict is not None
    assert (verdict.adcode, verdict.rule) == ("330782", "headline-prefix")


def test_one_county_named_in_passing_does_not_take_the_city_over() -> None:
    city = ("晋中市部署。",) * 6
    layout = article(*city, "榆次区人民医院党委获奖。")
    verdict = judge_region(layout, find_regions(layout))
    assert verdict is not None
    assert verdict.adcode == "140700"


def test_the_way_to_a_place_is_no_vote_of_its_own() -> None:
    layout = article("永康市民政局办班，学员众多。", "向江苏省常州市输送学员。")
    verdict = judge_region(layout, find_regions(layout))
    assert verdict is not None
    assert verdict.adcode == "330784"


def test_a_bureau_of_civil_affairs_is_no_citizen() -> None:
    assert named("中山市民政局慰问。", "中山市民族中学开学。") == ["中山市", "中山市"]
    assert named("合作市民生服务。") == []


def test_the_city_in_the_name_of_the_body_of_a_report_carries_it() -> None:
    layout = article(
        "国网洛阳供电公司党委开展行动。", "在栾川县抢修。", "国网洛阳供电公司在涧西区服务。",
        headline="国网洛阳供电公司：点亮万家",
    )  # fmt: skip
    verdict = judge_region(layout, find_regions(layout))
    assert verdict is not None
    assert verdict.adcode == "410300"


def test_a_place_within_the_name_of_a_person_is_none() -> None:
    layout = article("谷城县司法局局长陈玉林讲话。")
    people = (Person("陈玉林", "局长", "body"),)
    assert [region_name(found.adcode) for found in find_regions(layout, people)] == ["谷城县"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("团队赴延安、榆林、安康开展服务。", ["延安市", "榆林市", "安康市"]),
        ("送去安康、平安。", []),
    ],
)
def test_an_ordinary_word_is_a_place_beside_places_of_its_kind(
    text: str, names: list[str]
) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("洛阳供电公司党委开展培训。", [("洛阳市", "local-body")]),
        ("慈溪农商银行党委开展培训。", [("慈溪市", "local-body")]),
        ("企业与合作银行、平安银行签约，疏通化工公司堵点。", []),
    ],
)
def test_a_branch_stands_where_its_name_says(text: str, rules: list[tuple[str, str]]) -> None:
    found = find_regions(article(text))
    assert [(region_name(one.adcode), one.mention.rule) for one in found] == rules


@pytest.mark.parametrize(
    ("paragraphs", "place"),
    [
        (("本报福州讯 福州片区开展共建，经验推广到江西、广东、湖北、辽宁等地。",), "福州市"),
        (("学院坐落于陕西省西安市碑林区。", "获评陕西省先进。", "陕西省推广。"), "碑林区"),
    ],
)
def test_a_dateline_and_a_site_outweigh_what_is_listed_or_repeated(
    paragraphs: tuple[str, ...], place: str
) -> None:
    layout = article(*paragraphs)
    verdict = judge_region(layout, find_regions(layout))
    assert verdict is not None
    assert region_name(verdict.adcode) == place


def test_a_paper_is_about_the_place_of_its_title_not_that_of_its_authors() -> None:
    layout = article(
        "定远县推行党支部领办合作社。",
        kind=ArticleKind.PAPER,
        subheadline="以安徽省定远县为例",
        byline="安徽省来安县人",
        affiliation="中共滁州市委党校，安徽 滁州",
    )
    verdict = judge_region(layout, find_regions(layout))
    assert verdict is not None
    assert region_name(verdict.adcode) == "定远县"


def test_the_seeds_are_about_the_places_that_a_reader_names() -> None:
    verdicts = []
    for path in SEEDS:
        for layout in lay_out(path.read_text("utf-8")):
            verdict = judge_region(layout, find_regions(layout))
            verdicts.append(verdict.adcode if verdict else "")
    assert verdicts == [
        "220600", "230400", "330282", "371581", "371502", "330784", "140700", "130903",
    ]  # fmt: skip


def test_a_hospital_stationed_in_a_city_is_about_it_whom_it_helps_or_not() -> None:
    layout = article(
        "清晨，病房里一片忙碌。",
        "这家驻守山西省大同市的医院有党员587名。",
        "医院与云南省大理市结对。",
    )
    verdict = judge_region(layout, find_regions(layout))
    assert verdict is not None
    assert verdict.adcode == "140200"
