"""Markdown in GitHub's dialect, which GitLab's, Azure's and Bitbucket's pages read alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.web_address import is_web_address

_LONGEST = 200
"""Characters of one text."""
_SPECIAL = frozenset("\\`*_{}[]<>()+-.!|~&:")
_IN_WORDS = frozenset("-.(),:+!")
"""What means nothing between letters, and is a nuisance to read escaped."""
_TELLING = re.compile(r"[@#$]|://|www\.|:[\w+-]+:", re.IGNORECASE)
"""What a page acts on after it has read the Markdown, escaped or not: it notifies somebody, links
to an issue or an address, shows a formula or a picture."""


def plain(text: str) -> str:
    """Return text that is shown as it is, whatever is in it."""
    shown = shortened(safe(text))
    if _TELLING.search(shown):
        return code(text)
    return "".join(_escaped(char, at) for at, char in enumerate(shown))


def code(text: str) -> str:
    """Return text as code, with nothing in it that ends the code or the cell (a pipe does)."""
    shown = shortened(safe(text)).replace("|", r"\|")
    if not shown.strip():
        return ""
    fence = "`" * (_longest_run(shown) + 1)
    space = " " if "`" in shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


def link(words: str, address: str | None) -> str:
    """Return a link, or only the words where the address is none of the web."""
    if address is None or not is_web_address(address):
        return plain(words)
    return f"[{plain(words)}](<{address}>)"


def shortened(text: str) -> str:
    """Return the beginning of a text that is too long for a table."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _escaped(char: str, at: int) -> str:
    if char not in _SPECIAL or (at and char in _IN_WORDS):
        return char
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(char, f"\\{char}")


def _longest_run(text: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if char == "`" else 0
        longest = max(longest, run)
    return longest


@dataclass(slots=True)
class Room:
    """How many characters may still be written: a comment on GitHub takes 65,536."""

    left: int = 60_000

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
        """Yield a table; where there is no room for all rows, how many more there are.

        The cells are Markdown already.
        """
        yield ""
        yield f"| {' | '.join(head)} |"
        yield "|---" * len(head) + "|"
        hidden = 0
        for row in rows:
            line = f"| {' | '.join(row)} |"
            if hidden or len(line) > self.left:
                hidden += 1
            else:
                self.left -= len(line) + 1
                yield line
        if hidden:
            yield from ("", f"… and {hidden:,} more, which are too many for this page.")


def details(summary: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield what is shown when somebody opens it; `summary` is Markdown's plain text already."""
    yield from ("", f"<details><summary>{summary}</summary>")
    yield from lines
    yield from ("", "</details>")
