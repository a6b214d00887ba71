from typing import Any

import pytest

from articles.extraction import extract, markup
from articles.extraction.lexicon import table
from articles.extraction.themes import (
    find_themes,
    is_off_topic,
    judge_sector,
    primary_theme,
    theme_of,
)
from articles.extraction.types import Layout, Organization
from articles.extraction.vocabulary import ArticleKind, OrganizationType, Sector

GOLD_SLUGS = {
    "organization-building", "political-study", "cadre-talent", "clean-governance",
    "brand-building", "volunteer-service", "healthcare-quality", "epidemic-control",
    "community-governance", "retired-members", "rural-health", "mass-organizations",
    "culture-events", "opening-news",
}  # fmt: skip


def article(*paragraphs: str, **parts: Any) -> Layout:
    """Return an article of *paragraphs* with the other *parts* given by name."""
    empty: dict[str, Any] = {
        "kind": ArticleKind.NEWS, "headline": "", "kicker": (), "subheadline": "", "byline": "",
        "authors": (), "byline_organizations": (), "affiliation": "", "abstract": "",
        "keywords": (), "doi": "", "references": (), "captions": (), "segments": (),
    }  # fmt: skip
    return Layout(**{**empty, "body": markup.compose((0, text) for text in paragraphs), **parts})


def body(name: str, kind: OrganizationType) -> Organization:
    """Return an organization that is named without any mention."""
    return Organization(name, kind, "", "", ())


VILLAGE = article(
    "近年来，该村党支部推动党建与产业融合。",
    "驻村第一书记带领村民成立合作社，村集体经济收入达30万元。",
    headline="党建引领强村富民",
)


def test_a_passing_word_makes_no_theme() -> None:
    assert find_themes(article("会议提到疫情。", "大家学习、培训、服务群众。")) == ()


def test_a_word_of_the_first_sentence_stands_for_a_theme_and_a_later_one_does_not() -> None:
    lead = "学校党委打造“红烛先锋”党建品牌，推进立德树人。"
    later = "师生们走进课堂，思政课、课程思政同向同行。"
    slugs = [theme.slug for theme in find_themes(article(lead, later))]
    assert "brand-building" in slugs
    slugs = [theme.slug for theme in find_themes(article(later, "推进立德树人。打造党建品牌。"))]
    assert "brand-building" not in slugs


def test_a_brief_has_the_theme_of_its_one_strong_word() -> None:
    brief = article("11月20日，村党支部组织村民清淤修渠。", headline="冬修水利")
    assert [theme.slug for theme in find_themes(brief)] == ["rural-revitalization"]


def test_themes_stand_best_first_and_the_best_is_the_primary_one() -> None:
    themes = find_themes(VILLAGE)
    assert [theme.score for theme in themes] == sorted((t.score for t in themes), reverse=True)
    assert primary_theme(themes) == "rural-revitalization"
    assert primary_theme(()) == ""


def test_a_theme_in_the_headline_goes_before_one_spoken_of_at_length() -> None:
    text = "清廉医院建设、廉政风险排查、警示教育、纪检监察、红包整治、行风评议。"
    themes = find_themes(article(text, "疫情防控中抗疫。", headline="党旗飘扬在疫情防控一线"))
    assert [theme.slug for theme in themes][:2] == ["epidemic-control", "clean-governance"]


def test_evidence_points_at_its_characters() -> None:
    for theme in find_themes(VILLAGE):
        for mention in theme.evidence:
            span = mention.span
            assert VILLAGE.parts()[span.part][span.start : span.end] == mention.text


@pytest.mark.parametrize("text", ["", "该村党支部抓党建，党员带头。"])
def test_a_text_that_speaks_of_the_party_in_its_title_is_on_topic(text: str) -> None:
    layout = article(text, headline="党建引领强村富民")
    assert is_off_topic(layout, find_themes(layout)) is False


def test_an_opening_without_a_word_on_the_party_is_off_topic() -> None:
    layout = article("中心正式开业，嘉宾出席开业典礼。", headline="首家月子中心正式开业")
    themes = find_themes(layout)
    assert primary_theme(themes) == "opening-news"
    assert is_off_topic(layout, themes) is True


def test_a_sentence_has_one_of_the_themes_of_its_article() -> None:
    themes = find_themes(VILLAGE)
    assert theme_of("村集体经济收入达30万元。", themes) == "rural-revitalization"
    assert theme_of("发放核酸检测试剂。", themes) == ""
    assert theme_of("村集体经济收入达30万元。", ()) == ""


def test_the_field_follows_bodies_and_words() -> None:
    assert judge_sector(article("天气很好。"), ()) is Sector.OTHER
    assert judge_sector(VILLAGE, ()) is Sector.RURAL
    hospitals = tuple(body(f"第{n}医院", OrganizationType.HOSPITAL) for n in "一二三")
    assert judge_sector(article("开展活动。"), hospitals) is Sector.HOSPITAL
    villages = tuple(body(f"{n}村", OrganizationType.COMMUNITY) for n in ("东", "西", "南"))
    assert judge_sector(article("开展活动。"), villages) is Sector.RURAL


def test_the_list_of_themes_holds_the_slugs_that_readers_agreed_on() -> None:
    rows = table("themes")
    slugs = [row["slug"] for row in rows]
    assert len(set(slugs)) == len(slugs)
    assert set(slugs) >= GOLD_SLUGS
    assert all(row["strong"] and row["definition"].endswith("。") for row in rows)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("矿上退下来的工人办起小卖部，井下的日子成了回忆。", set()),
        ("社区免费发放日历，大家都有爱心。", set()),
        (
            "分公司党总支把党小组建在生产一线，技术攻关12项，标杆班组带头。",
            {"enterprise-development"},
        ),
        ("党员轮流送餐，上门服务独居老人，开展助残活动。", {"volunteer-service"}),
        ("设立临时党支部，党小组建在项目上，预备党员带头。", {"organization-building"}),
    ],
)
def test_a_short_report_has_the_themes_that_several_of_its_words_speak_for(
    text: str, slugs: set[str]
) -> None:
    judged = {"enterprise-development", "volunteer-service", "organization-building"}
    found = {theme.slug for theme in find_themes(article("会议昨天召开。", text))}
    assert slugs <= found
    assert slugs or not found & judged


def test_a_brief_that_speaks_of_little_but_the_party_is_on_topic():
    (article,) = extract("某公司召开会议\n\n某公司党委召开会议，部署年度党建工作，培训党员50名。")
    assert not article.off_topic
