import pytest

from articles.curation.merging import merge
from articles.models import Region, Theme
from search import names
from search.models import Synonym
from search.query import And, Field, Listed, Not, Phrase, Prefix, Query, Widened, Words, every_leaf
from search.resolving import understood


@pytest.fixture
def synonyms(db):
    Synonym.objects.create(terms="卫健局=卫生健康局")
    Synonym.objects.create(terms="国企=国有企业", active=False)


@pytest.mark.parametrize(
    "typed",
    ["", "党建", "“卫健局”", "卫健局*", "“卫健局 党建”~5", "-“卫健局”", "国企", "年:2023", "“白山”", "地区:白山"],
)  # fmt: skip
def test_widens_nothing(baishan, synonyms, typed):
    tree = understood(typed).tree
    assert [leaf for leaf in every_leaf(tree) if isinstance(leaf, Widened)] == []


WIDE = Widened(Words("卫健局"), (Prefix("卫生健康局"),))


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("卫健局", WIDE),
        ("党建 -(卫健局 培训)", And((Words("党建"), Not(And((WIDE, Words("培训"))))))),
        ("-卫健局", Not(Widened(Phrase("卫健局", quoted=False), (Prefix("卫生健康局"),)))),
        ("白山", Widened(Words("白山"), (Listed("白山", Field.REGION, ("220600",)),))),
        ("吉林省", Widened(Words("吉林省"), (Listed("吉林省", Field.REGION, ("220000",)),))),
        ("标题:白山", Words("白山", Field.TITLE)),
        ("白山党建", Words("白山党建")),
    ],
)
def test_widens_leaves_typed_without_quotes(baishan, synonyms, typed, tree):
    assert understood(typed).tree == tree
    assert understood(typed, exact=True).tree == Query.parse(typed).tree


def test_what_may_not_be_a_place_is_none(baishan):
    for code, name, short in [("220605", "江源区", "江源"), ("220700", "前进市", "前进")]:
        Region.objects.update_or_create(
            code=code,
            defaults={
                "level": "county" if code[4:] != "00" else "prefecture",
                "name": name,
                "short": short,
                "parent": baishan.parent,
            },
        )
    assert understood("江源").tree == Words("江源")  # of a county alone
    assert understood("前进").tree == Words("前进")  # an ordinary word
    assert isinstance(understood("江源区").tree, Widened)


def test_few_leaves_are_widened_and_the_query_stays_as_typed(synonyms):
    typed = " ".join(f"卫健局{n}" for n in range(12))
    query = understood(typed)
    assert sum(isinstance(leaf, Widened) for leaf in every_leaf(query.tree)) == 8
    assert (query.text, str(query.tree), query.notice) == (typed, typed, "")


def test_a_query_costs_four_look_ups(baishan, synonyms, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        understood("卫健局 白山 党建 地区:吉林")
    with django_assert_max_num_queries(0):
        understood("“卫健局”")


def test_what_is_wrong_is_still_said(baishan, synonyms):
    query = understood("卫健局 地区:无")
    assert (str(query.tree), query.notice) == (
        "卫健局 无", "没有名为“无”的地区，已按普通词检索",
    )  # fmt: skip


def test_the_name_of_a_merged_theme_stands_for_its_heir(lists, editor):
    keep, gone = Theme.objects.all()[:2]
    merge(keep, [gone], {}, editor)
    assert f"('{keep.slug}',)" in repr(understood(f"主题:{gone.name}").tree)
    names.refresh([])
    assert set(names.Name.objects.filter(target=gone.pk, kind="theme")) == set()
