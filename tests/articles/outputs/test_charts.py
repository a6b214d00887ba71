import re
from decimal import Decimal
from pathlib import Path

import partybuild
from articles.outputs.charts import TILES, Datum, bar_chart, heat


def datum(label, value, **fields):
    return Datum(label, Decimal(value), str(value), **fields)


def test_no_rows_make_an_empty_chart():
    assert bar_chart([], "党员人数").bars == ()


def test_lengths_are_in_proportion_from_zero():
    chart = bar_chart([datum("甲院", 400), datum("乙院", 100), datum("丙院", 0)], "党员人数")
    assert [bar.length for bar in chart.bars] == ["100.0%", "25.0%", "0.0%"]


def test_values_that_are_all_nothing_have_no_length():
    assert [bar.length for bar in bar_chart([datum("甲院", 0)], "").bars] == ["0.0%"]


def test_the_smallest_value_can_still_be_seen():
    chart = bar_chart([datum("甲", 10**9), datum("乙", 1)], "")
    assert chart.bars[1].length == "0.4%"


def test_every_tile_has_a_place_of_its_own():
    assert len(TILES) == len(set(TILES.values())) == 34


def test_the_stylesheet_draws_the_grid_as_it_is_laid_down():
    css = Path(partybuild.__file__).parent / "static/partybuild/pages.css"
    drawn = re.findall(r"\.t(\d\d) > a \{ grid-area: (\d)/(\d)", css.read_text("utf-8"))
    assert {f"{code}0000": (int(x), int(y)) for code, y, x in drawn} == TILES


def test_one_article_is_already_warm():
    assert [heat(n, 100) for n in (0, 1, 26, 100)] == [0, 1, 2, 4]
