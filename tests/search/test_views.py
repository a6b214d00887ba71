import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest

from articles.models import (
    Brand,
    BrandMention,
    Byline,
    Organization,
    OrganizationAlias,
    OrganizationMention,
)
from search.engine import EngineUnavailable
from search.engines.memory import MemoryEngine
from search.indexing import rebuild
from search.models import PendingChange
from search.query import And, Query, joined
from search.views import answering
from search.views.asked import within

TAGS = re.compile(r"<[^>]+>|\s+")


FIRST, SECOND, THIRD = "医心向党·初心卫民", "党员教育培训", "社区治理"
WITHOUT_ENGINE = {
    "“黨建”": [SECOND, FIRST, THIRD],
    "品牌 OR 培训": [SECOND, FIRST],
    "-(品牌 OR 培训)": [THIRD],
    "党建 -标题:党员*": [FIRST, THIRD],
    "标题:员*": [],
    "“党建 社区”~9": [THIRD],
    "地区:吉林 -地区:白山": [SECOND],
    "吉林 -白山": [SECOND],
    "“党建 社区”~段": [THIRD],
    "年:2024.. OR 主题:试验": [FIRST],
    "-年:2024": [SECOND, THIRD],
    "作者:张三": [SECOND],
    "单位:卫健局": [THIRD],
    "-品牌:向党": [SECOND, THIRD],
    "来源:报道.txt -来源:日报": [SECOND, FIRST, THIRD],
}


class Away(MemoryEngine):
    def search(self, *args, **kwargs):
        raise EngineUnavailable("不在")


@pytest.fixture
def look(client):
    def look(query=""):
        response = client.get(f"/search/{query}")
        assert response.status_code == 200
        return response

    return look


def headlines(response):
    return [row.article.headline for row in response.context["rows"]]


def plain(response):
    """The words of the page without tags and white space."""
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return unescape(TAGS.sub("", main))


def facet(response, name):
    (found,) = [facet for facet in response.context["facets"] if facet.name == name]
    return {choice.label: choice for choice in found.choices}


def test_an_empty_archive_says_so(db, look):
    response = look()
    assert "还没有可供检索的报道" in plain(response)


def test_a_blank_query_lists_everything_with_examples(archive, look):
    response = look()
    assert headlines(response) == ["医心向党·初心卫民", "党员教育培训", "社区治理"]
    assert "共3篇最新在前" in plain(response)
    assert "检索示例" in plain(response)


def test_nothing_found_offers_what_would_find_something(archive, look, baishan):
    response = look("?q=党建+培训&region=220600")
    assert headlines(response) == []
    assert "没有找到报道" in plain(response)
    offers = [(offer.label, offer.count) for offer in response.context["relaxations"]]
    assert offers == [("不限地区（白山市）", 1), ("去掉 培训", 1)]
    for offer in response.context["relaxations"]:
        assert look(offer.link).context["answer"].total == offer.count


def test_a_phrase_that_is_not_there_is_offered_without_quotes(archive, look):
    response = look("?q=“培训党员”")
    offers = [(offer.label, offer.count) for offer in response.context["relaxations"]]
    assert offers == [("不加引号：培训党员", 1)]


def test_a_run_that_is_not_there_is_offered_word_by_word(archive, look):
    response = look("?q=品牌培训")
    offers = [(offer.label, offer.count) for offer in response.context["relaxations"]]
    assert offers == [("只查 品牌", 1), ("只查 培训", 1)]


def test_no_more_than_a_few_ways_out_are_tried(archive, look, monkeypatch):
    monkeypatch.setattr("search.views.relaxing.TRIED", 1)
    assert look("?q=党建+没有+品牌").context["relaxations"] == []


def test_one_hit_is_a_list_of_one_with_marks(archive, look):
    response = look("?q=“初心卫民”+1.27万")
    assert headlines(response) == ["医心向党·初心卫民"]
    page = response.content.decode()
    assert "医心向党·<mark>初心卫民</mark>" in page
    assert "服务群众<mark>1.27万</mark>余人次。" in page
    assert "检索“初心卫民”1.27万结果共1篇" in plain(response)
    assert archive[0].get_absolute_url() in page


def test_the_text_of_articles_and_queries_is_escaped(archive, look):
    page = look("?q=<干部>").content.decode()
    assert "党员<mark>&lt;干部&gt;</mark>参加" in page
    assert "<干部>" not in page


