import pytest
from hypothesis import example, given, settings, strategies as st

from search.query import MAX_LENGTH, MAX_TERMS, Query, every_leaf
from search.query.parser import MAX_DEPTH, MAX_DISTANCE
from search.query.tree import (
    And,
    Field,
    Listed,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Together,
    Words,
    Years,
)


def canonical(typed):
    return str(Query.parse(typed).tree or "")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  \n\u3000",
        "“”",
        "「」",
        "「",
        '" "',
        "“”“”",
        "()",
        "-()",
        "\0",
        "\u200b",
        "\ud800",
        "（ ）",
    ],
)
def test_nothing_asked_is_blank_without_a_notice(typed):
    query = Query.parse(typed)
    assert query.blank
    assert query.notice == ""


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("党建 品牌", And((Words("党建"), Words("品牌")))),
        ("党建\u3000品牌", And((Words("党建"), Words("品牌")))),
        ("党建 党建", Words("党建")),
        ('"医心向党"', Phrase("医心向党")),
        ("“医心向党”", Phrase("医心向党")),
        ("”医心向党“", Phrase("医心向党")),
        ("＂医心向党＂", Phrase("医心向党")),
        ('“医心向党"', Phrase("医心向党")),
        ("「医心向党」", Phrase("医心向党")),
        ("『党员 义诊』~句", Together(("党员", "义诊"), "句")),
        ("“「医心」向党”", Phrase("「医心」向党")),
        ("「医心", Words("医心")),
        ("党员 AND 培训", And((Words("党员"), Words("培训")))),
        ("党员 NOT 培训", And((Words("党员"), Not(Phrase("培训", quoted=False))))),
        ("党员 ＮＯＴ “培训”", And((Words("党员"), Not(Phrase("培训"))))),
        ("and not or", And((Words("and"), Words("not"), Words("or")))),
        ("“AND”", Phrase("AND")),
        ("NOT -", Not(Phrase("-"))),
        ("-OR", Not(Phrase("OR"))),
        ("地区:“或”", Listed("或", Field.REGION)),
        ("“医心 向党”党建", And((Phrase("医心 向党"), Words("党建")))),
        ("党建 -培训", And((Words("党建"), Not(Phrase("培训", quoted=False))))),
        ("党建 －培训", And((Words("党建"), Not(Phrase("培训", quoted=False))))),
        ("-“理论 培训”", Not(Phrase("理论 培训"))),
        ("-(a b)", Not(And((Words("a"), Words("b"))))),
        ("-(-a)", Not(Not(Phrase("a", quoted=False)))),
        ("2021-2025", Words("2021-2025")),
        ("- 党建", And((Words("-"), Words("党建")))),
        ("——", Words("——")),
        ("--", Words("--")),
        ("a OR b", Or((Words("a"), Words("b")))),
        ("a 或 b ＯＲ c", Or((Words("a"), Words("b"), Words("c")))),
        ("“a”或“b”", Or((Phrase("a"), Phrase("b")))),
        ("a或b or c", And((Words("a或b"), Words("or"), Words("c")))),
        ("a b OR c", And((Words("a"), Or((Words("b"), Words("c")))))),
        ("(a b) OR c", Or((And((Words("a"), Words("b"))), Words("c")))),
        ("（a　或　b） c", And((Or((Words("a"), Words("b"))), Words("c")))),
        ("a OR (b OR c)", Or((Words("a"), Words("b"), Words("c")))),
        ("党建（下）", And((Words("党建"), Words("下")))),
        ("卫健*", Prefix("卫健")),
        ("卫健＊＊", Prefix("卫健")),
        ("-卫健*", Not(Prefix("卫健"))),
        ("***", Words("***")),
        ("卫*委", Words("卫*委")),
        ("标题:党建", Words("党建", Field.TITLE)),
        ("标题：“党建 品牌”", Phrase("党建 品牌", Field.TITLE)),
        ("標題： 党建", Words("党建", Field.TITLE)),
        ("-作者:张三", Not(Phrase("张三", Field.AUTHOR, quoted=False))),
        ("单位:白山* 品牌:医心", And((Prefix("白山", Field.ORGANIZATION), Words("医心", Field.BRAND)))),
        ("来源:(a OR b)", Or((Words("a", Field.SOURCE), Words("b", Field.SOURCE)))),
        ("标题:(a 作者:b)", And((Words("a", Field.TITLE), Words("b", Field.AUTHOR)))),
        ("副标题:党建", Words("副标题:党建")),
        ("地区:吉林", Listed("吉林", Field.REGION)),
        ("主题：“理论 学习”", Listed("理论 学习", Field.THEME)),
        ("年:2023", Years(2023, 2023)),
        ("年：２０１９．．２０２２年", Years(2019, 2022)),
        ("年:2022..2019", Years(2019, 2022)),
        ("年份:2019..", Years(2019, None)),
        ("年:..2022", Years(None, 2022)),
        ("年:2019-2022", Years(2019, 2022)),
        ("年:2019—2022", Years(2019, 2022)),
        ('"党员 义诊"~5', Near(("党员", "义诊"), 5)),
        ("“党员　义诊”～５", Near(("党员", "义诊"), 5)),
        ("标题:“党员 义诊”~0", Near(("党员", "义诊"), 0, Field.TITLE)),
        ("“党员 党员”~5", Phrase("党员")),
        ("“党员 义诊”~句", Together(("党员", "义诊"), "句")),
        ("“党　义诊 服务”～段", Together(("党", "义诊", "服务"), "段")),
        ("-标题:“党员 义诊”〜句", Not(Together(("党员", "义诊"), "句", Field.TITLE))),
        ("“党员”~句", Phrase("党员")),
        ("“党员 义诊”~段落", And((Together(("党员", "义诊"), "段"), Words("落")))),
    ],
)  # fmt: skip
def test_reads(typed, tree):
    assert Query.parse(typed).tree == tree
    assert Query.parse(typed).notice == ""


