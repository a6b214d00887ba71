from decimal import Decimal

from articles.models import Metric
from articles.templatetags.zh import amount, cn, num


def test_no_number_is_no_text():
    assert (num(None), cn(None)) == ("", "")


def test_a_compact_number_keeps_its_exact_value_for_machines():
    assert cn(Decimal("12700.0000")) == '<data value="12700.0000">1.27万</data>'


def test_an_amount_has_sign_and_unit():
    metric = Metric(value=Decimal("12700.0000"), qualifier="more", unit="人次")
    assert amount(metric) == '<data value="12700">12,700+</data> 人次'
