"""Every page in every state it can be in: whole, quiet, no wider than the screen, with or without
JavaScript. ``SCREENSHOTS=FOLDER`` keeps a picture of each, by day and by night, on a desk and on a
phone.
"""

import os
import re
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, Brand, Departure, Indicator, Metric, Organization
from search import indexing

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 390, 1280)
PICTURED = (390, 1280)
FOLDER = os.environ.get("SCREENSHOTS", "")
EMPTY = {
    "home-empty": "/",
    "articles-empty": "/articles/",
    "regions-empty": "/regions/",
    "themes-empty": "/themes/",
    "theme-empty": "/themes/brand-building/",
    "orgs-empty": "/orgs/",
    "brands-empty": "/brands/",
    "metrics-empty": "/metrics/",
    "indicator-empty": "/metrics/party-members/",
    "timeline-empty": "/timeline/",
    "search-empty": "/search/?q=党建",
    "data-empty": "/about/data/",
}
PLAIN = {
    "home": "/",
    "articles": "/articles/",
    "articles-filtered": "/articles/?region=220000&sector=hospital",
    "articles-none": "/articles/?year=1999",
    "articles-wrong": "/articles/?region=abc&page=99&after=x",
    "regions": "/regions/",
    "regions-letter": "/regions/?letter=S",
    "undecided": "/regions/undecided/",
    "region": "/regions/220000-ji-lin/",
    "region-own": "/regions/220600-baishan/own/",
    "region-orgs": "/regions/220600-baishan/orgs/",
    "region-brands": "/regions/220600-baishan/brands/",
    "region-metrics": "/regions/220600-baishan/metrics/",
    "region-silent": "/regions/110000-bei-jing/",
    "region-former": "/regions/371200-laiwu/",
    "themes": "/themes/",
    "unsorted": "/themes/none/",
    "theme": "/themes/brand-building/",
    "theme-orgs": "/themes/brand-building/orgs/",
    "theme-brands": "/themes/brand-building/brands/",
    "theme-metrics": "/themes/brand-building/metrics/",
    "orgs": "/orgs/",
    "orgs-letter": "/orgs/?letter=B&type=hospital",
    "orgs-none": "/orgs/?letter=U",
    "brands": "/brands/",
    "brands-system": "/brands/?level=system",
    "metrics": "/metrics/",
    "values-of-no-indicator": "/metrics/-/",
    "compare-blank": "/metrics/compare/",
    "compare-regions": "/metrics/compare/?region=220600&region=140000",
    "timeline": "/timeline/",
    "timeline-undated": "/timeline/?undated=1",
    "search": "/search/?q=党建",
    "search-phrase": "/search/?q=“惠及群众1.27万余人次”",
    "search-none": "/search/?q=查无此词",
    "search-blank": "/search/?q=",
    "search-wrong": "/search/?q=（党建 OR",
    "search-context": "/search/context/?q=党建",
    "search-advanced": "/search/advanced/",
    "nothing-ticked": "/articles/cited.txt",
    "about": "/about/",
    "data": "/about/data/",
    "login": "/login/",
    "not-found": "/nowhere/",
}


@pytest.fixture
def states(seeds):
    """The seeds with one article withdrawn, one without facts, and facts that are gone or lost;
    the addresses of all pages by state.
    """
    indexing.rebuild()
    many = Article.objects.get(headline__contains="1+N")
    plain = Article.objects.get(headline__contains="医者仁心")
    withdrawn = Article.objects.exclude(pk__in=[many.pk, plain.pk]).order_by("-pk").first()
    withdrawn.status, withdrawn.withdrawn_reason = "withdrawn", "重复导入"
    withdrawn.save()
    silent = Article.objects.create(
        source=many.source, ordinal=99, headline="没有事实的一篇", slug="mei-you", body="正文。"
    )
    lost, rejected, kept = plain.metrics.order_by("pk")[:3]
    Metric.objects.filter(pk=lost.pk).update(anchored=False)
    Metric.objects.filter(pk=rejected.pk).update(status="rejected")
    Departure.objects.note(Metric, [(999_999, "12家", plain.pk)], "重新识读后不再识出")
    system = Brand.objects.filter(children__isnull=False).first()
    body = Organization.objects.get(name="白山市中心医院")
    members = Indicator.objects.get(slug="party-members").get_absolute_url()
    address = plain.get_absolute_url()
    return PLAIN | {
        "article": address,
        "article-unmarked": f"{address}?hl=none&raw=1",
        "article-sought": f"{address}?q={quote('党建 医院')}",
        "article-not-sought": f"{address}?q={quote('查无此词')}",
        "article-many-facts": many.get_absolute_url(),
        "article-no-facts": silent.get_absolute_url(),
        "article-withdrawn": withdrawn.get_absolute_url(),
        "article-original": f"{address}original/",
        "article-changes": f"{address}changes/",
        "article-report": f"{address}report/?fact=metric-{kept.pk}",
        "similar": f"/search/similar/{plain.pk}/",
        "fact-lost": f"/facts/metric-{lost.pk}/",
        "fact-rejected": f"/facts/metric-{rejected.pk}/",
        "fact-gone": "/facts/metric-999999/",
        "org": body.get_absolute_url(),
        "org-once": Organization.objects.public().order_by("-pk").first().get_absolute_url(),
        "brand-system": system.get_absolute_url(),
        "brand-child": system.children.first().get_absolute_url(),
        "indicator": members,
        "indicator-grouped": f"{members}?group=region&scale=log",
        "indicator-none": f"{members}?year=1999",
        "compare": f"/metrics/compare/?organization={body.pk}",
    }


