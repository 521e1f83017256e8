"""A real browser: the Chromium of this machine, without a window and without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from apparate_ng.reports.formats import Format
from apparate_ng.reports.rendering import Document, rendered
from tests.pages.browser import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SWITCHES = (
    "--headless=new",
    "--no-sandbox",  # it runs as root in a container, and opens nothing but files of ours
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)
Shown = Callable[[Document], Browser]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser; skipped where there is none, unless `CHROMIUM` says that there must be."""
    named = os.environ.get("CHROMIUM")
    binary = named or next(filter(None, map(shutil.which, _NAMES)), None)
    driver = os.environ.get("CHROMEDRIVER") or shutil.which("chromedriver")
    if named is None and (binary is None or driver is None):
        pytest.skip("no chromium with its chromedriver here (CHROMIUM=FILE names one)")
    options = ChromeOptions()
    options.binary_location = str(binary)
    for switch in (*_SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(driver))
    yield Browser(chrome)
    chrome.quit()


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Shown:
    """Show the page of a document, in a window of 1280 pixels, with scripts."""

    def show(document: Document) -> Browser:
        file = tmp_path / "page.html"
        file.write_text(rendered(document, Format.HTML), encoding="utf-8")
        browser.scripts(allowed=True)
        browser.window(1280)
        return browser.open(file)

    return show
