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
from articles.extraction.types import Layout, Mention, Organization, Span
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


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("宿豫区人民检察院党组", Sector.AGENCY),
        ("四川蜀正律师事务所党支部", Sector.NEW_ORGANIZATIONS),
        ("两河村党总支", Sector.RURAL),
        ("榆树沟中心小学党支部", Sector.SCHOOL),
        ("成都供电段西昌供电车间", Sector.ENTERPRISE),
        ("吉州区卫生健康委员会", Sector.HOSPITAL),
        ("红旗路社区党委", Sector.COMMUNITY),
    ],
)
def test_the_name_of_a_body_in_the_first_paragraph_tells_the_field(
    name: str, sector: Sector
) -> None:
    span = Span("body", 0, len(name))
    told = Organization(name, OrganizationType.OTHER, "", "", (Mention(span, name, "suffix"),) * 2)
    assert judge_sector(article(f"{name}开展活动。"), (told,)) is sector


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (
            "律所里的红色门牌\n\n四川蜀正律师事务所党支部现有党员律师32名。支部把党建写入律所章程。\n\n"
            "党员律师每月到社区坐班，提供公益法律咨询1300人次。",
            "new-organizations",
        ),
        (
            "井口的安全岗\n\n平朔煤业集团三号井党总支设立党员安全监督岗27个，查改隐患930条。\n\n"
            "各区队党支部围绕掘进、通风攻关14项，党员班长带着工人节约材料费320万元。",
            "enterprise-development",
        ),
        (
            "证照联办跑出加速度\n\n鄞州区市场监督管理局党委在登记注册窗口设立党员示范岗6个。\n\n"
            "局机关各支部走访经营主体420户，解决信用修复难题170个，审批提速三成。",
            "agency-efficiency",
        ),
        (
            "枣园变了样\n\n两河村党总支带着党员修剪枣树。这几年，村里流转土地600亩，建起冷库。\n\n"
            "党员划片联户，每月开一次碰头会，修通了3.2公里产业路。",
            "rural-revitalization",
        ),
    ],
)
def test_the_field_of_who_reports_goes_before_passing_words_on_the_party(
    text: str, slug: str
) -> None:
    (found,) = extract(text)
    assert found.primary_theme == slug


def test_words_on_branches_alone_are_a_theme_of_any_report() -> None:
    found = find_themes(article("支部会上，党员认领任务。", "该党支部清淤修渠，农田得水。"))
    assert "organization-building" in {theme.slug for theme in found}


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
