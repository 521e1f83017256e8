"""Checks on the moment: has the release been there long enough, and is this a time to change anything?

They are asked after what looks at pin and step, so that nothing is said to wait for its time that
would be held all the same; and before what reads files, so that nothing is read for what waits.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from apparate_ng.model.article import with_article
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.policies.duration import seconds_in
from apparate_ng.model.policies.freeze import first_free, freeze_at, moment_words
from apparate_ng.model.policies.timing import Timing
from apparate_ng.planning.question import Question, Verdict


def soaking(question: Question) -> Verdict | None:
    """A release is first tried by those who need it less; how long it is there nobody may guess."""
    soak, change = question.in_force.soak, question.change
    if soak.value is None or change is None:
        return None
    wanted = soak.value.wanted(change)
    needed = timedelta(seconds=seconds_in(wanted))
    timing = question.timing
    stored_for = None if timing is None else timing.stored_for
    if not needed or (stored_for is not None and stored_for >= needed):
        return None
    what, hint = _how_long(question, timing, needed)
    by = "" if soak.rule is None else f", by {soak.named_rule}"
    return Verdict(
        reason=Reason.SOAKING,
        explanation=f"{with_article(change.step.value)} step waits until the release has been in the store for"
        f" {wanted.strip()}{by}: {what}",
        hint=hint,
    )


def _how_long(question: Question, timing: Timing | None, needed: timedelta) -> tuple[str, str]:
    """How long it is there, in words, and when it may move."""
    if timing is not None and not timing.in_store:
        return "it is not there yet", "put it there now, to have it wait: apparate upload"
    if timing is None or timing.stored_at is None:
        return (
            "nobody knows since when it is there",
            "lower soak in the configuration to let it move",
        )
    free = _first_free(question, timing.stored_at + needed)
    return f"it came there {moment_words(timing.stored_at)}", f"it may move from {free} on"


def frozen(question: Question) -> Verdict | None:
    """A freeze is on. Where nobody looked at a clock, any may be."""
    policy, timing = question.policy, question.timing
    if not policy.freeze or policy.override_freeze is not None:
        return None
    if timing is None:
        what = f"one of the freezes may be on: {', '.join(policy.freeze)}"
        return Verdict(reason=Reason.FROZEN, explanation=what, hint=_OVERRIDE)
    window = freeze_at(policy.freeze, timing.now)
    if window is None:
        return None
    return Verdict(
        reason=Reason.FROZEN,
        explanation=f"the freeze {window.text} holds everything",
        hint=f"it may move from {_first_free(question, timing.now)} on; else {_OVERRIDE}",
    )


_OVERRIDE = "add --override-freeze REASON"


def _first_free(question: Question, moment: datetime) -> str:
    policy = question.policy
    freezes = () if policy.override_freeze is not None else policy.freeze
    return moment_words(first_free(freezes, moment))
