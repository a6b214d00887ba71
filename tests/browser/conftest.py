"""A real browser: Debian's Chromium, driven by Playwright against a live server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread; Django would refuse database calls beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: object) -> Iterator[Page]:
    """A page with and without JavaScript; any error, refused resource or outside request fails."""
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=request.param, locale="zh-CN"
    )
    page = context.new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def watch(outgoing: Request) -> None:
        if not outgoing.url.startswith(live_server.url):
            complaints.append(f"request to {outgoing.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", watch)
    yield page
    context.close()
    assert complaints == []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser these tests are left out, and the summary says so and what to install."""
    if CHROMIUM:
        return
    here = Path(__file__).parent
    left_out = [item for item in items if here in item.path.parents]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        config.stash.setdefault(LEFT_OUT, []).extend(left_out)


LEFT_OUT: pytest.StashKey[list[pytest.Item]] = pytest.StashKey()


def pytest_terminal_summary(terminalreporter: object, config: pytest.Config) -> None:
    if left_out := config.stash.get(LEFT_OUT, []):
        terminalreporter.write_line(
            f"{len(left_out)} browser tests left out: apt-get install chromium fonts-noto-cjk"
        )
