"""The print sheet of an article keeps the measures of GB/T 9704: A4, 28 characters, 22 lines."""

from collections import Counter

import pypdfium2
import pytest
from playwright.sync_api import Browser

from articles.models import Article

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_article_prints_at_28_characters_by_22_lines(browser: Browser, live_server, seeds):
    article = Article.objects.get(headline__contains="医者仁心")
    page = browser.new_context(base_url=live_server.url, locale="zh-CN").new_page()
    page.goto(f"{article.get_absolute_url()}?hl=none")
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.context.close()
    assert [round(side / 72 * 25.4) for side in sheets[0].get_size()] == [210, 297]
    text = sheets[1].get_textpage().get_text_range()
    sheets.close()
    lines = text.split("\r\n")
    assert len(lines) == 22
    assert Counter(map(len, lines)).most_common(1)[0][0] == 28
    assert "检索" not in text
