import json
from io import StringIO

import pytest
from django.core.management import call_command

from search.indexing import rebuild
from search.models import Synonym


def run(*args):
    out = StringIO()
    call_command("search", *args, stdout=out)
    return out.getvalue()


def answer(*args):
    return json.loads(run("--json", *args))


def test_nothing_found_is_an_answer_too(archive):
    assert run("没有") == "共 0 条\n"
    assert answer("没有") == {
        "query": "没有",
        "also_sought": [],
        "also_excluded": [],
        "total": 0,
        "page": 1,
        "pages": 1,
        "notices": [],
        "hits": [],
        "facets": {},
    }


@pytest.mark.parametrize("typed", ["()", "“”", "NOT", "AND"])
def test_who_types_nothing_to_seek_is_told_why_everything_is_listed(archive, typed):
    said = answer("--", typed)
    assert (said["total"], said["notices"]) == (3, ["所输内容中没有检索词，以下为全部报道"])
    assert answer("--", "")["notices"] == []


def test_json_tells_what_the_page_tells(archive):
    said = answer("党建 品牌")
    assert said["total"] == 1
    assert said["hits"] == [
        {
            "key": archive[0].pk,
            "headline": "医心向党·初心卫民",
            "region": "白山市",
            "date": "2024",
            "snippet": "白山市中心医院打造党建品牌，服务群众1.27万余人次。",
        }
    ]
    assert said["facets"] == {
        "region": [{"value": "220000", "label": "吉林省", "count": 1}],
        "theme": [{"value": "shiyan", "label": "试验主题", "count": 1}],
        "sector": [{"value": "other", "label": "其他", "count": 1}],
        "year": [{"value": "2024", "label": "2024年", "count": 1}],
    }


def test_what_was_searched_besides_is_said_and_can_be_left_out(archive):
    Synonym.objects.create(terms="党群教育=党员教育")
    assert run("党群教育").startswith("也检索了：党员教育\n共 1 条，")
    said = answer("吉林 -党群教育")
    assert (said["total"], said["also_sought"]) == (1, ["吉林及所辖地区的报道"])
    assert said["also_excluded"] == ["党员教育"]
    assert run("党群教育", "--exact") == "共 0 条\n"
    assert answer("吉林", "--exact")["total"] == 0


def test_filters_are_those_of_the_page(archive):
    said = answer("", "--filters", "year=2023&year=2024&region=220600")
    assert [hit["headline"] for hit in said["hits"]] == ["医心向党·初心卫民"]


def test_an_unknown_place_and_date_are_null(archive):
    (hit,) = answer("社区治理")["hits"]
    assert (hit["region"], hit["date"]) == (None, None)


def test_people_read_lines(archive):
    assert run("“教育培训").splitlines() == [
        "引号不成对，已按普通词检索",
        "共 1 条，第 1—1 条",
        "",
        "1. 党员教育培训",
        f"   报道 {archive[1].pk}　吉林省　2023年",
        "   党员<干部>参加党建培训。",
        "",
        "地区：吉林省 1",
        "",
        "领域：其他 1",
        "",
        "年份：2023年 1",
    ]


def test_pages_and_orders(make):
    for number in range(21):
        make(f"第{number}篇", year=2000 + number)
    rebuild()
    assert run("", "--page", "2").splitlines()[0] == "共 21 条，第 21—21 条"
    assert answer("", "--sort", "oldest")["hits"][0]["headline"] == "第0篇"
