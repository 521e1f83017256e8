from __future__ import annotations

from collections.abc import Callable

from apparate_ng.errors import ApparateError
from apparate_ng.reports.text.error import error_report

Render = Callable[..., str]


class BuildError(ApparateError):
    """One with details."""

    details = ("Traceback (most recent call last):", "  \x1b[31mSyntaxError\x1b[0m")


def test_what_where_and_hint_each_have_their_line(render: Render) -> None:
    error = ApparateError("no project here", where="/home/ana/lib", hint="apparate plan PATH")
    assert render(error_report(error)) == (
        "error: no project here\n  --> /home/ana/lib\nhint: apparate plan PATH\n"
    )


def test_what_is_not_known_has_no_line(render: Render) -> None:
    assert render(error_report(ApparateError("no project here"))) == "error: no project here\n"


def test_details_stand_indented_before_the_hint(render: Render) -> None:
    error = BuildError("the build failed", where="pyproject.toml", hint="apparate build -v")
    assert render(error_report(error)).split("\n")[2:5] == [
        "      Traceback (most recent call last):",
        r"        \x1b[31mSyntaxError\x1b[0m",
        "hint: apparate build -v",
    ]


def test_text_from_elsewhere_steers_nothing_and_is_no_markup(render: Render) -> None:
    error = ApparateError("[red]\x1b[2J", where="\u202e\n", hint="[/]\x07")
    assert render(error_report(error)) == (
        "error: [red]\\x1b[2J\n  --> \\u202e\\n\nhint: [/]\\x07\n"
    )


def test_lines_are_not_broken() -> None:
    error = ApparateError("long " * 60, hint="hint " * 60)
    assert error_report(error).plain.count("\n") == 1


def test_what_others_wrote_without_end_is_cut() -> None:
    error = ApparateError(f"its name is {'x' * 1_000_000}", where="y" * 2_000)

    report = error_report(error).plain

    assert len(report) < 2_200
    assert report.endswith("… (1000 more characters)")
