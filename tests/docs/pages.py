"""The pages that people read, and the examples in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A fenced block of a page."""

    page: Path
    line: int
    """Where it begins, from 1."""
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def examples(*languages: str) -> list[Example]:
    """All examples in these languages, page by page."""
    return [one for page in PAGES for one in _examples(page) if one.language in languages]


def _examples(page: Path) -> Iterator[Example]:
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "fence" and token.map is not None:
            line, language = token.map[0] + 1, token.info.strip()
            yield Example(page=page, line=line, language=language, text=token.content)
