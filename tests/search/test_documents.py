from datetime import date

import pytest

from articles.models import (
    Brand,
    BrandMention,
    Byline,
    Caption,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Theme,
    ThemeEvidence,
)
from search.documents import CHUNK, document, documents

PLACE = {"part": "body", "start": 0, "end": 1, "quote": "正"}


def test_only_public_articles_have_a_document(make):
    make("草稿", status="draft")
    make("撤下", status="withdrawn", withdrawn_reason="重复")
    public = make("发布")
    assert [d.pk for d in documents()] == [public.pk]
    assert list(documents([])) == []
    assert [d.pk for d in documents([public.pk, 999])] == [public.pk]


def test_a_document_holds_every_text_that_a_reader_sees(make):
    article = make(
        "标题",
        "## 小标题\n\n第一段\n\n第二段",
        kicker=["引题一", "引题二"],
        subheadline="副题",
        byline="记者 张三",
        affiliation="某市委党校",
        abstract="摘要",
    )
    Caption.objects.create(article=article, number=0, text="图为现场", credit="李四 摄")
    (found,) = documents()
    assert found.headline == "标题"
    assert set(found.blocks) == {
        "引题一", "引题二", "副题", "记者 张三", "某市委党校", "摘要",
        "小标题", "第一段", "第二段", "图为现场", "李四 摄",
    }  # fmt: skip


def test_names_are_canonical_names_and_aliases_of_facts_that_stand(make):
    article = make("标题")
    hospital = Organization.objects.create(name="白山市中心医院", type="hospital", sort_key="b")
    OrganizationAlias.objects.create(organization=hospital, name="市中心医院")
    school = Organization.objects.create(name="某学校", type="school", sort_key="m")
    brand = Brand.objects.create(
        name="医心向党", key="医心向党", kind="brand", level="unit", sort_key="y"
    )
    OrganizationMention.objects.create(article=article, organization=hospital, **PLACE)
    OrganizationMention.objects.create(
        article=article, organization=school, status="rejected", **PLACE
    )
    BrandMention.objects.create(article=article, brand=brand, **PLACE)
    found = document(article)
    assert found.organizations == ("市中心医院", "白山市中心医院")
    assert found.organization_keys == (str(hospital.pk),)
    assert found.organization_types == ("hospital",)
    assert (found.brands, found.brand_keys) == (("医心向党",), (str(brand.pk),))
    assert list(documents()) == [document(article)]


def test_authors_are_the_names_in_the_byline_and_sources_the_publication_and_the_file(make):
    article = make("标题", byline="记者 张三 李四", publication="吉林日报")
    assert document(article).authors == ("记者 张三 李四",)
    assert document(article).sources == ("吉林日报", "报道.txt")
    assert document(article).publications == ("吉林日报",)
    assert document(make("无刊物")).publications == ()
    Byline.objects.create(article=article, order=0, name="张三")
    assert document(article).authors == ("张三",)
    assert document(make("无署名")).authors == ()


def test_regions_are_the_whole_lineage_and_the_theme_is_the_one_that_lists_go_by(
    make, baishan, theme
):
    other = Theme.objects.create(slug="ling-yi", name="另一主题")
    article = make("标题", region=baishan, primary_theme=theme)
    ThemeEvidence.objects.create(article=article, theme=other, **PLACE)
    found = document(article)
    assert found.regions == ("220000", "220600")
    assert found.themes == ("shiyan",)


@pytest.mark.parametrize(
    ("precision", "day"), [("year", 20240000), ("month", 20240300), ("day", 20240305)]
)
def test_unknown_parts_of_a_date_are_zeros(make, precision, day):
    article = make("标题", published_on=date(2024, 3, 5), date_precision=precision)
    assert (document(article).year, document(article).date) == (2024, day)


def test_an_undated_article_has_no_year(make):
    assert (document(make("标题")).year, document(make("标题")).date) == (None, 0)


def test_the_digest_tells_any_difference_and_nothing_else(make):
    article = make("标题")
    before = document(article).digest
    article.save()
    assert document(article).digest == before
    article.subheadline = "副题"
    assert document(article).digest != before


def test_a_kind_is_a_plain_word_also_before_the_row_was_read_back(make):
    fresh = make("标题")
    assert [repr(sector) for sector in document(fresh).sectors] == ["'other'"]
    assert list(documents()) == [document(fresh)]


def test_reading_many_takes_few_queries(make, baishan, django_assert_max_num_queries):
    for number in range(20):
        article = make(f"标题{number}", region=baishan, publication="吉林日报")
        name = {"name": f"名称{number}", "sort_key": "m"}
        body = Organization.objects.create(type="hospital", **name)
        OrganizationAlias.objects.create(organization=body, name="别名")
        OrganizationMention.objects.create(article=article, organization=body, **PLACE)
        brand = Brand.objects.create(key=name["name"], kind="品牌", level="unit", **name)
        BrandMention.objects.create(article=article, brand=brand, **PLACE)
    assert CHUNK > 20
    with django_assert_max_num_queries(7):
        assert len(list(documents())) == 20
