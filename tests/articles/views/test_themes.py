from articles.models import Theme, ThemeEvidence


def test_an_unknown_theme_is_no_page(lists, page):
    page("/themes/nothing/", 404)


def test_a_theme_without_articles_shows_its_definition(lists, page):
    theme = Theme.objects.get(slug="brand-building")
    text = page(theme.get_absolute_url())
    assert "尚无以此为主要主题的报道" in text


def test_a_theme_lists_its_articles_and_counts_those_that_touch_it(
    report, archive, page, django_assert_max_num_queries
):
    other = archive.article("另有主题", theme="epidemic-control")
    ThemeEvidence.objects.create(
        article=other, theme=report.primary_theme, part="body", start=0, end=2, quote="##"
    )
    with django_assert_max_num_queries(12):
        text = page("/themes/brand-building/")
    assert "共 1 篇" in text
    assert "另有 1 篇涉及此主题" in text


def test_the_outline_counts_public_articles_alone(archive, page):
    archive.article(theme="brand-building")
    archive.article("草稿", theme="brand-building", status="draft")
    archive.article("无主题")
    text = page("/themes/")
    line = text[text.index("/themes/brand-building/") :]
    assert line[: line.index("</li>")].endswith('<span class="n">1</span>')
    assert "1 篇报道未归入主题</a>" in text
