"""The variables of the environment that say settings, and those that look as if they did."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from apparate_ng.configuration.settings import KEYS

_PREFIX = "APPARATE_"
_FILES_ONLY = frozenset({"rules", "soak", "notify"})
_NO_SETTINGS = (
    "APPARATE_APPROVED_BY",
    "APPARATE_SLACK_WEBHOOK",
    "APPARATE_WEBHOOK_URL",
    "APPARATE_WEBHOOK_SECRET",
    "APPARATE_SMTP_PASSWORD",
)
"""What else is read."""
_AS_GOOD_AS_THE_SAME, _MOST_LETTERS_OFF = 0.8, 2
"""Of names without their prefix. What the program writes itself for pipelines (`APPARATE_STATUS`,
`APPARATE_DEPENDENTS`, …) is less like any of them."""


def variable_of(key: str) -> str | None:
    """The variable of the environment that says a setting; None for those that only files say."""
    return None if key in _FILES_ONLY else _PREFIX + key.upper()


def said_by(key: str, environment: Mapping[str, str]) -> tuple[str, str] | None:
    """The variable and its text; one that is empty says nothing, as everywhere in CI."""
    variable = variable_of(key)
    text = "" if variable is None else environment.get(variable, "")
    return (variable, text) if variable is not None and text.strip() else None


def passed_over(environment: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each variable that somebody may have meant for a setting, and that is none."""
    known = [variable for key in KEYS if (variable := variable_of(key)) is not None]
    in_files = {_PREFIX + key.upper(): key for key in _FILES_ONLY}
    names = [*known, *_NO_SETTINGS]
    for name in sorted(environment):
        if not name.startswith(_PREFIX) or name in names or not environment[name].strip():
            continue
        if name in in_files:
            yield f"{name} is not read: {in_files[name]} stands in files only"
            continue
        for guess in _close(name, names):
            yield f"{name} is not read; did you mean {guess}?"


def _close(name: str, known: list[str]) -> list[str]:
    ends = [one.removeprefix(_PREFIX) for one in known]
    close = difflib.get_close_matches(name.removeprefix(_PREFIX), ends, 1, _AS_GOOD_AS_THE_SAME)
    return [
        _PREFIX + one for one in close if abs(len(_PREFIX + one) - len(name)) <= _MOST_LETTERS_OFF
    ]
