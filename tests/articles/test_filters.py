from datetime import date
from urllib.parse import quote

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings, strategies as st

from articles.filters import FACETS, MOST, BrowseFilter, Sort, Value, lineage
from articles.models import Article, Brand, BrandMention, Organization, Region, Source, Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(lists):
    jilin, baishan = Region.objects.get(pk="220000"), Region.objects.get(pk="220600")
    theme = Theme.objects.get(slug="brand-building")
    hospital = Organization.objects.create(
        name="白山市中心医院", type="hospital", region=baishan, sort_key="bai"
    )
    brand = Brand.objects.create(
        name="医心向党", key="医心向党", kind="品牌", level="unit", sort_key="yi"
    )
    return {
        "region": jilin,
        "theme": theme,
        "organization": hospital,
        "brand": brand,
        "city": baishan,
    }


@pytest.fixture
def article(rows):
    source = Source.objects.create(
        name="000.txt", sha256="0" * 64, size=1, media_type="text/plain", encoding="utf-8", text=""
    )

    def make(headline, **fields):
        if "published_on" in fields:
            fields["date_precision"] = "day"
        ordinal = Article.objects.count() + 1
        return Article.objects.create(
            source=source, ordinal=ordinal, headline=headline, body="正文", **fields
        )

    return make


def parse(query, **fixed):
    return BrowseFilter.parse(QueryDict(query), **fixed)


def chosen(query, **fixed):
    return [str(a) for a in parse(query, **fixed).apply(Article.objects.all())]


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("region=999999", "地区“999999”无法识别，已忽略"),
        ("region=%00", "地区“\0”无法识别，已忽略"),
        ("theme=nothing", "主题“nothing”无法识别，已忽略"),
        ("theme=brand-building&theme=a&theme=b", "主题“a”“b”无法识别，已忽略"),
        ("organization_type=ship", "单位类型“ship”无法识别，已忽略"),
        ("publication=%00", "来源“\0”无法识别，已忽略"),
        (
            "&".join(f"year={2000 + n}" for n in range(MOST + 1)),
            "年份一次最多选 10 项，其余已忽略",
        ),
        ("theme=%00", "主题“\0”无法识别，已忽略"),
        ("organization=0", "单位“0”无法识别，已忽略"),
        ("organization=" + "9" * 40, f"单位“{'9' * 30}”无法识别，已忽略"),
        ("brand=x", "品牌“x”无法识别，已忽略"),
        ("sector=moon", "领域“moon”无法识别，已忽略"),
        ("year=20211", "年份“20211”无法识别，已忽略"),
        ("year_from=soon", "起始年份“soon”无法识别，已忽略"),
        ("sort=up", "排序“up”无法识别，已忽略"),
        ("page=-1", "页码“-1”无法识别，已忽略"),
        ("year_from=2022&year_to=2020", "起始年份晚于截止年份，已对调"),
    ],
)
def test_what_cannot_be_read_is_ignored_and_said(rows, query, notice):
    assert parse(query).notices == (notice,)


def test_unknown_and_empty_parameters_say_nothing():
    found = parse("utm=1&region=&hl=org")
    assert (found, found.notices, found.pairs()) == (BrowseFilter(), (), [])


def test_a_province_takes_in_its_cities(rows, article):
    article("白山", region=rows["city"])
    article("无地区")
    assert chosen("region=220000") == ["白山"]


def test_years_take_in_both_ends_and_leave_the_undated_out(article):
    article("一", published_on=date(2019, 12, 31))
    article("二", published_on=date(2020, 1, 1))
    article("三", published_on=date(2021, 12, 31))
    article("无日期")
    assert chosen("year_from=2020&year_to=2021&sort=oldest") == ["二", "三"]
    assert chosen("year=2019年") == ["一"]


def test_an_organization_or_brand_is_found_only_by_facts_that_stand(rows, article):
    for number, status in enumerate(["pending", "rejected"]):
        BrandMention.objects.create(
            article=article(status),
            brand=rows["brand"],
            part="headline",
            start=0,
            end=2,
            quote="x",
            status=status,
            anchored=True,
            rule=str(number),
        )
    assert chosen(f"brand={rows['brand'].pk}") == ["pending"]
    assert chosen(f"organization={rows['organization'].pk}") == []


def test_what_the_page_fixes_applies_but_shows_nowhere(rows, article):
    article("白山", region=rows["city"])
    found = parse("region=220600&sector=hospital", region=rows["region"])
    assert found.chosen["region"] == (Value("220000", "吉林省"),)
    assert found.urlencode() == "sector=hospital"
    assert [(c.key, c.label, c.rest) for c in found.chips()] == [("sector", "公立医院", "")]
    assert not found.without("sector").narrowed


