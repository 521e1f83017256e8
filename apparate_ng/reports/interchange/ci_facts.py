"""What later steps of a pipeline ask for, as names and values, and how CI servers read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apparate_ng.model.deployments.deployment import Deployment, Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.safe_text import safe

_FIRST_OF_LATIN, _LAST_OF_LATIN = " ", "~"


def facts_of(document: Plan | Deployment, plan_file: str | None = None) -> dict[str, str]:
    """Return version, whether anything changes, counts, and what to go on with.

    No value has a line end or another control in it: each is written as an escape, so that a
    name or a path cannot smuggle in a fact of its own.
    """
    facts = _of_plan(document) if isinstance(document, Plan) else _of_deployment(document)
    named = {"library": document.release.name, "version": document.release.version, **dict(facts)}
    if plan_file is not None:
        named["plan"] = plan_file
    return {name: safe(value) for name, value in named.items()}


def _of_plan(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "has_changes", _word(plan.has_changes)
    yield "plan_id", plan.id
    yield "dependents", str(len(plan.changing))
    counts = plan.summary.pins
    for name in counts.__struct_fields__:
        yield name, str(getattr(counts, name))
    yield "unreadable", str(len(plan.unreadable))


def _of_deployment(deployment: Deployment) -> Iterator[tuple[str, str]]:
    yield "has_changes", _word(deployment.count(Outcome.UPDATED) > 0)
    yield "plan_id", deployment.plan_id
    yield "deployment", deployment.id if deployment.is_recorded else ""
    yield "status", deployment.status.value
    yield "dependents", str(len(deployment.dependents))
    for outcome in Outcome:
        yield outcome.value.replace("-", "_"), str(deployment.count(outcome))
    yield "unreadable", str(len(deployment.unreadable))
    if deployment.planned:  # records of earlier versions do not know
        yield "hold", str(deployment.planned.pins.hold)


def _word(yes: bool) -> str:  # noqa: FBT001  what it is about is its only argument
    return str(yes).lower()


def as_outputs(facts: Mapping[str, str]) -> str:
    """Return them as GitHub's output file holds them: `name=value`, a line each."""
    return "".join(f"{name}={value}\n" for name, value in facts.items())


def as_dotenv(facts: Mapping[str, str]) -> str:
    """Return them as GitLab's dotenv reports hold them: `APPARATE_NAME=value`, a line each."""
    return "".join(f"APPARATE_{name.upper()}={value}\n" for name, value in facts.items())


def as_properties(facts: Mapping[str, str]) -> str:
    """Return them as Java's properties: pure ASCII, and what means something there is escaped."""
    return "".join(f"{name}={_property(value)}\n" for name, value in facts.items())


def _property(value: str) -> str:
    return "".join(_property_char(char) for char in value)


def _property_char(char: str) -> str:
    if char == "\\":
        return r"\\"
    if _FIRST_OF_LATIN < char <= _LAST_OF_LATIN:
        return char
    units = char.encode("utf-16-be")  # a space, too: a leading one would be lost
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
