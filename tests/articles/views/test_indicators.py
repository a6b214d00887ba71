import re

import pytest

from articles.models import Indicator, Metric


def test_planned_numbers_stay_out_unless_asked_for(values, indicator, page):
    text = page(indicator.get_absolute_url())
    assert "900人次" not in text
    text = page(indicator.get_absolute_url(), planned="1")
    assert "900人次" in text
    assert '<span class="flag">计划</span>' in text


def test_a_chart_never_stands_without_the_table_of_the_same_values(values, indicator, page):
    text = page(indicator.get_absolute_url())
    chart = text[text.index('class="c bars"') :]
    assert re.findall("<span>(.*?)</span>.*?<b>(.*?)</b>", chart)[:2] == [
        ("乙院（2021年）", "400+"),
        ("甲院（2020年）", "100"),
    ]
    assert text.count('class="bar') == 2
    assert text.count('class="bar estimated"') == 1
    table = text[text.index("<table") :]
    assert table.index("乙院") < table.index("甲院")
    assert "<q>400余人次</q>" in table


def test_bars_say_what_is_counted_where_the_owner_does_not_tell(values, archive, indicator, page):
    extra = archive.article(body="甲院办结30人次。群众诉求20人次。", region_id="220600")
    owner = values[0].organization
    archive.states(extra, "30人次", 30, indicator=indicator, organization=owner, action="办结")
    archive.states(extra, "20人次", 20, indicator=indicator, subject="白山市“先锋”队员")
    archive.states(extra, "群众诉求", 10, indicator=indicator, subject="诉求")
    labels = re.findall("<li><span>(.*?)</span><svg", page(indicator.get_absolute_url()))
    assert labels == [
        "乙院（2021年）",
        "甲院：群众（2020年）",
        "甲院：办结群众",
        "白山市“先锋”队员",
        "白山市：诉求",
    ]


def test_a_sum_is_called_what_it_is_and_leaves_targets_and_parts_out(values, indicator, page):
    assert re.search(r"报道合计 <b>.*>500<.*非统计数据", page(indicator.get_absolute_url()))
    assert "报道合计" in page(indicator.get_absolute_url(), planned="1")
    Metric.objects.filter(value=100).update(part_of=values[1])
    assert "报道合计 <b>" not in page(indicator.get_absolute_url())


def test_what_must_not_be_added_has_no_sum(values, indicator, page):
    Indicator.objects.update(additive=False)
    assert "报道合计 <b>" not in page(indicator.get_absolute_url())


def test_one_value_is_a_figure_without_a_chart(values, indicator, page):
    text = page(indicator.get_absolute_url(), region="220000")
    assert 'class="figure"' in text
    assert "<svg" not in text


def test_a_filter_that_leaves_nothing_offers_all(values, indicator, page):
    assert "放宽到全部（2）" in page(indicator.get_absolute_url(), year="1999")


def test_off_topic_and_unpublished_reports_are_not_compared(values, indicator, page):
    values[0].article.__class__.objects.filter(pk=values[0].article_id).update(off_topic=True)
    values[1].article.__class__.objects.filter(pk=values[1].article_id).update(status="draft")
    text = page(indicator.get_absolute_url())
    assert "只有计划数" in text
    assert '<a href="?planned=1">查看计划数（1）</a>' in text


