import re
from datetime import date

import pytest

from articles.models import Region


def meta(text):
    """Return the head of a brand's page without marks."""
    plain = re.sub(r"<[^>]+>", "", text[text.index('<dl class="meta">') : text.index("</dl>")])
    return dict(re.findall(r"(首见|最近|文中写法)\s*(.*)", plain))


def test_a_brand_alone_has_no_tree_and_one_place(report, page):
    text = page(report.brandmentions.get().brand.get_absolute_url())
    assert 'id="tree"' not in text
    assert meta(text)["首见"].startswith("2024年3月5日")
    assert "最近" not in meta(text)


def test_the_first_and_the_last_place_are_those_with_dates(archive, page):
    brand = archive.brand(owner=archive.organization())
    days = [date(2023, 5, 1), None, date(2019, 1, 1), date(2025, 2, 2)]
    for day in days:
        row = archive.article(f"{day or '日期不详'}的报道", published_on=day)
        archive.names(row, brand, "医心向党")
    found = meta(page(brand.get_absolute_url()))
    assert found["首见"] == "2019年1月1日 《2019-01-01的报道》"
    assert found["最近"] == "2025年2月2日 《2025-02-02的报道》"


def test_without_dates_the_oldest_row_is_first_and_said_to_be_undated(archive, page):
    brand = archive.brand()
    for name in ("甲", "乙"):
        archive.names(archive.article(name), brand, "医心向党")
    found = meta(page(brand.get_absolute_url()))
    assert (found["首见"], found["最近"]) == ("日期不详 《甲》", "日期不详 《乙》")


def test_every_other_wording_leads_to_where_it_is_printed(archive, page):
    brand, row = archive.brand(), archive.article(body="创建“医心·向党”，擦亮医心 向党名片。")
    one, other = (archive.names(row, brand, words) for words in ("医心·向党", "医心 向党"))
    text = page(brand.get_absolute_url())
    wordings = text[text.index("<dt>文中写法") : text.index("</dl>")]
    assert re.findall(r"#s-brand-(\d+)", wordings) == [str(other.pk), str(one.pk)]


def test_a_name_shared_by_two_units_is_said_to_be_two_brands(report, archive, page):
    other = archive.brand(owner=archive.organization("永康市卫健局"))
    like = archive.brand("医心向党、健康为民", owner=archive.organization("永康市中医院"))
    archive.names(report, other, "党建品牌")
    archive.names(report, like, "品牌")
    text = page(report.brandmentions.first().brand.get_absolute_url())
    box = text[text.index('id="alike"') :]
    assert "是不同的品牌，未合并" in box
    assert re.findall(r"</a>”( <span class=\"flag\">同名</span>)? <small>(\w+)", box) == [
        (' <span class="flag">同名</span>', "永康市卫健局"),
        ("", "永康市中医院"),
    ]


def test_a_number_of_units_told_in_the_text_stands_beside_what_was_found(archive, page):
    row = archive.article(body="26家医疗单位对“医心向党”高度重视。全系统30家医院验收。")
    top = archive.brand(level="system")
    archive.names(row, top, "医心向党")
    archive.brand("杏林春满", parent=top)
    bodies = {"unit": "家", "family": "bodies", "subject": "医疗单位"}
    metric = archive.states(
        row, "26家", 26, sentence="26家医疗单位对“医心向党”高度重视。", **bodies
    )
    archive.states(row, "30家", 30, sentence="全系统30家医院验收。", **bodies)
    text = page(top.get_absolute_url())
    tree = re.sub(r"\s+", "", text[text.index('id="tree"') :])
    assert f'#s-metric-{metric.pk}">26家</a>医疗单位</q>，已识别1家' in tree
    assert "30家" not in tree


@pytest.mark.parametrize(("size", "groups"), [(30, 0), (31, 2)])
def test_a_large_system_is_grouped_by_the_type_of_its_units(
    archive, page, settled, django_assert_max_num_queries, size, groups
):
    top = archive.brand(level="system")
    archive.names(archive.article(), top, "医心向党")
    for number in range(size):
        owner = archive.organization(f"第{number}医院") if number else None
        child = archive.brand(f"品牌{number}", parent=top, owner=owner)
    with django_assert_max_num_queries(12):
        text = page(top.get_absolute_url())
    summaries = re.findall(r"<details><summary>(.*?)</summary>", text[text.index("c tree") :])
    assert summaries == ["医院（30）", "单位未写明（1）"][:groups]
    opened = page(child.get_absolute_url())
    assert ("<details open><summary>医院（30）" in opened) == bool(groups)


def test_the_staff_is_told_of_brands_that_stand_above_each_other(report, client, archive, editor):
    brand = report.brandmentions.get().brand
    brand.parent = archive.brand("互为上级", parent=brand)
    brand.save()
    assert "互为上级，请" not in client.get(brand.get_absolute_url()).content.decode()
    client.force_login(editor)
    text = client.get(brand.get_absolute_url()).content.decode()
    assert f'<a href="/admin/articles/brand/{brand.pk}/change/">在编辑台更正' in text


def test_the_index_tells_since_when_a_brand_is_known(archive, page):
    brand = archive.brand(region=Region.objects.get(pk="220600"))
    for day in (date(2022, 1, 1), date(2019, 1, 1), None):
        archive.names(archive.article(published_on=day), brand, "医心向党")
    archive.names(archive.article(), archive.brand("无日期"), "医心向党")
    since = re.findall(r'data-label="首见">(.*?)</td>', page("/brands/"))
    assert since == ["不详", "2019"]


def test_a_slogan_stands_with_the_place_that_calls_it_so(archive, page):
    row = archive.article(body="该院“医心向党”品牌以“人民至上”为服务宗旨。“别的”口号是“不相干”。")
    brand = archive.brand()
    mention = archive.names(row, brand, "医心向党")
    text = page(brand.get_absolute_url())
    place = f"{row.get_absolute_url()}#s-brand-{mention.pk}"
    assert f'<dt>宗旨</dt><dd><q>人民至上</q> <a href="{place}">出处</a>' in text
    assert text.count("出处</a>") == 1