def test_any_change_but_turning_pages_goes_back_to_the_first_page():
    found = parse("page=3&sort=oldest&year=2021")
    rural = Value("rural", "农村")
    assert found.only("sector", rural).urlencode() == "sector=rural&year=2021&sort=oldest"
    assert found.without("year").urlencode() == "sort=oldest"
    assert found.with_("page", 4).urlencode(q="医心") == (
        "q=%E5%8C%BB%E5%BF%83&year=2021&sort=oldest&page=4"
    )


def test_any_value_of_a_facet_will_do_and_every_facet_must_hold(rows, article):
    article("一", published_on=date(2019, 1, 1), region=rows["city"])
    article("二", published_on=date(2020, 6, 1), region=rows["city"], sector="rural")
    article("三", published_on=date(2021, 12, 31))
    assert chosen("year=2019&year=2021") == ["三", "一"]
    assert chosen("year=2019&year=2020&region=220600&region=140000") == ["二", "一"]
    assert chosen("year=2019&year=2020&sector=rural&sector=school") == ["二"]
    assert chosen("year=2019&year=2020&year_from=2020") == ["二"]
    assert chosen("publication=日报") == []


def test_values_come_and_go_one_by_one():
    found = parse("year=2021&year=2019&year_from=2018")
    seven = Value("2007", "2007年")
    assert found.adding("year", seven).urlencode() == (
        "year=2007&year=2019&year=2021&year_from=2018"
    )
    assert found.only("year", seven).urlencode() == "year=2007"
    assert [(chip.label, chip.rest) for chip in found.chips(q="x")] == [
        ("2019年", "q=x&year=2021&year_from=2018"),
        ("2021年", "q=x&year=2019&year_from=2018"),
        ("2018年及以后", "q=x&year=2019&year=2021"),
    ]


def test_one_filter_has_one_address_however_it_was_typed(rows):
    first = parse("theme=brand-building&year=2021&year=2020年&sector=rural&sector=rural")
    second = parse("sector=rural&year=2020&theme=brand-building&year=2021")
    assert first == second
    assert first.urlencode() == "theme=brand-building&sector=rural&year=2020&year=2021"


def test_only_the_parameters_asked_for_are_read():
    found = BrowseFilter.parse(QueryDict("year=2020&sector=x&page=2"), ("page",))
    assert (found.pairs(), found.notices) == ([("page", "2")], ())


def test_the_codes_of_the_list_tell_under_what_a_region_stands(lists):
    rows = {row.code: row for row in Region.objects.select_related("parent__parent")}
    for code, row in rows.items():
        assert [c for c in lineage(code) if c in rows] == [r.code for r in row.lineage()]


def test_a_plain_list_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        parse("sector=hospital&year=2020&page=2").chips()


def test_rows_are_looked_up_at_one_go(rows, django_assert_num_queries):
    address = BrowseFilter()
    for key in ("region", "theme", "organization", "brand"):
        address = address.adding(key, Value.of(rows[key]))
    with django_assert_num_queries(1):
        assert parse(f"{address.urlencode()}&region=999999").chosen == address.chosen


def test_two_of_one_name_are_told_apart_where_both_are_chosen(rows):
    same = Organization.objects.create(name="白山市中心医院", type="hospital", sort_key="b")
    first = rows["organization"]
    chips = parse(f"organization={first.pk}&organization={same.pk}").chips()
    assert [chip.label for chip in chips] == ["白山市中心医院（白山市）", "白山市中心医院"]
    assert parse(f"organization={first.pk}").chips()[0].label == "白山市中心医院"


years = st.one_of(st.none(), st.integers(1900, 2100))
FIXED_LISTS = {
    "sector": st.sampled_from(["rural", "school", "hospital"]),
    "year": st.integers(1900, 2100).map(str),
    "organization_type": st.sampled_from(["media", "hospital"]),
    "publication": st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    names=st.sets(st.sampled_from(["region", "city", "theme", "organization", "brand"])),
    listed=st.fixed_dictionaries({k: st.sets(v, max_size=4) for k, v in FIXED_LISTS.items()}),
    start=years,
    end=years,
    sort=st.sampled_from(list(Sort)),
    page=st.integers(1, 10**9 - 1),
)
def test_reading_back_what_was_written_gives_the_same_filter(
    rows, names, listed, start, end, sort, page
):
    if start and end and start > end:
        start, end = end, start
    written = BrowseFilter(year_from=start, year_to=end)
    for name in names:
        written = written.adding("region" if name == "city" else name, Value.of(rows[name]))
    for key, texts in listed.items():
        for text in texts:
            (value,) = parse(f"{key}={quote(text)}").chosen[key]
            written = written.adding(key, value)
    written = written.with_("sort", sort).with_("page", page)
    read = parse(written.urlencode())
    assert (read, read.notices) == (written, ())
    assert set(read.chosen) <= set(FACETS)
