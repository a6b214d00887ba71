import pytest

from articles.models.article import OPENING
from articles.views.lists import SUMMARY, summary


@pytest.mark.parametrize(
    ("opening", "shown"),
    [
        ("", ""),
        ("## 只有小标题", ""),
        ("## 小标题\n\n正文一句。\n\n下一段", "正文一句。"),
        ("一批批党员走进乡村……\n\n" + "下" * 300, "一批批党员走进乡村……"),
        ("长" * 300, "长" * SUMMARY + "……"),
        ("## " + "题" * (OPENING - 9) + "\n\n正文被截", "正文被截……"),
    ],
)
def test_a_summary_says_whether_it_was_cut(opening, shown):
    assert summary(opening[:OPENING]) == shown
