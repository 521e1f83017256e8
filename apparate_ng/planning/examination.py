"""May this task run that file? Each check is of one pin, over everything that runs with it."""

from __future__ import annotations

from apparate_ng.model.compatibility.checks import Check
from apparate_ng.planning.api_check import api_check
from apparate_ng.planning.entry_point_check import entry_point_check
from apparate_ng.planning.question import Question
from apparate_ng.planning.runtime_check import platform_check, python_check

_CHECKS = (python_check, platform_check, entry_point_check, api_check)


def examine(question: Question) -> tuple[Check, ...]:
    """Every check that applies; none where no facts were gathered."""
    facts = question.facts
    if facts is None:
        return ()
    return tuple(one for check in _CHECKS if (one := check(question, facts)) is not None)
