"""Reading saved plans: strictly, with one clear error for each way in which a file can be wrong."""

from __future__ import annotations

import msgspec

from apparate_ng.errors import ApparateError
from apparate_ng.model.plans.consistency import problems_of
from apparate_ng.model.plans.plan import PLAN_SCHEMA, Plan

_NEW_PLAN = "make a new plan: apparate plan --out FILE"
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class PlanFileError(ApparateError):
    """A file is no plan that this version can carry out."""


class _Envelope(msgspec.Struct):
    schema: str | None = None


def read_plan(content: bytes, where: str) -> Plan:
    """The plan that a file holds.

    Raises:
        PlanFileError: it is truncated, no plan, of a newer schema, or has impossible values.
    """
    try:
        envelope = msgspec.json.decode(content, type=_Envelope)
    except _UNREADABLE as error:
        if isinstance(error, msgspec.ValidationError) or not content.lstrip().startswith(b"{"):
            raise _other_schema(None, where) from error  # some other document
        raise PlanFileError(
            f"the plan cannot be read: {error}", where=where, hint=_NEW_PLAN
        ) from error
    if envelope.schema != PLAN_SCHEMA:
        raise _other_schema(envelope.schema, where)
    try:
        plan = msgspec.json.decode(content, type=Plan)
    except _UNREADABLE as error:
        raise PlanFileError(
            f"the plan is not valid: {error}", where=where, hint=_NEW_PLAN
        ) from error
    for problem in problems_of(plan):
        raise PlanFileError(f"the plan is not valid: {problem}", where=where, hint=_NEW_PLAN)
    return plan


def _other_schema(schema: str | None, where: str) -> PlanFileError:
    if schema is None or not schema.startswith("apparate.plan/"):
        return PlanFileError("this file is no plan", where=where, hint=_NEW_PLAN)
    return PlanFileError(
        f"the plan's schema is {schema}, and this version knows {PLAN_SCHEMA}",
        where=where,
        hint="use the version that made it, or make a new plan",
    )