def test_many_hits_are_paged(make, archive, look, engine):
    for number in range(40):
        make(f"第{number}篇", "志愿服务")
    rebuild()
    first, last = look("?q=志愿服务"), look("?q=志愿服务&page=99")
    assert "共40篇，第1—20篇" in plain(first)
    assert "共40篇，第21—40篇" in plain(last)
    assert [(link.number, link.current) for link in last.context["links"]] == [
        (1, False),
        (2, True),
    ]
    assert headlines(look(last.context["links"][0].query)) == headlines(first)
    assert set(headlines(first)).isdisjoint(headlines(last))


def test_no_page_beyond_the_last_one_allowed(make, look, monkeypatch):
    monkeypatch.setattr(answering, "LAST_PAGE", 1)
    for number in range(21):
        make(f"第{number}篇")
    rebuild()
    response = look("?page=2")
    assert "共21篇，第1—20篇" in plain(response)
    assert "只列出前1页" in plain(response)
    assert response.context["links"] == []


def test_facets_count_and_link(archive, look):
    response = look("?q=党建")
    regions = facet(response, "地区")
    assert {label: choice.count for label, choice in regions.items()} == {"吉林省": 2}
    assert headlines(look(regions["吉林省"].query)) == ["医心向党·初心卫民", "党员教育培训"]
    assert {k: o.count for k, o in facet(response, "年份").items()} == {"2024年": 1, "2023年": 1}
    assert {k: o.count for k, o in facet(response, "主题").items()} == {"试验主题": 1}


def test_the_chosen_region_shows_its_branch_and_lets_go(archive, look):
    response = look("?q=党建&region=220600")
    regions = facet(response, "地区")
    assert [(label, choice.active) for label, choice in regions.items()] == [
        ("吉林省", False),
        ("白山市", True),
    ]
    assert headlines(look(regions["白山市"].query)) == headlines(look("?q=党建"))
    (chip,) = response.context["chips"]
    assert (chip.label, chip.rest) == ("白山市", "q=%E5%85%9A%E5%BB%BA")


def test_a_value_can_be_added_beside_those_chosen_but_not_within_them(lists, archive, look, make):
    make("通化", region_id="220500")
    make("太原", region_id="140000")
    make("浑江", region_id="220602")
    rebuild()
    regions = facet(look("?region=220600&region=140000"), "地区")
    assert [(k, c.depth, c.count, c.active) for k, c in regions.items()] == [
        ("吉林省", 0, 4, False),
        ("白山市", 1, 2, True),
        ("浑江区", 2, 1, False),
        ("通化市", 1, 1, False),
        ("山西省", 0, 1, True),
    ]
    assert [label for label, choice in regions.items() if choice.more] == ["通化市"]
    three = look(regions["通化市"].more)
    assert set(headlines(three)) == {FIRST, "通化", "太原", "浑江"}
    assert [chip.label for chip in three.context["chips"]] == ["山西省", "通化市", "白山市"]
    jilin = look(facet(three, "地区")["吉林省"].query)
    assert headlines(jilin) == [FIRST, SECOND, "浑江", "通化"]


def test_no_more_values_than_allowed_are_offered(make, look):
    for year in range(2000, 2012):
        make("标题", year=year)
    rebuild()
    full = "&".join(f"year={year}" for year in range(2000, 2010))
    assert [c.more for c in facet(look(f"?{full}"), "年份").values()] == [""] * 12
    years = facet(look("?year=2005"), "年份")
    assert list(years)[:3] == ["2005年", "2011年", "2010年"]
    assert sum(bool(choice.more) for choice in years.values()) == 11
    within_a_span = facet(look("?year=2005&year_from=2004"), "年份")
    assert [choice.more for choice in within_a_span.values()] == [""] * 12


def test_facets_that_would_change_nothing_are_left_out(archive, look):
    assert [facet.name for facet in look("?q=社区治理").context["facets"]] == []
    assert [facet.name for facet in look("?q=教育培训&year=2023").context["facets"]] == ["年份"]


