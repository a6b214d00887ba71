import re

from articles.models import Indicator


def test_an_empty_archive_says_so_to_readers(lists, page):
    text = page("/")
    assert "资料整理中" in text
    assert "manage.py" not in text


def test_an_empty_archive_tells_the_staff_what_to_run(lists, client, editor):
    client.force_login(editor)
    assert "python manage.py ingest" in client.get("/").content.decode()


def test_every_province_is_a_tile_and_the_count_takes_in_its_cities(report, page):
    text = page("/")
    assert len(re.findall(r'<li class="t\d\d">', text)) == 34
    tile = re.search(r'<a class="q4" href="/regions/220000-[^>]*>(.*?)</a>', text, re.S)
    assert re.sub(r"<[^>]+>|\s+", " ", tile[1]).split() == ["吉林", "1", "篇"]


def test_off_topic_articles_are_listed_but_not_counted_by_region(archive, page):
    archive.article("月子中心开业", off_topic=True)
    text = page("/")
    assert "月子中心开业" in text
    assert "非党建内容" in text
    assert 'class="q4"' not in text


def test_the_largest_system_comes_first(archive, report, page):
    for top, size in [("一", 1), ("二", 3)]:
        parent = archive.brand(f"体系{top}")
        archive.names(report, parent, "党建品牌" if size == 1 else "品牌")
        for number in range(size):
            archive.brand(f"子{top}{number}", parent=parent)
    text = page("/")
    assert text.index("体系二") < text.index("体系一")


def test_the_front_page_asks_at_most_twelve_questions(
    archive, report, page, django_assert_max_num_queries
):
    for number in range(8):
        archive.article(f"第{number}篇", theme="brand-building")
    report.metrics.update(indicator=Indicator.objects.first())
    with django_assert_max_num_queries(12):
        page("/")


def test_the_page_on_data_counts_as_the_front_page_does(report, archive, page):
    shop = archive.article(off_topic=True)
    archive.states(shop, "3期", 3, unit="期", family="events")
    assert "3 条数据（非党建内容不计）" in page("/about/")
    assert '<a href="/metrics/">3</a>' in page("/")
