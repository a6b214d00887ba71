import pytest

from articles.models import Metric


@pytest.mark.parametrize(
    ("action", "subject", "said"),
    [
        ("", "党员", "党员"),
        ("办实事", "办实事", "办实事"),
        ("授课", "专题授课", "专题授课"),
        ("举办", "培训班", "举办培训班"),
        ("惠及", "", "惠及"),
    ],
)
def test_what_is_counted_is_said_once(action, subject, said):
    assert Metric(action=action, subject=subject).said == said
