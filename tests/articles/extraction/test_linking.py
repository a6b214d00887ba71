from decimal import Decimal
from typing import Any

import pytest

from articles.extraction import markup
from articles.extraction.brands import find_brands
from articles.extraction.linking import own_brands, own_metrics
from articles.extraction.organizations import find_organizations
from articles.extraction.regions import find_regions
from articles.extraction.types import Layout, Metric, Organization, Span
from articles.extraction.vocabulary import (
    ArithmeticCheck,
    ArticleKind,
    MetricStatus,
    Qualifier,
    UnitFamily,
)


def article(*paragraphs: str, **parts: Any) -> Layout:
    empty: dict[str, Any] = {
        "kind": ArticleKind.NEWS, "headline": "", "kicker": (), "subheadline": "", "byline": "",
        "authors": (), "byline_organizations": (), "affiliation": "", "abstract": "",
        "keywords": (), "doi": "", "references": (), "captions": (), "segments": (),
    }  # fmt: skip
    return Layout(**{**empty, "body": markup.compose((0, text) for text in paragraphs), **parts})


def bodies(layout: Layout) -> tuple[Organization, ...]:
    return find_organizations(layout, "330784", find_regions(layout))


def owners(*paragraphs: str) -> dict[str, str]:
    layout = article(*paragraphs)
    owned = own_brands(layout, find_brands(layout), bodies(layout))
    return {brand.name: brand.owner for brand in owned}


def counted(*paragraphs: str, number: str = "80名") -> str:
    """Return the body to which the figure *number* of *paragraphs* is given."""
    layout = article(*paragraphs)
    start = layout.body.index(number)
    metric = Metric(
        Span("body", start, start + len(number)), number, Decimal(80), None, "名",
        UnitFamily.PEOPLE, Qualifier.EXACT, "", "", "", None, "", "", "", MetricStatus.ACHIEVED,
        None, ArithmeticCheck.NONE, "", "test", 1.0,
    )  # fmt: skip
    [owned] = own_metrics(layout, (metric,), bodies(layout))
    return owned.organization


def test_a_national_campaign_belongs_to_nobody() -> None:
    assert owners("北门社区开展“两学一做”学习教育。") == {"两学一做": ""}


def test_a_brand_belongs_to_the_body_right_before_it() -> None:
    assert owners("玉玺台社区借鉴滨河社区“红色物业”工作法。") == {"红色物业": "滨河社区"}


def test_each_member_of_a_list_has_its_own_owner() -> None:
    text = "永康市中医院“杏林春满”、市中心医院“健康守护”等品牌。"
    assert owners(text) == {"杏林春满": "永康市中医院", "健康守护": "永康市中心医院"}


def test_a_brand_belongs_to_the_nearest_body_of_its_sentence() -> None:
    text = "北门社区分享经验，帮助玉兰湾社区推行“五邻五色”工作法。"
    assert owners(text) == {"五邻五色": "玉兰湾社区"}


def test_a_companion_owns_no_brand() -> None:
    text = "北门社区联合永康市中医院，推行“五邻五色”工作法。"
    assert owners(text) == {"五邻五色": "北门社区"}


def test_the_subject_of_another_sentence_owns_no_brand() -> None:
    assert owners("北门社区开会。永康市推行“五邻五色”行动。") == {"五邻五色": ""}


def test_a_brand_without_a_body_falls_to_the_one_the_article_is_about() -> None:
    first = "永康市中医院开会。永康市中医院获奖。"
    assert owners(first, "全力打造“仁心中医”党建品牌。") == {"仁心中医": "永康市中医院"}


@pytest.mark.parametrize(
    "text",
    [
        "全市共有党员80名。",
        "北门社区开会。全县培训党员80名。",
        "永康市发展党员80名。",
        "全系统党员80名请战。",
        "村级组织80名骨干参加。",
        "永康市中医院义诊；全县培训党员80名。",
    ],
)
def test_a_figure_of_a_region_or_system_belongs_to_nobody(text: str) -> None:
    assert counted(text) == ""