@pytest.mark.parametrize(
    ("typed", "tree", "notice"),
    [
        ("“医心向党", "医心向党", "引号不成对，已按普通词检索"),
        ('-"医心向党', "医心向党", "引号不成对，已按普通词检索"),
        ("“医心“向党”", "医心 向党", "引号不成对，已按普通词检索"),
        ("(a b", "a b", "括号不成对，已按普通词检索"),
        ("a) OR (b", "a OR b", "括号不成对，已按普通词检索"),
        ("-(a b", "a b", "括号不成对，已按普通词检索"),
        ("AND OR a", "a", "“OR”（或）两边都须有检索词，已忽略"),
        ("OR a", "a", "“OR”（或）两边都须有检索词，已忽略"),
        ("a 或", "a", "“OR”（或）两边都须有检索词，已忽略"),
        ("a OR OR b", "a OR b", "“OR”（或）两边都须有检索词，已忽略"),
        ("标题：", "标题", "“标题:”后须有检索词，已按普通词检索"),
        ("年:去年", "去年", "“去年”不是年份，已按普通词检索"),
        ("年:0000", "0000", "“0000”不是年份，已按普通词检索"),
        ("年:“2019 和：x”", "2019 和 x", "“2019 和：x”不是年份，已按普通词检索"),
        ("“党 义诊”~5", "“党” “义诊”", "相邻的词至少 2 个字，已改为同时出现"),
        (
            "“一 二 三 四 五 六 七 八 九”~句",
            "“一 二 三 四 五 六 七 八”~句",
            "相邻的词最多 8 个，其余已忽略",
        ),
        ("“党员 义诊”~999", "“党员 义诊”~50", "相邻的距离最多 50 个字"),
    ],
)
def test_what_is_wrong_is_read_as_well_as_possible_with_a_notice(typed, tree, notice):
    assert (canonical(typed), Query.parse(typed).notice) == (tree, notice)


def test_what_is_too_long_is_cut_with_a_notice():
    query = Query.parse("党" * (MAX_LENGTH + 1))
    assert query.tree == Words("党" * MAX_LENGTH)
    assert query.notice == "检索词过长，只取了前 200 个字"


def test_too_many_terms_are_cut_with_a_notice():
    query = Query.parse(" ".join(f"词{n}" for n in range(MAX_TERMS + 1)))
    assert query.tree == And(tuple(Words(f"词{n}") for n in range(MAX_TERMS)))
    assert query.notice == "检索词过多，只取了前 20 个"


def test_brackets_may_be_deep_but_not_deeper():
    deep = "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH
    assert Query.parse(deep).notice == ""
    assert Query.parse(f"({deep})").notice == "括号超过 8 层，已按普通词检索"
    assert Query.parse(f"({deep})").tree == Words("a")


SIGNS = ["党建", "品牌", "a", "1", " ", " ", "“", "”", '"', "(", ")", "（", "-", "－", "*", "~3", "~句", "～段", "OR", "或",
         "AND", "NOT ", "「", "」", "“党建 品牌”", "标题:", "地区：", "年:", "2019", "..", ":", "\u200b", "，", "\0", "作者:"]  # fmt: skip
QUERIES = st.lists(st.sampled_from(SIGNS), max_size=14).map("".join)


@given(st.one_of(QUERIES, st.text(max_size=60)))
@settings(max_examples=1000)
@example("地区：“党建 *“")
@example("地区：“党建 * *“")
@example("“「党建\0“党建 品牌”」")
def test_any_query_is_read_and_reads_back_as_the_same_tree(typed):
    once = canonical(typed)
    assert Query.parse(once).tree == Query.parse(typed).tree
    assert canonical(once) == once


@given(st.text(alphabet='()（）-“”"~9句*OR或标题:年 a', min_size=200, max_size=2000))
def test_no_query_is_large(typed):
    leaves = list(every_leaf(Query.parse(typed).tree))
    assert len(leaves) <= 2 * MAX_TERMS + MAX_LENGTH // 2
    assert all(leaf.distance <= MAX_DISTANCE for leaf in leaves if isinstance(leaf, Near))
