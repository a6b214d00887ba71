import pytest

from articles.views.missing import near


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/orgs/99-/", "/regions/x/", "/static/a.css"])
def test_an_address_like_none_has_nothing_near(lists, path):
    assert near(path) == []


def test_a_name_of_another_beginning_is_not_near(report):
    assert near("/orgs/99-changchun/") == []


@pytest.mark.parametrize(
    "path",
    ["/orgs/99-bai-shan-shi-zhong-xin/", "/orgs/bai-shan-zhong-xin-yi-yuan/", "/orgs/白山市中心/"],
)
def test_a_name_wrongly_written_is_found_by_its_beginning(report, path):
    assert [found.label for found in near(path)] == ["白山市中心医院"]


def test_brands_themes_and_articles_are_found_alike(report):
    assert [found.beside for found in near("/brands/7-yi-xin-xiang/")] == ["白山市中心医院"]
    assert near("/themes/brand-bilding/")[0].label == "党建品牌"
    assert near("/themes/党建品牌/")[0].label == "党建品牌"
    assert [found.url for found in near(f"/articles/99-{report.slug}/")] == [
        report.get_absolute_url()
    ]


def test_what_readers_may_not_see_is_not_named(archive):
    draft = archive.article(status="draft")
    archive.names(draft, archive.organization(), "白山市中心医院")
    assert near(f"/articles/99-{draft.slug}/") == []
    assert near("/orgs/99-bai-shan-shi-zhong-xin/") == []


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/regions/220699-x/", ["白山市", "吉林省"]),
        ("/regions/229999/", ["吉林省"]),
        ("/regions/baishan/", ["白山市"]),
        ("/regions/白山市/", ["白山市"]),
        ("/regions/白山/", ["白山市"]),
        ("/regions/曾都区/", ["曾都区"]),
    ],
)
def test_an_unknown_code_leads_to_what_lies_above_and_a_name_to_its_region(lists, path, found):
    assert [one.label for one in near(path)] == found


def test_names_are_looked_up_once(report, page, settled, django_assert_max_num_queries):
    # The page itself, what left, names like its own, and the file that came in last.
    with django_assert_max_num_queries(4):
        text = page("/orgs/99-bai-shan-shi-zhong-xin/", 404)
    assert "白山市中心医院</a> <small>白山市</small>" in text
