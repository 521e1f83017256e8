"""What the tests ask of a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

_PATIENCE_S = 60


class Browser:
    """A browser with one page."""

    def __init__(self, chrome: Chrome) -> None:
        self._chrome = chrome

    def open(self, file: Path) -> Browser:
        """Show a local file; what it asked for and said is counted from here."""
        for kind in ("performance", "browser"):
            self._log(kind)
        self._chrome.get(file.as_uri())
        return self

    def window(self, width: int, scheme: str = "light", media: str = "screen") -> None:
        """Be so wide, in CSS pixels, in this colour scheme; below 600 it is a phone."""
        phone = width < 600
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": phone},
        )
        wanted = [{"name": "prefers-color-scheme", "value": scheme}]
        self._ask("Emulation.setEmulatedMedia", {"media": media, "features": wanted})

    def scripts(self, *, allowed: bool) -> None:
        """Run scripts of pages that are opened from now on, or not."""
        self._ask("Emulation.setScriptExecutionDisabled", {"value": not allowed})

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401  whatever it returns
        """Return what a script in the page returns."""
        return self._chrome.execute_script(script, *arguments)

    def all(self, selector: str) -> list[WebElement]:
        """The elements that a CSS selector finds."""
        return self._chrome.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        """The first of them."""
        return self._chrome.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        """What can be read there."""
        return str(self.run("return document.querySelector(arguments[0]).textContent", selector))

    def rows(self, cell: str) -> list[str]:
        """This cell of each row that is to be seen, from top to bottom."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll('.rows tbody tr:not([hidden]) ' + arguments[0])]"
            ".map((one) => one.textContent.trim())",
            cell,
        )
        return found

    def choose(self, label: str, choice: str) -> None:
        """Choose in the filter of this label, as somebody with a mouse would."""
        self.run(
            "const label = [...document.querySelectorAll('.filters label')]"
            ".find((one) => one.firstElementChild.textContent === arguments[0]);"
            "const select = label.querySelector('select');"
            "select.value = [...select.options].find((one) => one.text === arguments[1]).value;"
            "select.dispatchEvent(new Event('input', {bubbles: true}));",
            label,
            choice,
        )
        self.settle()

    def reload(self) -> None:
        """Open the page once more."""
        self._chrome.refresh()

    def wait_for_rows(self, number: int) -> None:
        """Wait until so many rows are to be seen."""
        WebDriverWait(self._chrome, _PATIENCE_S).until(lambda _: len(self.rows(".state")) == number)

    def settle(self) -> None:
        """Wait until two frames have been drawn."""
        self._chrome.execute_async_script(
            "const done = arguments[0];"
            "requestAnimationFrame(() => requestAnimationFrame(() => done()))"
        )

    def asked_for(self) -> list[str]:
        """The addresses that were asked for since the page was opened."""
        found = []
        for entry in self._log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(str(message["params"]["request"]["url"]))
        return found

    def complaints(self) -> list[str]:
        """What the page said on the console: errors, and what its policy forbade."""
        return [str(entry["message"]) for entry in self._log("browser")]

    def accessible(self) -> list[tuple[str, str]]:
        """Role and name of everything that a screen reader meets."""
        nodes = self._ask("Accessibility.getFullAXTree", {})["nodes"]
        return [
            (str(node["role"]["value"]), str(node.get("name", {}).get("value", "")))
            for node in nodes
            if not node["ignored"]
        ]

    def printed(self) -> int:
        """How many bytes it is on paper, as a PDF."""
        return len(str(self._ask("Page.printToPDF", {"printBackground": True})["data"]))

    def _log(self, kind: str) -> list[dict[str, Any]]:
        """What was logged since this was last asked."""
        entries: list[dict[str, Any]] = self._chrome.get_log(kind)  # type: ignore[no-untyped-call]
        return entries

    def _ask(self, command: str, values: dict[str, Any]) -> Any:  # noqa: ANN401  its answer
        return self._chrome.execute_cdp_cmd(command, values)
