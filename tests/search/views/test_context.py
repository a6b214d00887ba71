import csv
import re
from html import unescape
from io import BytesIO, StringIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from articles.models import Caption
from search.engine import EngineUnavailable
from search.engines.memory import MemoryEngine
from search.indexing import rebuild
from search.models import Synonym
from search.views import context

TAGS = re.compile(r"<[^>]+>|\s+")


class Away(MemoryEngine):
    def search(self, *args, **kwargs):
        raise EngineUnavailable("不在")


@pytest.fixture
def look(client):
    def look(typed="", more=""):
        response = client.get(f"/search/context/?q={quote(typed)}{more}")
        assert response.status_code == 200
        return response

    return look


@pytest.fixture
def reports(make, baishan):
    """Two indexed reports with places in every part that a reader sees."""
    first = make(
        "党员义诊在社区",
        "## 党员在前\n\n党员一早出发。义诊开始。\n\n乙队党员义诊，群众说好。",
        region=baishan,
        year=2024,
        publication="吉林日报",
        abstract="摘要说党员",
    )
    Caption.objects.create(article=first, number=0, text="图为党员义诊")
    second = make("=1+1", "丙地党员义诊。", year=2023)
    rebuild()
    return first, second


def rows(response):
    return [(p.line.left, p.line.hit, p.line.right) for p in response.context["page"]]


def plain(response):
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return unescape(TAGS.sub("", main))


def test_nothing_asked_shows_how_to_ask(db, look):
    assert "请输入检索词" in plain(look())
    assert "请输入检索词" in plain(look("-党员"))


def test_nothing_found_says_so(reports, look):
    assert "没有找到报道，因此没有可列的上下文" in plain(look("培训"))


def test_what_is_found_by_its_region_alone_has_no_place(reports, look):
    assert "找到1篇报道，是由单位、品牌、地区等条件找到的" in plain(look("白山"))


def test_one_place_is_shown_with_its_text_and_a_link_to_its_paragraph(reports, look):
    response = look("“乙队”")
    assert rows(response) == [("", "乙队", "党员义诊，群众说好。")]
    assert "1篇报道中共1处按报道按上文按下文" in plain(response)
    assert f'href="{reports[0].get_absolute_url()}#p2"' in response.content.decode()


def test_every_place_is_exactly_where_it_says(reports, look, client):
    found = look("党员 义诊").context["found"]
    assert len(found.places) == 8
    for place in found.places:
        assert place.article.part(place.part)[place.start : place.end] == place.line.hit
    anchors = [
        place.address.split("#")[1] for place in found.places if place.article == reports[0]
    ]
    page = client.get(reports[0].get_absolute_url()).content.decode()
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []


def test_a_sentence_is_its_own_context(reports, look):
    response = look("“党员 义诊”~句", "&year=2023")
    assert rows(response) == [("丙地", "党员义诊", "。")]
    assert ("", "党员一早出发", "。") not in rows(look("“党员 义诊”~句"))


@pytest.mark.parametrize(
    ("by", "lefts"),
    [("", ["乙队", "丙地"]), ("left", ["丙地", "乙队"]), ("right", ["乙队", "丙地"]), ("x", ["乙队", "丙地"])],
)  # fmt: skip
def test_places_are_sorted_by_what_stands_around_them(reports, look, by, lefts):
    shown = [left for left, _, _ in rows(look("“党员义诊”", f"&by={by}")) if left]
    assert [left for left in shown if left in lefts] == lefts


def test_places_are_paged_and_links_keep_what_was_asked(make, look, monkeypatch):
    monkeypatch.setattr(context, "PAGE_SIZE", 2)
    make("一", "党员。\n\n党员。\n\n党员。")
    rebuild()
    response = look("党员", "&by=right&page=2&exact=1")
    assert len(rows(response)) == 1
    links = [link.query for link in response.context["links"]]
    assert links[0] == f"?q={quote('党员')}&exact=1&by=right"


def test_too_many_places_are_cut_with_a_notice(make, look, monkeypatch):
    make("一", "党员。\n\n党员。\n\n党员。")
    make("二", "党员。")
    rebuild()
    monkeypatch.setattr(context, "MAX_ARTICLES", 1)
    assert "共2篇报道，只在前1篇中查找位置" in plain(look("党员"))
    monkeypatch.setattr(context, "MAX_PLACES", 2)
    assert "位置太多，只列出前2处" in plain(look("党员 OR 一"))


def test_without_an_engine_the_database_answers(reports, look, monkeypatch):
    monkeypatch.setattr(context, "get_engine", Away)
    response = look("“乙队”")
    assert rows(response) == [("", "乙队", "党员义诊，群众说好。")]
    assert "索引更新中" in plain(response)


def test_what_means_the_same_is_listed_unless_only_the_words_are_wanted(reports, look):
    Synonym.objects.create(terms="义务看病=义诊")
    assert len(rows(look("义务看病"))) == 5
    assert "也检索了：义诊。只检索原词" in plain(look("义务看病"))
    assert rows(look("义务看病", "&exact=1")) == []


def test_every_text_is_escaped(make, look):
    make("<u>党员</u>", "<i>党员</i>")
    rebuild()
    assert not {"<u>", "<i>"} & set(TAGS.findall(look("党员").content.decode()))


def test_files_hold_every_place_with_its_provenance(reports, client):
    address = f"/search/context.{{}}?q={quote('“丙地” OR “=1”')}"
    response = client.get(address.format("csv"))
    assert response["Content-Disposition"].endswith("filename*=utf-8''" + quote("上下文.csv"))
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(StringIO(data.decode("utf-8-sig")))
    pk, home = str(reports[1].pk), f"http://testserver{reports[1].get_absolute_url()}"
    assert head == list(context.COLUMNS)
    assert lines == [
        ["", "'=1", "'+1", pk, "'=1+1", "2023", "", "", "headline", "headline-1", "0", "2",
         f"{home}#headline-1"],
        ["", "丙地", "党员义诊。", pk, "'=1+1", "2023", "", "", "body", "p1", "0", "2",
         f"{home}#p1"],
    ]  # fmt: skip
    book = b"".join(client.get(address.format("xlsx")).streaming_content)
    sheet = list(load_workbook(BytesIO(book)).active.values)
    assert sheet[0] == context.COLUMNS
    assert [row[1] for row in sheet[1:]] == ["=1", "丙地"]
    assert [row[4] for row in sheet[1:]] == ["=1+1", "=1+1"]


@pytest.mark.parametrize("form", ["xls", "CSV", ""])
def test_other_files_are_not_there(db, client, form):
    assert client.get(f"/search/context.{form}?q=x").status_code == 404


def test_many_places_cost_few_queries(reports, look, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        look("党员 义诊")