@pytest.mark.parametrize(
    ("paragraphs", "owner"),
    [
        (("永康市中医院现有党员80名。",), "永康市中医院"),
        (("永康市中医院开会。该院与全市卫生院合作，培训80名骨干。",), "永康市中医院"),
        (("永康市中医院党委发展党员80名。",), "永康市中医院"),
        (("北门社区党支部有党员80名。",), "北门社区党支部"),
        (("北门社区开会。目前，已服务老人80名。",), "北门社区"),
        (("东城街道北门社区发展党员80名。",), "北门社区"),
        (("永康市实验小学党总支培养区级以上名师80名。",), "永康市实验小学"),
        (("永康市中医院开会，联合石柱镇卫生院，选派80名骨干。",), "永康市中医院"),
        (
            ("永康市中医院义诊。永康市中医院获奖。", "目前，北门社区、南门社区等12个社区参加，受益老人80名。"),
            "永康市中医院",
        ),
        (("北门社区开会。", "永康市中医院获奖，永康市中医院义诊。", "累计服务80名老人。"), "永康市中医院"),
        (("永康市电机有限公司获奖。永康市电机有限公司开会。", "走访武川供电公司党支部，公司培训80名骨干。"), "永康市电机有限公司"),
        (("走访。北门社区获奖，成立双塘小杂粮种植专业合作社。合作社带动80名老人。",), "双塘小杂粮种植专业合作社"),
        (("北门社区牵头成立双塘小杂粮种植专业合作社，吸纳社员80名。",), "双塘小杂粮种植专业合作社"),
        (("北门社区走访双塘小杂粮种植专业合作社，服务80名老人。",), "北门社区"),
        (("永康市中医院开会。在杭州市人民医院专家帮扶下，该院培训80名骨干。",), "永康市中医院"),
        (("永康市中医院开会。", "门诊党支部现有党员80名。"), "永康市中医院门诊党支部"),
        (("白岩林场开会。白岩林场获奖。", "走访石柱镇卫生院，林场培训80名骨干。"), "白岩林场"),
        (("北门社区获评“全国文明社区”，接待80名老人。",), "北门社区"),
        (("本报讯（记者 王乐）永康市中医院培训80名骨干。",), "永康市中医院"),
        (("北门社区开会。今年永康市中医院培训80名骨干。",), "永康市中医院"),
        (("秀水镇组织党员清淤，出动80名骨干。",), "秀水镇"),
        (("中铁九局四公司沈白铁路项目部开会。中铁九局参加。", "项目党支部培训骨干。", "项目部获奖，培训80名骨干。"), "中铁九局四公司沈白铁路项目部"),
        (("永康市中医院开会。累计发放乡村振兴贷款，培训80名骨干。",), "永康市中医院"),
        (("育英小学党支部讲课；第三中学党总支宣讲，培养80名骨干。",), "第三中学"),
        (("永康职业技术学院机电学院党委开会。", "学院党委培训80名骨干。"), "永康职业技术学院机电学院"),
        (("市卫健局加强市一医、市中医院的共建，选派80名骨干。",), "永康市卫生健康局"),
    ],
)  # fmt: skip
def test_a_figure_belongs_to_the_subject(paragraphs: tuple[str, ...], owner: str) -> None:
    assert counted(*paragraphs) == owner


def test_the_body_that_acts_outweighs_its_guests() -> None:
    first = (
        "永康市中医院开会。该院与杭州市人民医院、温州市中医院、宁波市人民医院、绍兴市中医院签约。"
    )
    assert counted(first, "永康市中医院义诊。", "累计服务80名老人。") == "永康市中医院"


def test_signing_bodies_own_nothing() -> None:
    layout = article("打造“红色先锋”党建品牌。", byline="中共永康市委组织部")
    [brand] = own_brands(layout, find_brands(layout), bodies(layout))
    assert brand.owner == ""