def test_an_indicator_asks_at_most_twelve_questions(
    values, indicator, page, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page(indicator.get_absolute_url(), region="220000", year="2020")


def test_an_unknown_indicator_is_no_page(lists, page):
    page("/metrics/nothing/", 404)


def rows(text):
    table = text[text.index("<tbody>") :]
    return re.findall(r'<th scope="row".*?>(\w+)</a></th>', table)


def test_columns_are_sorted_by_links_that_say_which_way(values, indicator, page):
    text = page(indicator.get_absolute_url())
    assert re.findall(r'aria-sort="(\w+)"><a href="(.*?)"', text) == [
        ("descending", "?order=value")
    ]
    assert rows(text) == ["乙院", "甲院"]
    text = page(indicator.get_absolute_url(), order="value")
    assert rows(text) == ["甲院", "乙院"]
    assert 'aria-sort="ascending"' in text
    assert rows(page(indicator.get_absolute_url(), order="-region")) == ["乙院", "甲院"]
    assert rows(page(indicator.get_absolute_url(), order="year")) == ["甲院", "乙院"]
    assert rows(page(indicator.get_absolute_url(), order="nonsense")) == ["乙院", "甲院"]


@pytest.mark.parametrize(
    ("group", "labels"),
    [
        ("organization", ["甲院", "乙院"]),
        ("region", ["白山市", "鹤岗市"]),
        ("-year", ["2021年", "2020年"]),
    ],
)
def test_values_stand_by_group(values, indicator, page, group, labels):
    text = page(indicator.get_absolute_url(), group=group)
    assert re.findall(r'scope="rowgroup"[^>]*>(\w+) <', text) == labels


def test_units_that_differ_never_share_an_axis_or_a_sum(archive, page):
    gifts = Indicator.objects.create(
        slug="gifts", name="表扬", group="测试", family="count", additive=True
    )
    article = archive.article(body="锦旗3面、5面，感谢信20封、40封，事项2项、4件。")
    for quote, value in [
        ("3面", 3),
        ("5面", 5),
        ("20封", 20),
        ("40封", 40),
        ("2项", 2),
        ("4件", 4),
    ]:
        archive.states(
            article, quote, value, unit=quote[-1], family="count", indicator=gifts, subject="谢"
        )
    text = page(gifts.get_absolute_url())
    assert re.findall(r"<h2>以“(.)”计 <small>(\d) 条", text) == [("封", "2"), ("面", "2")]
    assert re.findall(r'报道合计 <b><data value="(\d+)', text) == ["6", "60", "8"]
    charts = text.split('class="c bars"')[1:]
    assert [re.findall(r"<b>(\d+)</b>", chart.split("</ul>")[0]) for chart in charts] == [
        ["4", "2"],
        ["40", "20"],
        ["5", "3"],
    ]


def test_a_value_far_out_is_flagged_and_the_scale_can_be_changed(archive, indicator, page):
    body = "".join(f"第{n}次{n}人次。" for n in range(101, 110)) + "共99999人次。"
    article = archive.article(body=body)
    for n in [*range(101, 110), 99999]:
        archive.states(article, f"{n}人次", n, indicator=indicator)
    text = page(indicator.get_absolute_url())
    assert text.count('<span class="flag">待核</span>') == 1
    assert "对数刻度）" not in text
    text = page(indicator.get_absolute_url(), scale="log")
    assert "对数刻度）" in text
    assert 'width="40.' in text or 'width="41.' in text


def test_a_change_within_a_year_stands_beside_the_value(values, archive, indicator, page):
    article = archive.article(body="甲院服务150人次。")
    owner = values[0].organization
    archive.states(article, "150人次", 150, indicator=indicator, organization=owner, year=2021)
    text = page(indicator.get_absolute_url())
    assert text.count("较上年") == 1
    assert "较上年 +50%" in text


def test_organizations_can_be_ticked_to_be_compared(values, archive, indicator, page):
    for value in values:
        archive.names(value.article, value.organization, value.organization.name)
    text = page(indicator.get_absolute_url())
    ticks = re.findall(r'form="tick" name="(\w+)" value="(\d+)"', text)
    action = re.search(r'<form id="tick"[^>]* action="([^"]+)"', text)[1]
    compared = page(action, organization=[value for _, value in ticks])
    assert {name for name, _ in ticks} == {"organization"}
    assert "甲院" in compared
    assert "乙院" in compared


def test_about_figures_can_be_left_out(values, indicator, page):
    assert rows(page(indicator.get_absolute_url(), exact="1")) == ["甲院"]


def test_the_filter_that_keeps_all_out_is_named_with_what_it_hides(values, indicator, page):
    text = page(indicator.get_absolute_url(), region="220000", year="2021")
    assert re.findall(r'href="(\?[^"]*)">不限(\w+)（(\d)）', text) == [
        ("?year=2021", "地区", "1"),
        ("?region=220000", "年份", "1"),
    ]


def test_the_longest_page_asks_at_most_twelve_questions(
    archive, indicator, page, settled, django_assert_max_num_queries
):
    names = [f"第{n}院" for n in range(120)]
    article = archive.article(
        body="".join(f"{name}{100 + n}人次。" for n, name in enumerate(names))
    )
    for n, name in enumerate(names):
        owner = archive.organization(name)
        value = 100_000 if n == 7 else 100 + n
        archive.states(
            article,
            f"{name}{100 + n}人次",
            value,
            indicator=indicator,
            organization=owner,
            year=2020 + n % 2,
        )
    page(indicator.get_absolute_url())
    with django_assert_max_num_queries(12):
        page(indicator.get_absolute_url(), order="year", group="region", page="2")


@pytest.mark.parametrize(("size", "bars", "said"), [(40, 40, False), (41, 20, True)])
def test_a_chart_shows_all_up_to_forty_and_of_more_the_highest_twenty(
    archive, indicator, page, size, bars, said
):
    quotes = [f"{100 + n}人次" for n in range(size)]
    article = archive.article(body="，".join(quotes))
    for n, quote in enumerate(quotes):
        archive.states(article, quote, 100 + n, indicator=indicator)
    text = page(indicator.get_absolute_url())
    chart = text[text.index('<ul class="c bars">') :]
    assert chart[: chart.index("</ul>")].count("<li>") == bars
    assert ("图示最高的 20 条，全部见下表" in text) == said