def test_an_empty_archive_is_whole_on_every_page(browser: Browser, live_server, lists):
    assert walked(browser, live_server.url, EMPTY) == []


def test_every_page_is_whole_in_every_state(browser: Browser, live_server, states):
    """One test for all pages: taking the seeds in takes longer than looking at them."""
    assert walked(browser, live_server.url, states) == []


def walked(browser: Browser, base: str, pages: dict[str, str]) -> list[tuple[str, object]]:
    """Return what is wrong with *pages*, by name: nothing, if all is well."""
    wrong: list[tuple[str, object]] = []
    told = {}
    for scripts in (True, False):
        context = browser.new_context(base_url=base, java_script_enabled=scripts, locale="zh-CN")
        page = context.new_page()
        heard: list[str] = []
        page.on("console", lambda m, heard=heard: m.type == "error" and heard.append(complaint(m)))
        page.on("pageerror", lambda error, heard=heard: heard.append(str(error)))
        page.on(
            "request",
            lambda r, heard=heard: r.url.startswith(base) or heard.append(f"request to {r.url}"),
        )
        for name, path in pages.items():
            heard.clear()
            page.goto(path, wait_until="networkidle" if scripts else "load")
            wide = [width for width in WIDTHS if overflows(page, width)]
            says = (page.locator("h1").all_inner_texts(), page.locator(".fact").count())
            told.setdefault(name, says)
            own = quote(unquote(path), safe="/?=&%")
            wrong += [(name, text) for text in heard if text and not text.endswith(own)]
            wrong += [(name, f"wider than {width}") for width in wide]
            if len(says[0]) != 1 or told[name] != says:
                wrong.append((name, says))
            if scripts and FOLDER:
                keep(page, name)
        context.close()
    return wrong


def complaint(message) -> str:
    """Return what a message of the console says; an answer that is no 200 is told with its address."""
    text = message.text
    return f"{text} {message.location['url']}" if "status of" in text else text


def overflows(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth") > width


def keep(page: Page, name: str) -> None:
    """Keep pictures of *page* outside the repository."""
    for width in PICTURED:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(FOLDER) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")


def reach(page: Page, selector: str, most: int = 150) -> None:
    """Press Tab until what *selector* finds has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"no way to {selector} by Tab")


def test_by_keyboard_alone_from_home_to_a_cited_article(page: Page, seeds):
    page.goto("/")
    reach(page, "a.skip[href='#newest']")
    page.keyboard.press("Enter")
    reach(page, "#newest ~ ol h3 a", most=3)
    title = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/articles/\d+-"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(title[:4]))

    reach(page, "a.skip[href='#facts']")
    reach(page, "details.citing > summary")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#citation")).to_be_visible()
    reach(page, "details.citing a[href$='cite.ris']", most=4)
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    text = Path(waiting.value.path()).read_text()
    assert text.startswith("TY  - ")
    assert title[:4] in text


def test_what_is_ticked_by_keyboard_is_cited(page: Page, seeds):
    indexing.rebuild()
    page.goto("/search/?q=党建")
    reach(page, "input[name=article]")
    page.keyboard.press("Space")
    reach(page, "#cite button[formaction$='cited.bib']")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert Path(waiting.value.path()).read_text().count("@") == 1


def test_the_address_of_a_list_is_copied_where_scripts_run(browser: Browser, live_server, seeds):
    context = browser.new_context(
        base_url=live_server.url, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto("/articles/?region=220600#results")
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".formats [role=status]")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live_server.url}/articles/?region=220600"
    context.close()
