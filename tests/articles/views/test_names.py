import re

import pytest

from articles.models import Region


def test_indexes_of_an_empty_archive_say_so(lists, page):
    assert "尚无单位" in page("/orgs/")
    assert "尚无品牌" in page("/brands/")


def test_what_no_public_fact_names_is_not_listed(archive, page):
    archive.organization("无人提及的医院")
    archive.names(archive.article("草稿", status="draft"), archive.organization(), "该院")
    text = page("/orgs/")
    assert "无人提及的医院" not in text
    assert "白山市中心医院" not in text


def test_an_index_narrows_by_letter_type_and_region(report, archive, page):
    archive.names(report, archive.organization("卫健局", type="government", region=None), "医院")
    assert "卫健局" in page("/orgs/", letter="W")
    assert "卫健局" not in page("/orgs/", letter="B")
    assert "白山市中心医院" not in page("/orgs/", type="government")
    assert "卫健局" not in page("/orgs/", region="220000")


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ({"letter": "ZZ"}, "字母“ZZ”"),
        ({"type": "ship"}, "类型“ship”"),
        ({"region": "1"}, "地区“1”"),
    ],
)
def test_a_wrong_choice_is_said_and_ignored(report, page, query, notice):
    text = page("/orgs/", **query)
    assert f"{notice}无法识别，已忽略" in text
    assert "白山市中心医院" in text


def test_an_index_offers_the_regions_of_what_else_is_chosen(report, archive, page):
    for code, kind in (("230400", "hospital"), ("220602", "school")):
        row = archive.organization(f"{code}的单位", type=kind, region=Region.objects.get(pk=code))
        archive.names(report, row, "医院")
    text = page("/orgs/")
    assert re.findall(
        r'href="\?region=(\d+)"[^>]*><span>(.*?)</span> <span class="n">(\d)', text
    ) == [
        ("220000", "吉林省", "2"),
        ("230000", "黑龙江省", "1"),
    ]
    text = page("/orgs/", type="hospital")
    assert 'href="?type=hospital&amp;region=220000"' in text
    text = page("/orgs/", region="220000")
    assert "230400的单位" not in text
    assert "白山市 " in re.sub("<[^>]+>", "", text)


def test_an_organization_shows_its_names_numbers_brands_and_articles(
    report, archive, page, django_assert_max_num_queries
):
    hospital = report.organizationmentions.first().organization
    hospital.aliases.create(name="市中心医院")
    with django_assert_max_num_queries(12):
        text = page(hospital.get_absolute_url())
    for said in ["市中心医院", "1,826", "1826名", "“医心向党”", report.headline, "暂无：下级单位"]:
        assert said in text


def test_the_number_leads_to_its_place_in_the_article(report, page):
    metric = report.metrics.get(value=1826)
    text = page(metric.organization.get_absolute_url())
    assert f"{report.get_absolute_url()}#s-metric-{metric.pk}" in text


def test_a_brand_stands_in_its_system_with_its_sentences(
    report, archive, page, django_assert_max_num_queries
):
    brand = report.brandmentions.get().brand
    top = archive.brand("1+N党建品牌", level="system")
    brand.parent = top
    brand.save()
    archive.brand("杏林春满", parent=top)
    archive.brand("护航行动", parent=brand)
    with django_assert_max_num_queries(12):
        text = page(brand.get_absolute_url())
    assert "<h1>“医心向党”</h1>" in text
    assert "已识别 3 个下属" in text
    tree = text[text.index('class="c tree"') :]
    assert tree.index("1+N党建品牌") < tree.index("护航行动")
    assert 'aria-current="true">“医心向党”' in tree
    assert "近年来，白山市中心医院深化<a" in text


def test_a_circle_of_brands_is_drawn_without_end(report, archive, page):
    brand = report.brandmentions.get().brand
    other = archive.brand("互为上级", parent=brand)
    brand.parent = other
    brand.save()
    assert "互为上级" in page(brand.get_absolute_url())


def test_a_sentence_that_names_the_brand_twice_is_quoted_once(archive, page):
    body = "深化“医心向党”创建，擦亮“医心向党”名片。"
    article, brand = archive.article(body=body), archive.brand()
    archive.names(article, brand, "医心向党")
    second = archive.names(article, brand, "“医心向党”名片")
    text = page(brand.get_absolute_url())
    assert text.count("<blockquote>") == 1
    assert f"#s-brand-{second.pk}" not in text[text.index("<blockquote>") :]


def test_a_kind_is_counted_under_the_letter_in_force(archive, report, page):
    for name in ("安康医院", "安宁医院", "滨海医院"):
        archive.names(report, archive.organization(name), "医院")
    text = page("/orgs/", letter="A")
    assert re.search(r"letter=A[^>]*><span>医院</span> <span class=\"n\">2</span>", text)


def test_a_like_name_elsewhere_is_shown_as_not_merged(report, archive, page):
    other = archive.brand("医心向党 健康为民", owner=archive.organization("永康市卫健局"))
    archive.names(report, other, "党建品牌")
    text = page(report.brandmentions.first().brand.get_absolute_url())
    box = text[text.index("名称相近的其他品牌") :]
    assert "未合并" in box
    assert "永康市卫健局" in box


@pytest.mark.parametrize("path", ["/orgs/", "/brands/"])
def test_an_index_asks_the_same_for_many_names(
    report, archive, page, settled, django_assert_max_num_queries, path
):
    for number in range(30):
        owner = archive.organization(f"第{number}医院")
        archive.names(report, owner, "医院")
        archive.names(report, archive.brand(f"品牌{number}", owner=owner), "品牌")
    with django_assert_max_num_queries(9):
        page(path)


@pytest.mark.parametrize("path", ["/orgs/99-x/", "/brands/99-x/"])
def test_an_unknown_key_is_no_page(lists, page, path):
    page(path, 404)
