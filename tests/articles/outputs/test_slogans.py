import time

import pytest

from articles.outputs.slogans import Slogan, slogan


def around(sentence, name="杏林春满"):
    before, _, after = sentence.partition(name)
    return before, after


@pytest.mark.parametrize(
    "sentence",
    [
        "该院创建“杏林春满”品牌，惠及群众。",
        "“杏林春满”品牌的理念深入人心。",
        "以“杏林春满”为品牌理念。",  # the name of the brand itself
        "院长介绍，该馆以“无痛、放心”为理念，推出“杏林春满”套餐。",  # that of the house
        "创建“杏林春满”品牌，医院以“悬壶济世”为宗旨。",
        "“杏林春满”品牌摒弃“重治轻防”的理念。",
        "“杏林春满”品牌改变了以“治病”为中心的理念。",
        "“杏林春满”与“春风化雨”品牌以“悬壶济世”为宗旨。",
        "以“悬壶济世”为宗旨打造“春风化雨”“杏林春满”品牌。",
        "“杏林春满”工程单位坚持“预防为主”的理念。",
        "高喊口号，“杏林春满”不如干事。",
    ],
)
def test_a_sentence_that_does_not_surely_say_the_slogan_of_the_brand_gives_none(sentence):
    assert slogan(*around(sentence)) is None


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("“杏林春满”品牌以“悬壶济世”为宗旨。", Slogan("宗旨", "悬壶济世")),
        ("“杏林春满”党建品牌秉持“悬壶济世”的服务理念。", Slogan("理念", "悬壶济世")),
        ("“杏林春满”品牌口号：“悬壶济世”。", Slogan("口号", "悬壶济世")),
        ("“杏林春满”喊响“悬壶济世”的服务口号。", Slogan("口号", "悬壶济世")),
        ("“杏林春满”的愿景是“人人健康”。", Slogan("愿景", "人人健康")),
        ("该院以“悬壶济世”为宗旨打造“杏林春满”品牌。", Slogan("宗旨", "悬壶济世")),
    ],
)
def test_a_slogan_is_what_the_text_calls_one(sentence, found):
    assert slogan(*around(sentence)) == found


def test_a_hostile_sentence_takes_no_longer_than_its_length_asks():
    begun = time.process_time()
    hostile = "“的" * 20_000 + "理念" * 20_000 + "以“" * 20_000
    assert slogan(hostile, hostile) is None
    assert time.process_time() - begun < 2
