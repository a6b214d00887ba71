from search import names
from search.models import Name, NameKind
from search.spelling import alternatives
from search.suggestions import memory

RIGHT = [
    "",
    "党",
    "党建品牌",
    "白山市",
    "志愿",
    "查无此词",
    "qzqz",
    "2024",
    "党" * 50,
    "x" * 500,
    "·",
]
MEANT = {
    "党健品牌": "党建品牌",
    "白衫市": "白山市",
    "志原": "志愿",
    "志原者队伍": "志愿者队伍",
    "dangjian": "党建",
    "zhiyuan": "志愿",
    "三会二课": "三会一课",
    "三会课": "三会一课",
    "三会一一课": "三会一课",
    "白山市忠心医院": "白山市中心医院",
    "党建“品脾”": "党建品牌",
}


def test_homophones_slips_and_pinyin_lead_to_what_the_archive_holds(make):
    articles = [
        make("党建品牌三会一课", "志愿"),
        make("白山市中心医院义诊", "志愿"),
    ]
    names.refresh([article.pk for article in articles])
    words = ["党建", "党建品牌", "三会一课", "白山市", "志愿"]
    Name.objects.filter(kind=NameKind.WORD).bring(Name(kind=NameKind.WORD, label=w) for w in words)
    shelves = memory().shelves()
    assert {typed: alternatives(typed, shelves) for typed in RIGHT} == {
        typed: [] for typed in RIGHT
    }
    assert {typed: (alternatives(typed, shelves) or [""])[0] for typed in MEANT} == MEANT
