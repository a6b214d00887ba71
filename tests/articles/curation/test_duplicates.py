"""What is proposed as one, and what never is."""

import random
import time

import pytest

from articles.curation.duplicates import folded, proposals
from articles.curation.merging import keep_apart, merge
from articles.models import Article, Brand, Organization, OrganizationAlias, Region
from articles.models.likeness import Likeness
from articles.models.naming import sort_key

BAISHAN, HUNJIANG, CHANGCHUN, JILIN = "220600", "220602", "220100", "220000"


@pytest.fixture
def bodies(archive):
    """Make bodies of these names (at 白山 unless told otherwise); return the pairs proposed."""

    def make(*given, **fields):
        rows = {}
        for one in given:
            name, region = one if isinstance(one, tuple) else (one, BAISHAN)
            place = Region.objects.get(pk=region) if region else None
            rows[archive.organization(name, region=place, **fields).pk] = name
        return {(rows[p.one], rows[p.other]): p.reason for p in proposals("organization")}

    return make


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (("白山市中心医院", "中心医院"), "去掉地名"),
        (("白山市中心医院", "吉林省白山市中心医院"), "去掉地名"),
        (("白山市中心医院", "市中心医院"), "去掉地名"),
        (("中共白山市委组织部", "白山市委组织部"), "去掉地名"),
        (("白山市中心医院（总院）", "白山市中心医院(总院)"), "标点"),
        (("白山市卫生健康局", "白山市卫健局"), "简称"),
        (("人力资源和社会保障局", "人力资源社会保障局"), "简称"),
        (("白山市红心社区", "白山市洪心社区"), "读音相同"),
        (("白山市中心医院", ("白山市中心医院", None)), "地区未定"),
        (("白山市中心医院", ("白山市中心医院", HUNJIANG)), "上级"),
    ],
)
def test_what_may_be_one_is_proposed_with_its_reason(bodies, pair, reason):
    found = bodies(*pair)
    assert len(found) == 1
    assert reason in next(iter(found.values()))


@pytest.mark.parametrize(
    "pair",
    [
        ("白山市第一人民医院", "白山市第二人民医院"),
        ("第一人民医院", "白山市第二人民医院"),
        ("白山市人民医院", "白山市第一人民医院"),
        ("白山市中医院", "白山市中心医院"),
        ("白山市1号院", "白山市2号院"),
        ("白山市东街社区", "白山市西街社区"),
        ("白山市红旗社区", "白山市红星社区"),
        (("人民医院", BAISHAN), ("人民医院", CHANGCHUN)),
        (("人民医院", BAISHAN), ("人民医院", HUNJIANG)),
        (("中心医院", BAISHAN), ("中心医院", CHANGCHUN), ("中心医院", None)),
        ("白山市卫生健康局", "长春市教育局"),
        ("白山市卫生健康局党委", "白山市卫生健康局直属机关党委"),
    ],
)
def test_what_are_two_is_never_proposed(bodies, pair):
    assert bodies(*pair) == {}


def test_an_alias_in_common_speaks_for_one_body_but_not_against_its_number(archive):
    names = ["白山市中心医院", "白山市总院", "白山市第一人民医院", "白山市第二人民医院"]
    rows = [archive.organization(name) for name in names]
    for row in rows:
        OrganizationAlias.objects.create(organization=row, name="市大医院")
    assert [(p.one, p.other) for p in proposals("organization")] == []
    OrganizationAlias.objects.create(organization=rows[1], name="白总院")
    other = archive.organization("白山总医院")
    OrganizationAlias.objects.create(organization=other, name="白总院")
    assert [(p.one, p.other) for p in proposals("organization")] == [(rows[1].pk, other.pk)]


def test_one_name_within_another_wants_the_same_parent(archive):
    above = archive.organization("白山市卫健委", type="health")
    one = archive.organization("白山市红旗疗养院", parent=above)
    two = archive.organization("白山市江源红旗疗养院", parent=above)
    archive.organization("白山市临江青山疗养院", parent=above)
    archive.organization("白山市青山疗养院", parent=one)
    archive.organization("白山市红旗疗养院宣传部", parent=above)
    assert {(p.one, p.other) for p in proposals("organization")} == {(one.pk, two.pk)}


def test_brands_of_one_owner_whose_names_differ_in_marks_or_reading(archive):
    owner = archive.organization()
    elsewhere = archive.organization("长春市中心医院", region=Region.objects.get(pk=CHANGCHUN))
    one = archive.brand("初心卫民", owner=owner)
    two = archive.brand("初心为民", owner=owner)
    archive.brand("初心为民", owner=elsewhere)
    three = archive.brand("医心向党工程", owner=owner)
    four = archive.brand("医心向党", owner=owner)
    archive.brand("医心向党", owner=elsewhere)
    five = archive.brand("医心向党·健康为民", owner=owner)
    six = archive.brand("医心向党", region=owner.region)
    found = {(p.one, p.other) for p in proposals("brand")}
    pairs = {(one, two), (three, four), (four, five), (four, six)}
    assert {tuple(sorted((a.pk, b.pk))) for a, b in pairs} <= found
    assert not any(Brand.objects.get(pk=k).owner == elsewhere for pair in found for k in pair)


def test_a_brand_below_another_is_no_duplicate_of_it(archive):
    owner = archive.organization()
    top = archive.brand("医心向党", owner=owner)
    archive.brand("医心向党·健康为民", owner=owner, parent=top)
    assert proposals("brand") == []


def test_what_was_said_to_be_two_is_proposed_no_more(bodies, editor):
    assert len(bodies("白山市中心医院", "中心医院")) == 1
    keep_apart(*Organization.objects.all(), by=editor)
    assert proposals("organization") == []


def test_reports_that_share_their_text_until_they_are_marked(archive, editor):
    one, two, three = (archive.article(f"报道{n}") for n in range(3))
    Likeness.objects.create(article=one, other=two, overlap=0.92, contained=0.98)
    Likeness.objects.create(article=one, other=three, overlap=0.3, contained=0.85)
    found = proposals("article")
    assert [(p.other, p.reason) for p in found] == [
        (two.pk, "文字重合 92%"),
        (three.pk, "较短一篇有 85% 的文字见于另一篇"),
    ]
    merge(one, [two], {}, editor)
    assert [p.other for p in proposals("article")] == [three.pk]
    Article.objects.filter(pk=three.pk).update(status="draft")
    assert proposals("article") == []


def test_twenty_thousand_bodies_are_no_more_work_a_head_than_two_thousand(
    lists, django_assert_num_queries
):
    counties = list(Region.objects.filter(level="county", valid_to=None)[:200])
    chance = random.Random(7)
    syllables = [chr(code) for code in range(0x4E00, 0x4E00 + 800)]
    kinds = ["社区", "中学", "医院", "卫生局", "村党支部", "街道办事处", "供电公司", "法院"]
    pace = []
    for size in (2_000, 18_000):
        made = {
            (counties[n % 200], f"{''.join(chance.sample(syllables, 3))}{kinds[n % 8]}")
            for n in range(size)
        }
        known = set(Organization.objects.values_list("region", "name"))
        Organization.objects.bulk_create(
            Organization(name=name, region=region, type="hospital", sort_key=sort_key(name))
            for region, name in made
            if (region.pk, name) not in known
        )
        begun = time.process_time()
        with django_assert_num_queries(4):
            proposals("organization")
        pace.append((time.process_time() - begun) / Organization.objects.count())
    assert pace[1] < 3 * pace[0]


def test_folding_leaves_nothing_but_what_is_said():
    assert folded(" “医心 向党”！") == "医心向党"
