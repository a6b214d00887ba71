from articles.models import Article
from search import names, suggestions
from search.models import Name, NameKind
from search.suggestions import EACH, suggest


def suggested(typed):
    return {group.kind.value: [name.label for name in group.names] for group in suggest(typed)}


FIRST = {
    "白山": "白山市",
    "baishan": "白山市",
    "bai shan": "白山市",
    "bss": "白山市",
    "baiss": "白山市",
    "白shan": "白山市",
    "白S": "白山市",
    "ＢＳＳ": "白山市",
    "shanxian": "单县",
    "zengdu": "曾都区",
    "daicheng": "大城县",
    "luan": "六安市",
    "changge": "长葛市",
    "lüliang": "吕梁市",
    "xi'an": "西安市",
    "苍山": "苍山县",
}
NOTHING = ["", " ", "·", "qqqq", "查无此地", "\0", "党" * 500, "x" * 500]


def test_regions_are_found_by_characters_pinyin_initials_and_mixed(
    lists, django_assert_num_queries
):
    """One test for all: to read the names of all regions takes longer than to find them."""
    names.rebuild()
    assert {typed: suggested(typed) for typed in NOTHING} == {typed: {} for typed in NOTHING}
    assert {typed: suggested(typed)["region"][0] for typed in FIRST} == FIRST
    assert "单县" not in suggested("danxian")["region"]
    assert "region" not in suggested("zhangge")
    with django_assert_num_queries(2):
        suggest("baishan")


def note(*articles):
    names.refresh([article.pk for article in articles])


def test_any_place_of_a_headline_counts_but_beginnings_come_first(make):
    note(make("锻造先锋队伍"), make("先锋领航"))
    assert suggested("先锋") == {"article": ["先锋领航", "锻造先锋队伍"]}
    assert suggested("xfdw") == {"article": ["锻造先锋队伍"]}


def test_no_kind_crowds_out_another(make):
    note(*(make(f"甲乙新闻{number}") for number in range(50)))
    region = Name(kind=NameKind.REGION, target=999999, label="甲乙市")
    Name.objects.filter(target=999999).bring([region])
    assert len(suggested("甲乙")["article"]) == EACH
    assert suggested("甲乙")["region"] == ["甲乙市"]


def test_what_is_no_longer_public_is_not_suggested_whatever_the_table_says(make):
    article = make("甲乙新闻")
    note(article)
    assert suggested("甲乙") == {"article": ["甲乙新闻"]}
    Article.objects.update(status="draft")
    assert suggested("甲乙") == {}
    article.delete()
    assert suggested("甲乙") == {}


def test_what_was_added_since_is_suggested_at_once(make):
    assert suggested("xinwen") == {}
    note(make("新闻"))
    assert suggested("xinwen") == {"article": ["新闻"]}
    note(make("要闻新闻"))
    assert suggested("xinwen") == {"article": ["新闻", "要闻新闻"]}


def test_a_table_that_was_filled_anew_is_read_anew(make, monkeypatch):
    monkeypatch.setattr(suggestions, "FRESH", 5)
    note(make("旧闻"))
    assert suggested("旧闻") == {"article": ["旧闻"]}
    note(*(make(f"新闻{number}") for number in range(9)))
    assert suggested("旧闻") == {"article": ["旧闻"]}
    assert suggested("xw8") == {"article": ["新闻8"]}
    Name.objects.all().delete()
    assert suggested("旧闻") == {}
