"""What axe (WCAG 2.2 AA and good practice) objects to on a page as it stands."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ASK = "([root, options]) => axe.run(root ?? document, options).then(answer => answer.violations)"


def violations(page: Page, within: str | None = None, **options: Any) -> list[dict[str, Any]]:
    """Return what axe found, as it tells it; ``within`` is a CSS selector, ``options`` are axe's.

    Waits until the page has loaded: a click returns as soon as the next page has begun.
    """
    page.wait_for_load_state()
    page.evaluate(Axe().axe_script)
    # Without preload: axe would put style sheets that others import into the page.
    asked = {"resultTypes": ["violations"], "preload": False, **options}
    found: list[dict[str, Any]] = page.evaluate(ASK, [within, asked])
    return found


def objections(page: Page, within: str | None = None) -> list[str]:
    """Return the names of the rules that the page breaks; see :func:`violations`."""
    return [one["id"] for one in violations(page, within)]
