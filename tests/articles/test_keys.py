import pytest

from articles.keys import LARGEST, key_of, keys_of


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "+1", " 1", "1_0", "１２", "²", "9" * 23, "9" * 5000, str(LARGEST + 1)]
)
def test_what_no_column_holds_is_no_key(text):
    assert key_of(text) == 0


def test_keys_are_told_in_their_order_each_once():
    assert keys_of(["7", "x", "0", "07", str(LARGEST), "7", "1"]) == [7, LARGEST, 1]
