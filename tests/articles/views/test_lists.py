from datetime import date

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


@pytest.mark.parametrize(
    "address", ["/articles/", "/orgs/", "/timeline/", "/metrics/test-visits/"]
)
def test_a_page_behind_the_last_one_is_told_to_be_the_last(values, archive, page, address):
    archive.article(published_on=date(2024, 3, 5))
    for value in values:
        archive.names(value.article, value.organization, "院")
    assert "没有第 99 页，以下是最后一页。" in page(address, page="99")
    assert "以下是最后一页" not in page(address, page="1")
