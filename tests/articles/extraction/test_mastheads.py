import pytest

from articles.extraction import extract
from articles.extraction.mastheads import judge_masthead

HEAD = "{name}\n\n第7期（总第52期）\n\n{body}党委办公室编            2024年7月31日\n\n"
TITLE = "我{kind}召开“七一”表彰大会\n\n"
TEXT = "6月28日下午，我{kind}召开表彰大会，党员代表和入党积极分子230余人参加会议。\n\n会上，18名新党员面向党旗庄严宣誓，12名老党员获颁纪念章，各党支部代表作交流发言。\n"
OTHER = "6月28日下午，{other}召开表彰大会，党员代表230余人参加会议。\n\n会上，我{kind}18名新党员面向党旗庄严宣誓，12名老党员获颁纪念章。\n"


def names(head, text):
    (article,) = extract(head + text)
    return {organization.name for organization in article.organizations}


@pytest.mark.parametrize(
    ("body", "kind", "adcode"),
    [
        ("遵义市湘川医院", "院", "520300"),
        ("大同市第九人民医院", "院", "140200"),
        ("石嘴山市民康医院", "院", "640200"),
        ("玉溪市红塔中学", "校", "530400"),
        ("襄阳市实验小学", "校", "420600"),
        ("张家口市交通投资集团有限公司", "公司", "130700"),
        ("衢州市供水有限公司", "公司", "330800"),
        ("安顺市税务局", "局", "520400"),
    ],
)
def test_we_of_a_bulletin_is_the_body_that_its_masthead_names(body, kind, adcode):
    head = HEAD.format(name=f"{body}党建简报", body=body)
    (article,) = extract(head + TITLE.format(kind=kind) + TEXT.format(kind=kind))
    assert body in {organization.name for organization in article.organizations}
    assert article.region is not None
    assert (article.region.adcode, article.region.evidence) == (adcode, ())


@pytest.mark.parametrize("kind", ["院", "校", "公司"])
def test_a_body_of_another_kind_in_the_masthead_is_not_meant(kind):
    head = HEAD.format(name="党建简报", body="安顺市税务局")
    assert "安顺市税务局" not in names(head, TITLE.format(kind=kind) + TEXT.format(kind=kind))


def test_a_body_that_the_text_names_goes_before_that_of_the_masthead():
    head = HEAD.format(name="卫健党建简报", body="遵义市湘川医院")
    text = "市级医院表彰先进\n\n" + OTHER.format(other="遵义市播雅医院", kind="院")
    assert names(head, text) == {"遵义市播雅医院"}


def test_what_only_the_masthead_names_is_in_no_report():
    head = HEAD.format(name="遵义市湘川医院党建简报", body="遵义市湘川医院")
    assert (
        names(head, "一封来信\n\n本期刊发一封党员来信，谈学习的体会，供大家在工作中参考。\n")
        == set()
    )


@pytest.mark.parametrize(
    ("imprint", "adcode"),
    [
        ("中共泰州市委组织部编 2024年5月10日", "321200"),
        ("贵州省遵义市湘川医院", "520300"),
        ("第7期", None),
        ("", None),
        ("先锋日报 2024年5月10日", None),
        ("甘肃省武威市\n浙江省衢州市", None),
    ],
)
def test_the_region_of_a_masthead_is_the_innermost_of_one_line(imprint, adcode):
    found = judge_masthead(imprint)
    assert (found.adcode if found else None) == adcode
