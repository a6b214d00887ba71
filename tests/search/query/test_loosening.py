import pytest

from search.query import Query
from search.query.loosening import loosened


@pytest.mark.parametrize(
    ("typed", "wider"),
    [
        ("", None),
        ("党建", None),
        ("“三会一课”", None),
        ("-党建", None),
        ("年:2020 党建", None),
        ("党建 义诊", "(“党建” OR “义诊”) -(党建 义诊)"),
        ("党员志愿服务", "(“党员” OR “志愿” OR “服务”) -(党员志愿服务)"),
        ("“三会一课” 义诊 -社区", "(“三会一课” OR “义诊”) -社区 -(“三会一课” 义诊 -社区)"),
        ("年:2020 党建 义诊", "(“党建” OR “义诊”) 年:2020 -(年:2020 党建 义诊)"),
        ("标题:党建 义诊", "(标题:“党建” OR “义诊”) -(标题:党建 义诊)"),
    ],
)
def test_some_of_the_words_are_asked_for_where_all_were(typed, wider):
    tree = loosened(Query.parse(typed).tree)
    assert (tree and str(tree)) == wider
