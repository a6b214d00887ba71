import json
import re
from datetime import date
from html import unescape

import pytest

from articles.models import (
    Article,
    Claim,
    Likeness,
    Metric,
    OrganizationMention,
    ThemeEvidence,
)
from articles.outputs.typography import for_eye


def test_a_draft_is_not_there(archive, page):
    page(archive.article(status="draft").get_absolute_url(), 404)


def test_a_withdrawn_article_says_why_and_keeps_its_text_to_itself(archive, page):
    article = archive.article(status="withdrawn", withdrawn_reason="作者要求撤下")
    text = page(article.get_absolute_url(), 410)
    assert "作者要求撤下" in text
    assert "白山市中心医院" not in text
    assert article.headline not in page("/articles/")


def test_the_key_decides_and_a_wrong_slug_leads_to_the_right_one(report, client):
    response = client.get(f"/articles/{report.pk}-wrong/", {"hl": "org"})
    assert response.status_code == 301
    assert response["Location"] == f"{report.get_absolute_url()}?hl=org"


def test_highlights_and_cards_lead_to_each_other(report, page):
    text = page(report.get_absolute_url())
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    fragments = set(re.findall(r'href="#([^"]+)"', text))
    assert fragments <= set(ids)
    assert {i for i in ids if i.startswith("s-")} == {f for f in fragments if f.startswith("s-")}


def test_the_text_stays_readable_as_one_with_all_its_highlights(report, page):
    text = page(report.get_absolute_url())
    body = text[text.index('id="text"') : text.index("<aside")]
    plain = re.sub(r"<[^>]+>", "", body)
    assert "近年来，白山市中心医院深化“医心向党”党建品牌创建，举办3期培训班。" in plain


def test_stored_punctuation_can_be_seen(report, page):
    text = page(report.get_absolute_url(), raw="1")
    assert "近年来,<a" in text


def test_a_metric_stands_with_its_wording_sign_state_and_place(report, page):
    text = page(report.get_absolute_url())
    metric = Metric.objects.get(value=12700)
    card = text[text.index(f'id="f-metric-{metric.pk}"') :]
    card = card[: card.index("</li>")]
    for said in ["12,700+", "1.27万余人次", "限定词“余”", "待审", "原文第 2 段"]:
        assert said in card


def test_rejected_facts_and_those_without_a_place_are_hidden(report, page):
    Metric.objects.filter(value=3).update(status="rejected")
    Metric.objects.filter(value=1826).update(anchored=False)
    text = page(report.get_absolute_url())
    assert [m for m in Metric.objects.all() if f"f-metric-{m.pk}" in text] == [
        Metric.objects.get(value=12700)
    ]


def test_indirect_names_are_marked_in_the_text_and_folded_in_the_card(report, page):
    text = page(report.get_absolute_url())
    assert re.search(r'<a class="hl hl-org"[^>]*>该院</a>', text)
    assert "代称 1 处" in text


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        ("none", set()),
        ("brand", {"brand"}),
        ("metric", {"metric"}),
        ("nonsense", {"org", "brand", "metric"}),
        ("all", {"org", "brand", "metric"}),
    ],
)
def test_one_kind_of_highlight_can_be_shown_alone(report, page, kind, marked):
    text = page(report.get_absolute_url(), hl=kind)
    assert set(re.findall(r'class="hl hl-(\w+)"', text)) == marked


def test_facts_in_the_headline_and_in_captions_are_marked_too(archive, page):
    article = archive.article()
    article.captions.create(number=0, text="白山市中心医院党员义诊", credit="王某")
    hospital = archive.organization()
    archive.names(article, hospital, "白山市", part="headline")
    archive.names(article, hospital, "白山市中心医院", part="caption:0")
    text = page(article.get_absolute_url())
    head = text[text.index("<h1") : text.index("</h1>")]
    assert '<a class="hl hl-org"' in head
    assert "图片说明 1" in text
    assert ">标题</a>" in text


