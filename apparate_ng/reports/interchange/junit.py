"""A plan or a deployment as JUnit's XML, which CI servers show as a test report.

One case for each dependent: passed, skipped with the reason, failed; an error where it could not
be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from apparate_ng.model.dependents.dependent import Unreadable
from apparate_ng.model.deployments.deployment import DeployedDependent, Deployment, Outcome
from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.plan import Plan, PlannedDependent, PlannedPin
from apparate_ng.reports.pages.plan import lead_of
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.text.deployment import deployment_summary

_HELD = frozenset({Decision.HOLD, Decision.IGNORE})
_WORDS = {
    Outcome.DRIFTED: "changed since the plan, and not written",
    Outcome.FAILED: "failed",
    Outcome.ROLLED_BACK: "written, did not verify, and was put back",
    Outcome.PENDING: "not reached",
}
_UNKNOWN = "unknown: the deployment was cut off, or is still at work"
_FAILED = frozenset({Outcome.DRIFTED, Outcome.FAILED, Outcome.ROLLED_BACK})
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """What is said of a case that did not simply pass."""

    element: str
    """`skipped`, `failure` or `error`."""
    kind: str
    message: str
    text: str = ""


def plan_junit(plan: Plan) -> str:
    """Return a case for each dependent: skipped where anything of it is held or ignored."""
    suite = _Suite(plan.release.name, f"plan of {plan.release.name} {plan.release.version}")
    for one in plan.dependents:
        suite.add(one, _verdict_on_pins(one.pins), _lines(one.pins))
    suite.add_unreadable(plan.unreadable)
    return suite.text(plan.created_at, 0.0, lead_of(plan))


def deployment_junit(deployment: Deployment) -> str:
    """Return a case for each dependent that was to change: failed where it did not."""
    release = deployment.release
    what = "deployment" if deployment.rolls_back is None else "rollback"
    suite = _Suite(release.name, f"{what} of {release.name} {release.version}")
    for one in deployment.dependents:
        verdict = _verdict_on_outcome(one, deployment)
        suite.add(one, verdict, _lines(one.upgrades))
    suite.add_unreadable(deployment.unreadable)
    return suite.text(deployment.started_at, _seconds(deployment), deployment_summary(deployment))


def _verdict_on_pins(pins: Iterable[PlannedPin]) -> _Verdict | None:
    held = [pin for pin in pins if pin.decision in _HELD]
    if not held:
        return None
    first = held[0]
    hints = "\n".join(dict.fromkeys(safe(pin.hint) for pin in held if pin.hint))
    message = f"{first.reason.value}: {first.explanation}"
    return _Verdict(element="skipped", kind=first.reason.value, message=message, text=hints)


def _verdict_on_outcome(one: DeployedDependent, deployment: Deployment) -> _Verdict | None:
    if one.outcome not in _WORDS:
        return None
    is_rollback = deployment.rolls_back is not None
    kept = is_rollback and one.outcome is Outcome.DRIFTED  # what people changed since stays theirs
    element = "failure" if one.outcome in _FAILED and not kept else "skipped"
    words = "kept as it is" if kept else _WORDS[one.outcome]
    if deployment.is_open and one.outcome is Outcome.PENDING:
        words = _UNKNOWN
    message = f"{words}: {one.error}" if one.error else words
    return _Verdict(element=element, kind=one.outcome.value, message=message)


def _lines(pins: Iterable[PlannedPin]) -> Iterator[str]:
    for pin in pins:
        change = pin.from_ if pin.to is None else f"{pin.from_} -> {pin.to}"
        yield safe(f"{pin.decision.value} {pin.location}: {change}")


def _seconds(deployment: Deployment) -> float:
    """How long it took, as far as its times can be read."""
    try:
        began, ended = map(_moment, (deployment.started_at, deployment.finished_at or ""))
    except ValueError:
        return 0.0
    return max(0.0, (ended - began).total_seconds())


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


class _Suite:
    """The one suite of a report."""

    def __init__(self, library: str, name: str) -> None:
        self._library, self._name = library, name
        self._element = ET.Element("testsuite")

    def add(
        self, one: PlannedDependent | Unreadable, verdict: _Verdict | None, lines: Iterable[str]
    ) -> None:
        """A case; its name has the id in it, since names need not be unique."""
        title = one.id if one.name in {"", one.id} else f"{one.name} ({one.id})"
        names = {"classname": f"{self._library}.{one.kind.value}", "name": title, "time": "0"}
        case = ET.SubElement(self._element, "testcase", _attributes(names))
        if verdict is not None:
            told = {"message": verdict.message, "type": verdict.kind}
            ET.SubElement(case, verdict.element, _attributes(told)).text = _lines_of(verdict.text)
        said = "\n".join(lines)
        if said:
            ET.SubElement(case, "system-out").text = _lines_of(said)

    def add_unreadable(self, those: Iterable[Unreadable]) -> None:
        """Of what could not be read nothing is known: an error."""
        for one in those:
            self.add(one, _Verdict(element="error", kind="unreadable", message=one.error), ())

    def text(self, at: str, seconds: float, summary: str) -> str:
        """The whole file; what is in it is indented by two."""
        counts = {"tests": self._count("testcase"), "failures": self._count("failure")}
        counts |= {"errors": self._count("error"), "skipped": self._count("skipped")}
        shared = {"name": self._name, **counts, "time": f"{seconds:g}"}
        for name, value in _attributes({**shared, "timestamp": at.removesuffix("Z")}).items():
            self._element.set(name, value)
        ET.SubElement(self._element, "system-out").text = _line(summary)
        root = ET.Element("testsuites", _attributes({**shared, "name": "apparate"}))
        root.append(self._element)
        ET.indent(root)
        body = ET.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'

    def _count(self, tag: str) -> str:
        return str(sum(1 for _ in self._element.iter(tag)))


def _attributes(values: dict[str, str]) -> dict[str, str]:
    return {name: _line(value) for name, value in values.items()}


def _line(text: str) -> str:
    """Text as XML may hold it: no controls, which are shown as escapes, and no noncharacters."""
    return safe(text).translate(_NOT_IN_XML)


def _lines_of(text: str) -> str:
    return "\n".join(map(_line, text.split("\n")))
