import time

import pytest

from articles.outputs.slogans import Slogan, slogan


@pytest.mark.parametrize(
    "sentence",
    [
        "该院创建“杏林春满”品牌，惠及群众。",
        "“杏林春满”品牌的理念深入人心。",
        "以“杏林春满”为品牌理念。",  # the name of the brand itself
        "高喊口号，不如干事。",
    ],
)
def test_a_sentence_without_a_slogan_gives_none(sentence):
    assert slogan(sentence, "杏林春满") is None


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("“杏林春满”品牌以“悬壶济世”为宗旨。", Slogan("宗旨", "悬壶济世")),
        ("“杏林春满”品牌口号：“悬壶济世”。", Slogan("口号", "悬壶济世")),
        ("“杏林春满”喊响“悬壶济世”的服务口号。", Slogan("口号", "悬壶济世")),
        ("“杏林春满”的愿景是“人人健康”。", Slogan("愿景", "人人健康")),
    ],
)
def test_a_slogan_is_what_the_text_calls_one(sentence, found):
    assert slogan(sentence, "杏林春满") == found


def test_a_hostile_sentence_takes_no_longer_than_its_length_asks():
    begun = time.process_time()
    slogan("“的" * 20_000 + "理念" * 20_000 + "“" * 20_000, "某")
    assert time.process_time() - begun < 2