def test_the_grounds_of_region_and_theme_are_quoted(report, page):
    start = report.body.index("白山市")
    Claim.objects.create(
        article=report,
        field="region",
        value="220600",
        basis="stated",
        evidence=[{"part": "body", "start": start, "end": start + 3}],
    )
    at = report.body.index("党建品牌")
    ThemeEvidence.objects.create(
        article=report,
        theme=report.primary_theme,
        part="body",
        start=at,
        end=at + 4,
        quote="党建品牌",
    )
    text = page(report.get_absolute_url())
    grounds = text[text.index('class="grounds"') :]
    for said in ["文中写明，待审", "<q>白山市</q>", "主要主题", "<q>党建品牌</q>"]:
        assert said in grounds


def test_the_head_says_who_wrote_it_and_how_far_it_is_reviewed(report, page):
    report.bylines.create(order=1, name="郭文治", role="记者")
    assert "5 项事实，均待审" in page(report.get_absolute_url())
    Metric.objects.filter(value=3).update(status="confirmed")
    Metric.objects.filter(value=1826).update(origin="person")
    text = page(report.get_absolute_url())
    assert "郭文治（记者）" in text
    assert "5 项事实，已审 2 项" in text


def test_an_undated_article_says_so(archive, page):
    assert "日期不详" in page(archive.article().get_absolute_url())


def test_other_articles_of_the_file_are_named(archive, report, page):
    other = archive.article("鹤岗市：三措并举", source=report.source)
    text = page(report.get_absolute_url())
    assert "第 1 篇，共 2 篇" in text
    assert other.get_absolute_url() in text


def test_markup_in_a_text_is_no_markup_of_the_page(archive, page):
    article = archive.article("<b>题</b>", body="正文<script>alert(1)</script>&amp;")
    text = page(article.get_absolute_url())
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "&amp;amp;" in text


def test_the_number_of_facts_does_not_change_the_number_of_queries(
    archive, report, page, settled, django_assert_max_num_queries
):
    for number in range(40):
        body = f"第{number}院有党员{number}名。"
        report.body += "\n\n" + body
        report.save()
        row = archive.organization(f"第{number}院")
        archive.names(report, row, f"第{number}院")
        archive.names(report, archive.brand(f"品牌{number}", owner=row), f"院有党员{number}")
        archive.states(report, f"{number}名。", number, organization=row)
    with django_assert_max_num_queries(9):
        page(report.get_absolute_url())


def test_a_list_turns_pages_and_keeps_its_filters(archive, page, django_assert_max_num_queries):
    source = archive.source()
    for number in range(45):
        archive.article(f"第{number}篇", source=source, theme="brand-building")
    with django_assert_max_num_queries(12):
        text = page("/articles/", theme="brand-building", page="2")
    assert "共 45 篇，第 21—40 篇" in text
    assert 'href="?theme=brand-building&amp;page=3"' in text
    assert text.count("<h3>") == 20


def test_a_page_too_far_shows_the_last_one(archive, page):
    archive.article("唯一一篇")
    assert "唯一一篇" in page("/articles/", page="99")


def test_a_filter_that_leaves_nothing_offers_the_way_back(archive, page):
    archive.article()
    text = page("/articles/", year="1999")
    assert "没有同时符合这些条件的报道" in text
    assert "移除" in text


def test_a_wrong_filter_is_said_and_ignored(archive, page):
    archive.article("仍然在列")
    text = page("/articles/", region="abc")
    assert "地区“abc”无法识别，已忽略" in text
    assert "仍然在列" in text


def test_the_seeds_read_on_the_page_as_they_are_stored(seeds, page):
    for article in Article.objects.public():
        text = page(article.get_absolute_url())
        body = text[text.index('id="text"') : text.index("<aside")]
        printed = re.findall(r'<(?:p|h2|h3) id="[ph]\d+">(.*?)</(?:p|h2|h3)>', body)
        shown = for_eye(article.body)
        assert [unescape(re.sub(r"<[^>]+>", "", block)) for block in printed] == [
            shown[block.start : block.end] for block in article.blocks()
        ]
        marked = set(re.findall(r' id="(s-[^"]+)"', text))
        facts = [*article.organizationmentions.all(), *article.brandmentions.all()]
        facts += article.metrics.all()
        assert len(marked) == len(facts)


