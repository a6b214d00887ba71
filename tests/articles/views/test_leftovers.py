from articles.models import Region


def test_where_nothing_is_left_the_page_says_so(report, page):
    assert "每篇报道都已归入地区" in page("/regions/undecided/")
    assert "每篇报道都已归入主题" in page("/themes/none/")


def test_what_is_no_statistic_is_no_leftover(archive, page):
    archive.article("月子中心开业", off_topic=True, region_id=None)
    assert "月子中心开业" not in page("/regions/undecided/")


def test_the_indexes_lead_to_what_stands_under_nothing(
    archive, page, django_assert_max_num_queries
):
    archive.article("不知何处", region_id=None, theme="brand-building")
    archive.article("不知何事")
    assert '<a href="/regions/undecided/">1 篇报道地区待定</a>' in page("/regions/")
    assert '<a href="/themes/none/">1 篇报道未归入主题</a>' in page("/themes/")
    with django_assert_max_num_queries(12):
        text = page("/regions/undecided/")
    assert "不知何处" in text
    assert "不知何事" not in text
    assert "不知何事" in page("/themes/none/", region="220000")
    assert Region.objects.get(pk="220000").name in page("/themes/none/", region="220000")


def test_the_staff_is_led_to_the_desk(archive, client, editor):
    row = archive.article("不知何处", region_id=None)
    assert "在编辑台逐篇判定" not in client.get("/regions/undecided/").content.decode()
    client.force_login(editor)
    assert "?region__isnull=True" in client.get("/regions/undecided/").content.decode()
    desk = client.get("/admin/articles/article/?region__isnull=True").content.decode()
    assert row.headline in desk
