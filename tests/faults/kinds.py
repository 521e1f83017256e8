"""What can go wrong with one request."""

from __future__ import annotations

from dataclasses import dataclass

from apparate_ng.sandbox.handle import FaultRule
from apparate_ng.workspace.patience import Patience
from tests.faults.commands import HURRIED

_HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"
_EXPIRED = {"error_code": "UNAUTHENTICATED", "message": "Token is expired."}
_IMPATIENT = Patience(answer_s=1.0, pause_scale=HURRIED.pause_scale)
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "User ci has no permission."}
_TOO_LONG_S = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultKind:
    """One kind of fault."""

    name: str
    rule: FaultRule
    patience: Patience = HURRIED

    def at(self, nth: int) -> FaultRule:
        """The rule, for the nth request from now."""
        return {**self.rule, "nth": nth}


_PASSING: dict[str, FaultRule] = {
    "429": {"status": 429},
    "429 with Retry-After": {"status": 429, "headers": {"Retry-After": "1"}},
    "500": {"status": 500, "body": {"error_code": "INTERNAL_ERROR", "message": "x"}},
    "502 with HTML": {"status": 502, "body": _HTML},
    "503 before the effect": {"status": 503},
    "503 after the effect": {"status": 503, "when": "after"},
    "504 after the effect": {"status": 504, "when": "after"},
    "dropped before the effect": {"action": "drop"},
    "dropped after the effect": {"action": "drop", "when": "after"},
    "truncated JSON": {"action": "truncate"},
    "login page before the effect": {"action": "login-page"},
    "login page after the effect": {"action": "login-page", "when": "after"},
}
_LATE: FaultRule = {"action": "delay", "seconds": _TOO_LONG_S}
_TIME_OUTS: dict[str, FaultRule] = {
    "time-out, the effect comes later": _LATE,
    "time-out after the effect": {**_LATE, "when": "after"},
}
_LASTING: dict[str, FaultRule] = {
    "token expires": {"status": 401, "body": _EXPIRED, "times": None},
    "permission lost": {"status": 403, "body": _DENIED, "times": None},
    "network gone": {"action": "drop", "times": None},
    "503 from there on": {"status": 503, "times": None},
}
KINDS = (
    *(FaultKind(name=name, rule=rule) for name, rule in (_PASSING | _LASTING).items()),
    *(FaultKind(name=name, rule=rule, patience=_IMPATIENT) for name, rule in _TIME_OUTS.items()),
)
BY_NAME = {kind.name: kind for kind in KINDS}