def test_words_are_added_to_those_in_force(archive, look, client):
    page = look("?q=党建&region=220000&region=140000&sort=oldest&page=2&exact=1").content.decode()
    form = page.split('class="searchbox within"')[1].split("</form>")[0]
    given = [
        tuple(map(unescape, pair)) for pair in re.findall(r'name="(\w+)" value="(.*?)"', form)
    ]
    assert given == [
        ("q", "党建"),
        ("exact", "1"),
        ("region", "140000"),
        ("region", "220000"),
        ("sort", "oldest"),
    ]
    answer = client.get(f"/search/?{urlencode([*given, ('within', '培训')])}", follow=True)
    assert answer.redirect_chain[0][1] == 302
    assert answer.context["query"].text == "党建 培训"
    assert answer.context["browse"].urlencode() == "region=140000&region=220000&sort=oldest"
    assert headlines(answer) == [SECOND]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("", "", ""),
        ("", "培训", "培训"),
        ("党员 OR 干部", "培训 或 品牌", "党员 OR 干部 培训 或 品牌"),
        ("党员 OR", "培训", "党员 培训"),
        ("“党员", "培训”", "党员 培训"),
        ("-(品牌", "培训", "-(品牌 培训"),
        ("标题:", "党员", "标题 党员"),
    ],
)
def test_both_searches_hold_whatever_they_end_and_begin_with(first, second, both):
    trees = [query.tree for query in map(Query.parse, (first, second)) if query.tree]
    found = within(first, second)
    assert Query.parse(found).tree == joined(And, trees)
    assert found == both


def test_filters_come_before_the_results(archive, look):
    page = look("?q=党建").content.decode()
    assert page.index('id="filters"') < page.index('id="results"')


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["医心向党·初心卫民", "党员教育培训", "社区治理"]),
        ("oldest", ["党员教育培训", "医心向党·初心卫民", "社区治理"]),
    ],
)
def test_sorts(archive, look, sort, expected):
    assert headlines(look(f"?q=党建&sort={sort}")) == expected


def test_what_cannot_be_understood_is_searched_as_well_as_possible(archive, look):
    response = look("?q=“教育培训&year=abc&region=1&page=-1&sort=best")
    assert headlines(response) == ["党员教育培训"]
    assert response.context["notices"] == [
        "引号不成对，已按普通词检索",
        "地区“1”无法识别，已忽略",
        "年份“abc”无法识别，已忽略",
        "排序“best”无法识别，已忽略",
        "页码“-1”无法识别，已忽略",
    ]


HOSTILE = [
    "\0",
    "***",
    "党建" * 500,
    "，党" * 100,
    "党 " * 1000,
    "-" * 300,
    "(" * 200 + "党" + ")" * 200,
    "-(" * 60 + "党" + ")" * 60,
    "标题:" * 80 + "党",
    "OR " * 100,
    "年:" + "9" * 100,
    " OR ".join(f"-“党员 服务”~{n}" for n in range(50)),
    "主题:\0 地区:“\0” 作者:% 来源:_ 单位:'",
]


@pytest.mark.parametrize("away", [False, True], ids=["engine", "database"])
@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_does_any_harm(archive, look, monkeypatch, typed, away):
    if away:
        monkeypatch.setattr(answering, "get_engine", Away)
    look("?" + urlencode({"q": typed}))


def test_regions_and_themes_are_asked_for_by_name(archive, look):
    assert headlines(look("?q=地区:吉林")) == ["医心向党·初心卫民", "党员教育培训"]
    assert headlines(look("?q=主题：试验 -地区：辽宁省")) == ["医心向党·初心卫民"]
    response = look("?q=社区 OR 地区：大荒")
    assert headlines(response) == ["社区治理"]
    assert response.context["notices"] == ["没有名为“大荒”的地区，已按普通词检索"]


def test_ways_out_of_a_longer_query_keep_its_shape(archive, look):
    response = look("?q=地区:吉林 (培训 OR 品牌) “社区 治理”~5")
    assert headlines(response) == []
    offers = [(offer.label, offer.count) for offer in response.context["relaxations"]]
    assert offers == [("去掉 “社区 治理”~5", 2)]
    (offer,) = response.context["relaxations"]
    assert set(headlines(look(offer.link))) == {FIRST, SECOND}


def test_the_help_shows_queries_that_mean_what_they_seem_to(archive, look):
    shown = re.findall(r'<code><a href="\?([^"]*)"', look().content.decode())
    assert len(shown) > 5
    for query in map(unescape, shown):
        assert look(f"?{query}").context["query"].notice == ""


