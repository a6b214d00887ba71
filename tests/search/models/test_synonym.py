from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from search.models import Synonym
from search.models.synonym import listed, split
from search.query.widening import key


@pytest.mark.parametrize(
    ("terms", "wrong"),
    [
        ("", "每组至少两个词，用等号连接"),
        ("卫健局", "每组至少两个词，用等号连接"),
        ("卫健局==", "每组至少两个词，用等号连接"),
        ("卫=卫健局", "“卫”须有 2—30 个字"),
        ("党" * 31 + "=党员", f"“{'党' * 31}”须有 2—30 个字"),
        ("——=党员", "“——”没有字"),
        ("卫健局=衛健局", "“衛健局”与“卫健局”在检索时是同一个词"),
        ("“四强”支部=四强支部", "“四强支部”与““四强”支部”在检索时是同一个词"),
        ("=".join(f"词{n}号" for n in range(13)), "每组最多 12 个词"),
    ],
)
def test_refuses_a_group_that_would_widen_nothing_or_too_much(db, terms, wrong):
    with pytest.raises(ValidationError) as refused:
        Synonym(terms=terms).clean()
    assert refused.value.message_dict == {"terms": [wrong]}


def test_refuses_a_term_of_another_group_in_force(db):
    Synonym.objects.create(terms="卫健局=卫生健康局")
    Synonym.objects.create(terms="国企=国有企业", active=False)
    with pytest.raises(ValidationError) as refused:
        Synonym(terms="卫健委=衛健局").clean()
    assert refused.value.message_dict == {"terms": ["“衛健局”已在另一组：卫健局=卫生健康局"]}
    Synonym(terms="卫健委=衛健局", active=False).clean()
    Synonym(terms="国企=国有公司").clean()


def test_brings_terms_into_one_form(db):
    synonym = Synonym(terms=" 卫健局 ＝卫生健康局\n卫健委\n")
    synonym.full_clean()
    assert str(synonym) == "卫健局=卫生健康局=卫健委"
    synonym.save()
    synonym.clean()  # not in its own way
    assert Synonym.objects.groups() == [("卫健局", "卫生健康局", "卫健委")]


def test_every_group_that_comes_with_the_product_is_in_order(db):
    assert len(listed()) >= 60
    for line in listed():
        synonym = Synonym(terms=line)
        synonym.clean()
        synonym.save()
        assert str(synonym) == line


def test_loading_twice_adds_nothing(db):
    assert Synonym.objects.load() == len(listed())
    assert Synonym.objects.load() == 0
    assert Synonym.objects.count() == len(listed())


def test_loading_leaves_alone_what_people_changed_switched_off_or_entered(db):
    Synonym.objects.load()
    first, second, third = Synonym.objects.all()[:3]
    taken = split(third.terms)[1]
    third.delete()
    Synonym.objects.filter(pk=first.pk).update(terms="甲甲=乙乙")
    Synonym.objects.filter(pk=second.pk).update(active=False)
    Synonym.objects.create(terms=f"丙丙={taken}")
    assert Synonym.objects.load() == 0
    assert [first.terms for first in Synonym.objects.all()[:2]] == ["甲甲=乙乙", second.terms]
    assert len(Synonym.objects.groups()) == len(listed()) - 1


def test_no_term_is_two_ways_in_the_list():
    terms = [key(term) for line in listed() for term in split(line)]
    assert len(terms) == len(set(terms))


def test_the_command_loads_them_with_the_other_lists(db):
    out = StringIO()
    call_command("load_lists", stdout=out)
    assert f"新同义词 {len(listed())} 条" in out.getvalue()
    call_command("load_lists", stdout=out)
    assert out.getvalue().strip().endswith("新同义词 0 条")
