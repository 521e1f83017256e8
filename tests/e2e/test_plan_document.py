"""The plan document, `apparate.plan/1`: what scripts rely on."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, pinning, wheel_path
from tests.e2e.program import Program

_PLAN = {
    "schema", "id", "created_at", "tool_version", "workspace", "release", "policy", "summary",
    "has_changes", "dependents",
}  # fmt: skip
_RELEASE = {"name", "version", "kind", "filename", "sha256", "size", "uri"}
_DEPENDENT = {
    "kind", "id", "name", "url", "owner", "schedule", "managed_by", "fingerprint", "warnings",
    "pins",
}  # fmt: skip
_PIN = {
    "location", "from", "to", "from_version", "to_version", "step", "breaking", "decision",
    "reason", "explanation", "hint",
}  # fmt: skip
_LARGE_ID = 9_007_199_254_740_993


@pytest.fixture
def plan(on_demo: Program, release: Path) -> Any:  # noqa: ANN401  JSON
    return on_demo.document("plan", release)


def _pins(plan: Any) -> list[Any]:  # noqa: ANN401  JSON
    return [pin for each in plan["dependents"] for pin in each["pins"]]


def test_every_promised_key_is_there(plan: Any, demo: Sandbox, release: Path) -> None:  # noqa: ANN401  JSON
    assert set(plan) >= _PLAN
    assert set(plan["release"]) >= _RELEASE
    assert [each for each in plan["dependents"] if not set(each) >= _DEPENDENT] == []
    assert [pin for pin in _pins(plan) if not set(pin) >= _PIN] == []
    assert plan["schema"] == "apparate.plan/1"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", plan["created_at"])
    assert plan["workspace"] == {"host": demo.url, "identity": "ci@example.com"}
    assert plan["release"] == {
        "name": "sales-features",
        "version": NEW,
        "kind": "wheel",
        "filename": release.name,
        "sha256": hashlib.sha256(release.read_bytes()).hexdigest(),
        "size": release.stat().st_size,
        "uri": wheel_path(NEW),
    }
    assert (
        plan["policy"] | {"allow": "minor", "pre": False, "zero_major": "strict"}
        == (plan["policy"])
    )


def test_counts_add_up(plan: Any, demo: Sandbox) -> None:  # noqa: ANN401  JSON
    counted = Counter(pin["decision"] for pin in _pins(plan))

    assert plan["summary"]["pins"] == {
        decision: counted[decision] for decision in ("upgrade", "hold", "current", "ignore")
    }
    assert min(counted.values()) > 0
    assert plan["summary"]["dependents"] == len(plan["dependents"])
    assert plan["summary"]["scanned"] == {"job": len(demo.jobs()), "file": 3}
    assert plan["has_changes"] is True


def test_to_is_null_unless_a_pin_is_upgraded(plan: Any) -> None:  # noqa: ANN401  JSON
    for pin in _pins(plan):
        upgraded = pin["decision"] == "upgrade"
        assert (pin["to_version"] == NEW, pin["to_version"] is None) == (upgraded, not upgraded)
        assert (pin["to"] is None) is not upgraded


def test_whole_entries_stand_in_from_and_to(plan: Any) -> None:  # noqa: ANN401  JSON
    entries = {(pin["from"], pin["to"]) for pin in _pins(plan)}

    assert (f"{wheel_path('1.4.3')}[plots]", f"{wheel_path(NEW)}[plots]") in entries
    assert ('sales-features[plots,fast]==1.4.2 ; python_version >= "3.10"', None) in entries


def test_dependents_are_sorted_and_their_ids_are_text(plan: Any) -> None:  # noqa: ANN401  JSON
    keys = [(each["kind"], each["id"]) for each in plan["dependents"]]

    assert keys == sorted(keys)
    assert {kind for kind, _ in keys} == {"job", "file"}
    assert all(isinstance(job_id, str) for _, job_id in keys)
    assert all(each["fingerprint"].startswith("sha256:") for each in plan["dependents"])


def test_ids_beyond_2_to_the_53_are_exact(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_job(pinning("large id", OLD), job_id=_LARGE_ID)

    [dependent] = apparate.document("plan", release)["dependents"]

    assert dependent["id"] == str(_LARGE_ID)


def test_schedules_are_told_by_kind(plan: Any) -> None:  # noqa: ANN401  JSON
    schedules = {each["name"]: each["schedule"] for each in plan["dependents"]}

    assert schedules["sales-nightly-score"] == {
        "kind": "cron",
        "paused": False,
        "text": "0 0 2 * * ? UTC",
    }
    assert schedules["sales-weekly-report"]["paused"] is True
    kinds = {name: each and each["kind"] for name, each in schedules.items()}
    assert kinds["sales-hourly-orders"] == "periodic"
    assert kinds["sales-new-files"] == "file_arrival"
    assert kinds["sales-live-dashboard"] == "continuous"
    assert kinds["sales-in-range"] == "table_update"
    assert kinds["sales-features-backfill"] is None


def test_two_pinned_versions_are_a_warning(plan: Any) -> None:  # noqa: ANN401  JSON
    warned = {each["name"]: each["warnings"] for each in plan["dependents"] if each["warnings"]}

    assert [warning["code"] for warning in warned["sales-two-versions"]] == ["conflicting-pins"]
    assert "1.4.2" in warned["sales-two-versions"][0]["text"]


def test_every_hold_that_somebody_can_lift_has_a_hint(plan: Any) -> None:  # noqa: ANN401  JSON
    hints = {pin["reason"]: pin["hint"] for pin in _pins(plan) if pin["decision"] == "hold"}

    assert "--allow major" in hints["breaking-step"]
    assert "--replace-eggs" in hints["kind-changed"]
    assert "--include-bundle-managed" in hints["managed-by-bundle"]
    assert "prod/state/metadata.json" in hints["managed-by-bundle"]
    assert "index_pins" in hints["index-pin"]
    assert all(pin["explanation"] for pin in _pins(plan))


def test_out_writes_the_same_document_as_output_json(on_demo: Program, release: Path) -> None:
    printed = on_demo.document("plan", release, "--out", "saved/plan.json")
    saved = json.loads((on_demo.folder / "saved/plan.json").read_text(encoding="utf-8"))

    assert saved == printed
    assert saved["release"]["file"] == release.name
    assert (on_demo.folder / "saved" / release.name).read_bytes() == release.read_bytes()