def test_of_many_facts_some_are_folded_away_and_none_is_lost(archive, page):
    names = [f"第{number}医院" for number in range(10, 75)]
    article = archive.article(body="、".join(names))
    for name in names:
        archive.names(article, archive.organization(name), name)
    text = page(article.get_absolute_url())
    shown, rest = text[text.index('id="facts"') :].split("其余单位 53 项")
    assert shown.count('class="fact org"') == 12
    assert rest.count('class="fact org"') == 53
    OrganizationMention.objects.filter(quote__in=names[60:]).delete()
    assert "其余单位" not in page(article.get_absolute_url())


def test_the_articles_before_and_after_it_in_its_region_are_named(archive, page):
    days = [date(2024, 3, 5), date(2024, 1, 1), date(2024, 3, 5), date(2025, 1, 1)]
    middle, first, same_day, last = (
        archive.article(f"第{number}篇", published_on=day) for number, day in enumerate(days)
    )
    archive.article("外地的", region_id="230400", published_on=date(2024, 2, 1))
    archive.article("不相干的", published_on=date(2024, 2, 1), off_topic=True)

    def neighbours(article):
        text = page(article.get_absolute_url())
        return re.findall(r'rel="(prev|next)" href="([^"]+)"', text)

    assert neighbours(first) == [("next", middle.get_absolute_url())]
    assert neighbours(middle) == [
        ("prev", first.get_absolute_url()),
        ("next", same_day.get_absolute_url()),
    ]
    assert neighbours(last) == [("prev", same_day.get_absolute_url())]
    assert neighbours(archive.article("无日期")) == []


def test_machines_read_what_is_known_of_it_and_nothing_breaks_out(archive, page):
    article = archive.article(
        "</script><b>题&", published_on=date(2024, 1, 1), date_precision="year"
    )
    article.bylines.create(order=1, name="郭文治", role="记者")
    archive.names(article, archive.organization(), "白山市中心医院")
    text = page(article.get_absolute_url())
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1]
    assert not set("<>&") & set(block)
    data = json.loads(block)
    assert data["headline"] == "</script><b>题&"
    assert data["datePublished"] == "2024"
    assert data["author"] == [{"@type": "Person", "name": "郭文治"}]
    assert data["about"] == [{"@type": "Organization", "name": "白山市中心医院"}]
    assert data["spatialCoverage"] == "白山市"
    assert data["@id"] == f"http://testserver{article.get_absolute_url()}"


def test_of_two_that_are_nearly_one_text_the_older_is_the_canonical_one(archive, page):
    older, newer = archive.article("先收录的"), archive.article("后收录的")
    pair = Likeness.objects.create(article=older, other=newer, overlap=0.95, contained=0.97)

    def canonical(article):
        return re.search(r'rel="canonical" href="([^"]+)"', page(article.get_absolute_url()))[1]

    assert canonical(newer) == canonical(older) == f"http://testserver{older.get_absolute_url()}"
    assert "高度相似" in page(newer.get_absolute_url())
    Likeness.objects.filter(pk=pair.pk).update(overlap=0.3)
    assert canonical(newer).endswith(newer.get_absolute_url())


def test_how_sure_the_reading_is_concerns_staff_alone(report, page, client, editor):
    assert "把握" not in page(report.get_absolute_url())
    client.force_login(editor)
    assert page(report.get_absolute_url()).count("把握 100%") == 5


def test_a_checked_share_says_what_was_computed(report, page):
    Metric.objects.filter(value=3).update(arithmetic="right")
    text = page(report.get_absolute_url())
    assert "验算相符：同句中部分数除以总数" in text


def test_who_may_change_files_is_led_to_reading_them_again(archive, page, client, editor):
    silent = archive.article("没有事实的")
    link = f'href="/admin/articles/source/{silent.source_id}/reread/">重新抽取'
    text = page(silent.get_absolute_url())
    assert "尚未抽取，或文中未发现" in text
    assert "重新抽取" not in text
    client.force_login(editor)
    assert page(silent.get_absolute_url()).count(link) == 2


def test_one_fact_stands_alone(archive, page):
    article = archive.article()
    archive.names(article, archive.organization(), "白山市中心医院")
    text = page(article.get_absolute_url())
    assert "本文的事实 <small>1 项</small>" in text
    assert text.count('class="fact ') == 1
