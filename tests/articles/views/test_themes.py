import re
from datetime import date

from articles.models import Indicator, Theme, ThemeEvidence


def test_an_unknown_theme_is_no_page(lists, page):
    page("/themes/nothing/", 404)


def test_a_theme_without_articles_shows_its_definition(lists, page):
    theme = Theme.objects.get(slug="brand-building")
    text = page(theme.get_absolute_url())
    assert "尚无以此为主要主题的报道" in text


def test_a_theme_lists_its_articles_and_counts_those_that_touch_it(
    report, archive, page, django_assert_max_num_queries
):
    other = archive.article("另有主题", theme="epidemic-control")
    ThemeEvidence.objects.create(
        article=other, theme=report.primary_theme, part="body", start=0, end=2, quote="##"
    )
    with django_assert_max_num_queries(12):
        text = page("/themes/brand-building/")
    assert "共 1 篇" in text
    assert "另有 1 篇涉及此主题" in text


def test_the_outline_counts_public_articles_alone(archive, page):
    archive.article(theme="brand-building")
    archive.article("草稿", theme="brand-building", status="draft")
    archive.article("无主题")
    text = page("/themes/")
    line = text[text.index("/themes/brand-building/") :]
    assert line[: line.index("</li>")].endswith('<span class="n">1</span>')
    assert "1 篇报道未归入主题</a>" in text


def test_a_theme_leads_by_years_and_to_those_beside_it(archive, page):
    study = Theme.objects.get(slug="political-study")
    for year, words in ((2019, "党员"), (2021, "近年"), (2021, "")):
        row = archive.article(theme="brand-building", published_on=date(year, 1, 1))
        if words:
            touch(row, study)
            touch(row, row.primary_theme)
    touch(archive.article(), study, status="rejected")
    text = page("/themes/brand-building/")
    assert '<a href="/themes/political-study/">理论学习教育</a> 2 篇</p>' in text
    assert 'href="?year=2021#results"' in text
    assert "2020年<br>无报道" in text
    narrowed = page("/themes/brand-building/", year="2021")
    assert 'aria-current="true"><svg' in narrowed


def test_evidence_struck_out_or_of_a_draft_brings_no_themes_together(archive, page):
    study = Theme.objects.get(slug="political-study")
    touch(archive.article(theme="brand-building"), study, status="rejected")
    touch(archive.article(theme="brand-building", status="draft"), study)
    touch(archive.article(theme="retired-members"), study)
    assert "常同时涉及" not in page("/themes/brand-building/")


def test_the_outline_tells_the_years_of_each_theme(archive, page, django_assert_max_num_queries):
    for year in (2019, 2024):
        archive.article(theme="brand-building", published_on=date(year, 1, 1))
    with django_assert_max_num_queries(3):
        text = page("/themes/")
    assert '党建品牌</a> <small class="inline">2019—2024年</small>' in text


def touch(row, theme, **fields):
    start = ThemeEvidence.objects.filter(article=row).count()
    return ThemeEvidence.objects.create(
        article=row, theme=theme, part="body", start=start, end=start + 2, quote="##", **fields
    )


def test_a_theme_that_nothing_is_told_of_offers_no_tabs(lists, page):
    assert 'class="tabs"' not in page("/themes/brand-building/")
    assert "尚无单位" in page("/themes/brand-building/orgs/")
    assert "没有可与别处比较的数据" in page("/themes/brand-building/metrics/")
    page("/themes/brand-building/own/", 404)


def test_tabs_show_whom_and_what_the_articles_of_a_theme_name(
    report, archive, page, django_assert_max_num_queries
):
    other = archive.article("另有主题", theme="epidemic-control")
    archive.names(other, archive.organization("别处医院"), "医护人员")
    indicator = Indicator.objects.get(slug="party-members")
    report.metrics.filter(value=1826).update(indicator=indicator)
    text = page("/themes/brand-building/")
    tabs = text[text.index('class="tabs"') :]
    tabs = tabs[: tabs.index("</nav>")]
    assert re.findall(r'">(\w+) <span class="n">(\d)<', tabs) == [
        ("报道", "1"), ("单位", "1"), ("品牌", "1"), ("指标", "1"),
    ]  # fmt: skip
    with django_assert_max_num_queries(12):
        units = page("/themes/brand-building/orgs/")
    assert "白山市中心医院" in units
    assert "别处医院" not in units
    assert "判定依据" in units
    assert "医心向党" in page("/themes/brand-building/brands/", letter="Y")
    values = page("/themes/brand-building/metrics/")
    link = f"{indicator.get_absolute_url()}?theme=brand-building"
    assert f'href="{link}">{indicator.name}</a>' in values
    assert "共 1 条" in page(link)
