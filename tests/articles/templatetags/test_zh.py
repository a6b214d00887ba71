import re
from decimal import Decimal

from hypothesis import given, strategies as st

from articles.models import Article, Metric
from articles.templatetags.zh import amount, cn, num, printed


def test_no_number_is_no_text():
    assert (num(None), cn(None)) == ("", "")


def test_a_compact_number_keeps_its_exact_value_for_machines():
    assert cn(Decimal("12700.0000")) == '<data value="12700.0000">1.27万</data>'


def test_an_amount_has_sign_and_unit():
    metric = Metric(value=Decimal("12700.0000"), qualifier="more", unit="人次")
    assert amount(metric) == '<data value="12700">12,700+</data> 人次'


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4))
def test_a_number_shortened_for_the_eye_keeps_its_value_for_machines(value):
    shown = cn(value)
    assert Decimal(re.search('value="([^"]+)"', shown)[1]) == value


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_a_grouped_number_reads_back_as_itself(value):
    assert int(num(value).replace(",", "")) == value


@given(st.dates(), st.sampled_from(["day", "month", "year", "unknown"]))
def test_a_printed_date_says_what_is_known_and_no_more(day, precision):
    shown = str(printed(Article(published_on=day, date_precision=precision)))
    numbers = [int(number) for number in re.findall(r"\d+", re.sub("<[^>]+>", "", shown))]
    known = {"day": 3, "month": 2, "year": 1, "unknown": 0}[precision]
    assert numbers == [day.year, day.month, day.day][:known]
