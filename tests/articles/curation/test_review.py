import pytest

from articles.curation import review
from articles.extraction.vocabulary import ArithmeticCheck, Basis
from articles.models import Brand, BrandMention, Claim, Metric, Origin, RegionMention, ReviewItem

pytestmark = pytest.mark.django_db


def brand(name, **values):
    return Brand.objects.create(
        name=name, key=name, kind="品牌", level="基层", sort_key=name, **values
    )


def test_risk_adds_up_what_speaks_against_a_reading():
    assert review.risk(Metric(confidence=1.0)) == 0
    assert review.risk(Metric(confidence=0.5)) == 30
    assert review.risk(Metric(confidence=1.0, arithmetic=ArithmeticCheck.DOUBTFUL)) == 40
    assert review.risk(RegionMention(confidence=1.0, basis=Basis.INFERRED)) == 30
    assert review.risk(Claim(field="off_topic", value=True, basis=Basis.INFERRED)) == 60
    assert review.risk(BrandMention(confidence=0.9), resembles=True) == 36
    assert review.risk(Metric(confidence=-3.0, arithmetic=ArithmeticCheck.DOUBTFUL)) == 100


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("红心向党", "红心永向党", True),
        ("红心向党", "红心向党工程", True),
        ("红心向党", "红心向阳", True),
        ("红心向党", "红心向党", True),
        ("红心向党", "红心惠民", False),
        ("红心向党", "向党红心", False),
        ("红心", "红旗渠", False),
    ],
)
def test_names_look_alike_that_differ_in_one_character_or_go_on(one, other, same):
    assert (review.alike(one, other), review.alike(other, one)) == (same, same)


def test_only_new_brands_resemble_others(article, django_assert_num_queries):
    old, new = brand("暖阳先锋"), brand("暖阳先锋队")
    edited = brand("暖阳先锋岗", origin=Origin.PERSON)
    alone = brand("蓝盾护航")
    keys = {old.pk, new.pk, edited.pk, alone.pk}
    with django_assert_num_queries(2):
        assert review.resembling(keys) == {old.pk, new.pk}
    mention = article.brandmentions.first()
    BrandMention.objects.filter(pk=mention.pk).update(brand=old, status="confirmed")
    assert review.resembling(keys) == {new.pk}
    assert review.resembling({alone.pk}) == set()


def test_a_new_brand_with_a_look_alike_waits_before_others(article):
    mention = article.brandmentions.first()
    item = ReviewItem.objects.get(kind="brandmention", target=mention.pk)
    brand(mention.brand.key + "号")
    review.enqueue(article)
    before = item.risk
    item.refresh_from_db()
    assert item.risk == before + 30


def test_the_queue_copies_confidence_and_province_and_follows_the_region(article, editor):
    items = article.review_items
    assert set(items.values_list("province", flat=True)) == {"22"}
    metric = article.metrics.first()
    item = items.get(kind="metric", target=metric.pk)
    assert item.confidence == round(100 * metric.confidence)
    claim = article.claims.get(field="region")
    claim.value = "110000"
    review.settle(claim)
    assert set(items.values_list("province", flat=True)) == {"11"}
