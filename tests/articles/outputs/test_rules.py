import re

from articles.models import Claim, Fact
from articles.outputs.rules import rule_label


def test_every_rule_that_reads_the_samples_has_a_name(seeds):
    kinds = (*Fact.__subclasses__(), Claim)
    rules = {rule for kind in kinds for rule in kind.objects.values_list("rule", flat=True)}
    assert len(rules) > 20
    assert {rule for rule in rules if re.search("[A-Za-z]", rule_label(rule))} == set()


def test_a_rule_of_an_older_version_stands_as_it_was_called():
    assert rule_label("arabic/gone") == "阿拉伯数字，gone"
    assert rule_label("") == ""