def test_changes_that_wait_are_told(archive, look):
    PendingChange.objects.mark([archive[0].pk, archive[0].pk, archive[1].pk])
    assert look("?q=党建").context["notices"] == ["索引更新中，新近 2 篇可能未列出"]


def test_an_article_that_was_just_withdrawn_is_not_shown(archive, look):
    archive[1].status = "draft"
    archive[1].save()
    assert headlines(look()) == ["医心向党·初心卫民", "社区治理"]


def test_without_an_engine_the_database_answers(archive, look, monkeypatch, caplog):
    monkeypatch.setattr(answering, "get_engine", Away)
    Byline.objects.create(article=archive[1], order=0, name="张三")
    place = {"part": "body", "start": 0, "end": 1, "quote": "党"}
    office = Organization.objects.create(name="某局", type="government", sort_key="m")
    OrganizationAlias.objects.create(organization=office, name="市卫健局")
    OrganizationMention.objects.create(article=archive[2], organization=office, **place)
    brand = Brand.objects.create(
        name="医心向党", key="医心向党", kind="brand", level="unit", sort_key="y"
    )
    BrandMention.objects.create(article=archive[0], brand=brand, **place)
    response = look("?q=党建+“1.27万”&region=220000")
    assert headlines(response) == ["医心向党·初心卫民"]
    assert response.context["notices"] == [
        "索引更新中，以下暂直接在标题和正文中查找，次序按日期，不分组统计"
    ]
    assert [label for label, _, _ in response.context["sorts"]] == ["最新在前", "最早在前"]
    assert headlines(look("?q=-培训&sort=oldest")) == ["医心向党·初心卫民", "社区治理"]
    for typed, found in WITHOUT_ENGINE.items():
        assert (typed, headlines(look(f"?q={typed}&sort=oldest"))) == (typed, found)
    assert look("?q=没有+党建").context["relaxations"] == []
    assert "检索改用数据库：不在" in caplog.messages


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=党建&region=220600&theme=shiyan&year=2024&sort=newest",
        "?q=没有&region=220600",
        "?q=党建&region=220600&theme=shiyan&organization=1&brand=1&sector=other&publication=x",
        "?q=地区:吉林+主题:试验+年:2019..+-单位:x+没有",
    ],
)
def test_few_database_queries(archive, look, query, settled, django_assert_max_num_queries):
    PendingChange.objects.mark([archive[0].pk])
    with django_assert_max_num_queries(12):
        look(query)


def test_with_few_hits_those_with_some_of_the_words_stand_below_and_count_for_nothing(make, look):
    both = make("支部联建", "乡村振兴与党员。")
    some = make("支部联建二", "别的。")
    make("无关", "无关。")
    rebuild()
    context = look("?q=联建 乡村振兴").context
    assert [row.article.pk for row in context["rows"]] == [both.pk]
    assert [row.article.pk for row in context["partly"]] == [some.pk]
    assert context["answer"].total == 1


def test_with_another_order_than_relevance_there_are_only_full_hits(make, look):
    make("支部联建", "乡村振兴。")
    make("支部联建二", "别的。")
    rebuild()
    assert look("?q=联建 乡村振兴&sort=newest").context["partly"] == []


def test_all_hits_are_taken_away_in_their_order_with_the_filters(archive, look, client):
    found = look("?q=党建").context["rows"]
    response = client.get("/search/?q=党建&format=csv")
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    keys = [line.split(",")[0] for line in lines[1:] if line[0].isdigit()]
    assert keys == [str(row.article.pk) for row in found]
    assert "format=xlsx" in look("?q=党建&year=2024").text
    narrowed = json.loads(client.get("/search/?q=党建&year=2024&format=json").getvalue())
    assert [row["标题"] for row in narrowed["rows"]] == ["医心向党·初心卫民"]


def test_the_file_comes_from_the_database_while_the_index_is_away(make, client, settings):
    make("党建一")
    settings.SEARCH_URL = f"whoosh://{settings.DATA_DIR}/index"
    rows = json.loads(client.get("/search/?q=党建&format=json").getvalue())["rows"]
    assert [row["标题"] for row in rows] == ["党建一"]
