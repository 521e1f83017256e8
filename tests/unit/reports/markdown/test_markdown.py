"""Markdown: what people wrote is text, whatever is in it, and nothing is too long for a comment."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.markdown.dialect import code, link, plain
from apparate_ng.reports.markdown.inventory import inventory_markdown
from apparate_ng.reports.markdown.plan import deployment_markdown, plan_markdown
from apparate_ng.reports.wording.command import Command
from tests.hostile.texts import HOSTILE_TEXTS, raw_in
from tests.pages.estates import (
    HOST,
    deployment_of,
    estate_of,
    inventory_of,
    large_plan,
    plan_with_names,
)

_READER = MarkdownIt("gfm-like", {"html": True, "linkify": False})
_MOST = 65_536
"""Characters of a comment on GitHub."""
_ACTS = re.compile(r"[@#$]|://|www\.|:[\w+-]+:", re.IGNORECASE)


def _read(markdown: str) -> str:
    return str(_READER.renderInline(markdown))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_text_is_shown_as_it_is_and_never_as_markup(text: str) -> None:
    shown = _read(f"a {plain(text)} b")
    tags = set(re.findall(r"</?([a-z]+)", shown))
    assert tags <= {"code"}
    if "code" not in tags:
        assert not _ACTS.search(shown.replace("&quot;", ""))


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_code_is_code_whatever_is_in_it(text: str) -> None:
    shown = _read(f"a {code(text)} b")
    assert set(re.findall(r"<([a-z]+)", shown)) <= {"code"}
    assert shown.count("<code>") == (1 if code(text) else 0)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a b", "https://a>b", None])
def test_what_is_no_address_is_no_link(address: str | None) -> None:
    assert "href" not in _read(link("words", address))


def test_hostile_names_make_no_link_no_row_and_no_html() -> None:
    plan = plan_with_names(tuple(HOSTILE_TEXTS.values()))
    markdown = plan_markdown(plan)
    html = _READER.render(markdown)

    assert raw_in(markdown) == []
    assert all(target.startswith(HOST) for target in re.findall(r'href="([^"]*)', html))
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= {
        *("h2", "h3", "p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "a"),
        *("details", "summary"),
    }
    rows = [line for line in markdown.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {6, 3}


def test_a_plan_says_what_moves_what_stays_and_why(plan: Plan) -> None:
    command = Command(purpose="Carry this plan out", text="apparate apply plan.json")
    markdown = plan_markdown(plan, (command,))
    assert markdown.startswith(f"## Plan: {plan.release.name} {plan.release.version}\n")
    assert f"### Upgrade ({len(plan.changing)})" in markdown
    assert "<details><summary>Current" in markdown
    assert "`breaking-step`" in markdown
    assert "Carry this plan out: `apparate apply plan.json`" in markdown


def test_a_deployment_names_trouble_first(deployment: Deployment) -> None:
    markdown = deployment_markdown(deployment)
    headings = re.findall(r"^### (\w+)", markdown, re.MULTILINE)
    assert headings.index("Failed") < headings.index("Drifted") < headings.index("Updated")
    assert "HTTP 500 INTERNAL" in markdown


def test_an_inventory_names_versions_and_who_is_behind() -> None:
    plan = large_plan(42)
    one, several = (
        inventory_markdown(inventory_of(plan)),
        inventory_markdown(estate_of(plan, ("a",))),
    )
    assert "| demand-forecasting | `2.2.1` | Minor behind, 1 release | 5 | 5 |" in one
    assert "Who is behind" in several
    empty = inventory_markdown(inventory_of(large_plan(0)))
    assert "|" not in empty.splitlines()[-1]


def test_nothing_is_too_long_for_a_comment() -> None:
    plan = large_plan(3_000)
    for markdown in (
        plan_markdown(plan),
        deployment_markdown(deployment_of(plan)),
        inventory_markdown(inventory_of(plan)),
    ):
        assert len(markdown) < _MOST
        assert re.search(r"… and [\d,]+ more", markdown)
