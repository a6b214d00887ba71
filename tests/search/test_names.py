import pytest

from articles.models import (
    Article,
    Brand,
    BrandMention,
    Organization,
    OrganizationAlias,
    OrganizationMention,
)
from search import names
from search.indexing import rebuild as index
from search.models import Name, NameKind

PLACE = {"part": "body", "start": 0, "end": 1, "quote": "正"}


@pytest.fixture
def hospital(make, baishan):
    """A hospital under two names, with a brand, both named in one report."""
    article = make("白山：医者仁心", region=baishan, year=2024)
    row = Organization.objects.create(
        name="单县中心医院", type="hospital", region=baishan, sort_key="s"
    )
    OrganizationAlias.objects.create(organization=row, name="市医院")
    OrganizationMention.objects.create(article=article, organization=row, **PLACE)
    brand = Brand.objects.create(
        name="医心向党·初心卫民", key="y", kind="brand", level="unit", sort_key="y", owner=row
    )
    BrandMention.objects.create(article=article, brand=brand, **PLACE)
    names.rebuild()
    return row


def told(kind, **wanted):
    rows = Name.objects.filter(kind=kind, **wanted).order_by("label")
    return [(name.label, name.detail, name.weight) for name in rows]


def test_nothing_that_no_reader_can_open_has_a_name(make, baishan):
    make("草稿", status="draft")
    Organization.objects.create(name="无人提及", type="hospital", sort_key="w")
    names.rebuild()
    assert told(NameKind.ARTICLE) == told(NameKind.ORGANIZATION) == []


def test_names_tell_what_they_stand_for(hospital):
    said = "吉林省白山市，医院"
    assert told(NameKind.ORGANIZATION) == [
        ("单县中心医院", said, 1),
        ("市医院", f"即单县中心医院，{said}", 1),
    ]
    assert told(NameKind.BRAND) == [("医心向党·初心卫民", "单县中心医院", 1)]
    assert [name[:2] for name in told(NameKind.ARTICLE)] == [("白山：医者仁心", "白山市，2024年")]
    assert told(NameKind.REGION, target=220600) == [("白山市", "吉林省", 1)]
    name = Name.objects.get(label="单县中心医院")
    assert name.address == hospital.get_absolute_url()
    assert (name.folded, name.pinyin) == ("单县中心医院", "shan xian zhong xin yi yuan")
    assert Name.objects.get(kind=NameKind.BRAND).folded == "医心向党初心卫民"


def test_what_stays_keeps_its_row(hospital):
    before = set(Name.objects.values_list("pk", flat=True))
    names.rebuild()
    names.refresh(Article.objects.values_list("pk", flat=True))
    assert set(Name.objects.values_list("pk", flat=True)) == before


def test_a_changed_article_brings_in_all_that_it_changes(hospital, make, baishan):
    article = Article.objects.get()
    article.headline = "新标题"
    article.save()
    hospital.name = "白山市中心医院"
    hospital.save()
    second = make("第二篇", region=baishan)
    OrganizationMention.objects.create(article=second, organization=hospital, **PLACE)
    names.refresh([article.pk, second.pk])
    assert [name[0] for name in told(NameKind.ARTICLE)] == ["新标题", "第二篇"]
    assert [(name[0], name[2]) for name in told(NameKind.ORGANIZATION)] == [
        ("市医院", 2),
        ("白山市中心医院", 2),
    ]
    assert told(NameKind.REGION, target=220600) == [("白山市", "吉林省", 2)]


def test_a_withdrawn_article_takes_its_names_along(hospital):
    article = Article.objects.get()
    article.status = "draft"
    article.save()
    assert not Name.objects.public().filter(kind__in=["organization", "brand", "article"]).exists()
    names.refresh([article.pk])
    assert told(NameKind.ARTICLE) == told(NameKind.ORGANIZATION) == told(NameKind.BRAND) == []
    assert told(NameKind.REGION, target=220600) == [("白山市", "吉林省", 0)]


def test_words_of_two_texts_have_names_and_slips_of_one_have_none(make):
    make("甲", "志愿服务 志原")
    make("乙", "志愿服务")
    index()
    names.rebuild()
    assert [name[0] for name in told(NameKind.WORD)] == ["志愿", "服务"]
