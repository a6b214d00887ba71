import pytest

from articles.models import Region
from articles.models.naming import sort_key, syllables

# The table has 万柏林 as bai, 曾都 as ceng, 大埔 as pu, and 陕西 as Shaanxi.
DISPUTED = {"140109", "421303", "441422", "610000"}


@pytest.mark.usefixtures("lists")
def test_every_region_is_read_as_the_table_of_regions_has_it():
    wrong = [
        (region.name, region.pinyin, sort_key(region.name))
        for region in Region.objects.exclude(pk__in=DISPUTED)
        if not sort_key(region.name).replace(" ", "").startswith(region.pinyin)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("六安市", "lu an shi"),
        ("单县人民医院", "shan xian ren min yi yuan"),
        ("曾都区教育局", "zeng du qu jiao yu ju"),
        ("队长", "dui zhang"),
        ("民乐", "min yue"),
        ("1+N，㐂", "1 + N ， 㐂"),
    ],
)
def test_one_syllable_for_each_character(text, read):
    assert syllables(text) == read.split()
    assert len(syllables(text)) == len(text)
