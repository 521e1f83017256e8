"""A page in one file: HTML that asks for nothing from anywhere.

Texts are escaped by the template, all of them; what could steer a reader's eyes (bidirectional
overrides, zero width) is shown as an escape, as in a terminal. Scripts and styles are those of
this package only: the policy in the page names them by their hash and forbids the rest.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from apparate_ng.reports.pages.page import Page
from apparate_ng.reports.safe_text import safe

_LONGEST = 4_000
"""Characters of one text; what is longer was made to be a nuisance."""


def html_page(page: Page) -> str:
    """Return the whole file."""
    style, script = _resource("page.css"), _resource("page.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            page=page,
            style=Markup(style),  # noqa: S704  a file of this package
            script=Markup(script),  # noqa: S704  the same
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


def html_fragment(page: Page, most_rows: int) -> str:
    """Return the same table for a notebook's cell: without scripts, and with so many rows."""
    template = _environment().get_template("fragment.html.j2")
    return template.render(page=page, most_rows=most_rows)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_resource),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """Make what a template puts out visible and bounded; what is markup already stays."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = safe(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _resource(name: str) -> str:
    return (files("apparate_ng.reports.pages") / "templates" / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
