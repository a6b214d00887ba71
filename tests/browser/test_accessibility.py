"""No page bars anyone: axe finds nothing, by day and by night, on a desk and on a phone."""

import pytest
from playwright.sync_api import Browser

from articles.models import Article, Brand, Indicator, Organization
from tests.browser.looking import violations

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = [
    "/", "/regions/", "/regions/?letter=S", "/regions/undecided/", "/regions/220000-ji-lin/",
    "/regions/140000-shanxi/own/", "/regions/220600-baishan/orgs/",
    "/regions/220600-baishan/brands/", "/regions/220600-baishan/metrics/",
    "/regions/371200-laiwu/", "/orgs/9-bai-shan/", "/themes/none/", "/regions/110000-bei-jing/",
    "/themes/",
    "/themes/brand-building/", "/themes/brand-building/orgs/", "/themes/brand-building/metrics/",
    "/articles/cited.txt", "/articles/", "/articles/?year=1999&theme=none", "/orgs/",
    "/brands/?letter=Q", "/metrics/", "/metrics/-/", "/about/", "/about/data/", "/nowhere/", "/search/?q=",
    "/search/?q=党员 -社区", "/search/?q=查无此词", "/search/advanced/?year_from=x",
    "/search/context/?q=“党员 服务”~句",
    "/login/", "/search/?q=党健品牌", "/search/?q=白山市中心医院 党建",
    "/search/?q=党建&region=220600&region=140000&year=2024", "/search/values/brand/?q=党建&brand=1",
]  # fmt: skip
ALL: dict[str, list[str]] = {}  # every rule
COLOURS = {"runOnly": ["color-contrast"]}  # all that the night changes


def test_axe_finds_nothing_to_object_to(browser: Browser, live_server, seeds):
    """One test for all pages: taking the seeds in takes longer than looking at them."""
    withdrawn = Article.objects.order_by("-pk").first()
    withdrawn.status, withdrawn.withdrawn_reason = "withdrawn", "重复导入"
    withdrawn.save()
    longest = Article.objects.get(headline__contains="1+N")
    rows = [
        longest,
        withdrawn,
        Organization.objects.get(name="白山市中心医院"),
        Brand.objects.filter(children__isnull=False).first(),
        Indicator.objects.get(slug="party-members"),
    ]
    page = browser.new_context(base_url=live_server.url).new_page()
    found = []
    for path in [*PLAIN, *(row.get_absolute_url() for row in rows)]:
        page.emulate_media(color_scheme="light")
        page.goto(path)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, options in (("light", ALL), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)
                found += [
                    (path, width, scheme, violation["id"], violation["nodes"][0]["html"][:200])
                    for violation in violations(page, **options)
                ]
    page.context.close()
    assert found == []
