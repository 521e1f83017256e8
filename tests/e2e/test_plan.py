"""`plan` says what would happen to every reference, and writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, everything, pinning, writes
from tests.e2e.program import Program

_ALLOWED = ("upgrade", "allowed")
EXPECTED = {
    "sales-nightly-score": [_ALLOWED] * 2,
    "sales-hourly-orders": [_ALLOWED],
    "sales-new-files": [_ALLOWED],
    "sales-per-country": [_ALLOWED],
    "sales-live-dashboard": [_ALLOWED],
    "sales-features-backfill": [_ALLOWED],
    "sales-release-candidate": [_ALLOWED],
    "sales-two-versions": [_ALLOWED, ("current", "newer-version")],
    "sales-all-stores": [_ALLOWED] * 29,
    "marketing-newsletter": [_ALLOWED],
    "marketing-segments \x1b[31m[red]urgent[/red]\x1b[0m": [_ALLOWED],
    "Lakehouse monitoring refresh": [("hold", "system-managed")],
    "marketing-campaigns-prod": [("hold", "managed-by-bundle")],
    "finance-month-end-close": [("hold", "pinned-by-tag")],
    "sales-weekly-report": [("hold", "outside-store")],
    "sales-ana-experiment": [("hold", "outside-store")],
    "sales-what-if": [("hold", "index-pin")],
    "finance-invoices": [("hold", "index-pin")],
    "marketing-old-egg": [("hold", "kind-changed")],
    "sales-legacy-score": [("hold", "breaking-step")],
    "finance-revenue-forecast": [("hold", "step-above-limit")],
    "marketing-floating": [("hold", "floating")] * 2,
    "marketing-early-bird": [("current", "same-version")],
    "marketing-attribution-2": [("current", "newer-version")],
    "sales-in-range": [("current", "in-range")],
    "marketing-always-newest": [("ignore", "unversioned")] * 4,
}
"""What semantics, section 3, makes of the demo's jobs where 1.5.0 is released."""
_NEAR_MISSES = {"sales-extra-only", "platform-folder-sync", "finance-ledger-check"}


def decisions(plan: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    return {
        each["name"]: [(pin["decision"], pin["reason"]) for pin in each["pins"]]
        for each in plan["dependents"]
    }


def test_every_reference_of_the_demo_gets_its_decision(on_demo: Program, release: Path) -> None:
    found = decisions(on_demo.document("plan", release))

    assert {name: found.get(name) for name in EXPECTED} == EXPECTED
    assert not _NEAR_MISSES & set(found)


def test_the_text_shows_every_decision_reason_and_job(on_demo: Program, release: Path) -> None:
    outcome = on_demo("plan", release)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    reasons = {reason for pins in EXPECTED.values() for _, reason in pins} - {"allowed"}
    assert [word for word in reasons if word not in outcome.stdout] == []
    headings = ("\nUpgrade ", "\nHold ", "\nCurrent ", "\nIgnore ")
    assert [word for word in headings if word not in outcome.stdout] == []
    changing = [name for name, pins in EXPECTED.items() if pins[0][0] in {"upgrade", "hold"}]
    printable = [name for name in changing if name.isprintable()]
    assert [name for name in printable if name not in outcome.stdout] == []
    assert "conflicting-pins" in outcome.stdout
    assert "Next: apparate upload-and-update" in " ".join(outcome.stdout.split())


def test_it_writes_nothing_anywhere(on_demo: Program, demo: Sandbox, release: Path) -> None:
    before = everything(demo)

    for arguments in ((), ("--output", "json"), ("--out", "saved/plan.json")):
        assert on_demo("plan", release, *arguments).returncode == 0

    assert demo.journal()
    assert writes(demo) == []
    assert everything(demo) == before
    left = [file for file in on_demo.folder.rglob("*") if file.is_file()]
    assert {file.name for file in left} == {"plan.json", release.name}
    assert list(Path(on_demo.environment["TMPDIR"]).iterdir()) == []


@pytest.mark.parametrize(("pinned", "code"), [(OLD, 10), (NEW, 0), ("2.0.0", 0)])
def test_detailed_exitcode_is_10_where_there_are_changes(
    apparate: Program, sandbox: Sandbox, release: Path, pinned: str, code: int
) -> None:
    sandbox.add_job(pinning("one", pinned))

    assert apparate("plan", release, "--detailed-exitcode").returncode == code
    assert apparate("plan", release).returncode == 0


def test_a_release_in_the_store_is_planned_by_name(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    for version in ("1.4.3", "1.5.0", "1.6.0rc1"):
        file = wheel(tmp_path, version)
        sandbox.add_file(f"/Shared/libraries/{file.name}", file.read_bytes())
    sandbox.add_job(pinning("one", OLD))

    for name in ("sales-features", "Sales_Features"):
        chosen = apparate.document("plan", "--library", name, "--version", "1.4.3")
        newest = apparate.document("plan", "--library", name)
        assert (chosen["release"]["version"], newest["release"]["version"]) == ("1.4.3", "1.5.0")
        assert chosen["dependents"][0]["pins"][0]["to_version"] == "1.4.3"
    assert writes(sandbox) == []


def test_jobs_that_cannot_be_read_are_named_and_the_exit_code_is_0(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    large = {"name": "large", "tasks": [{"task_key": f"task_{n}"} for n in range(101)]}
    unreadable = sandbox.add_job(large)
    sandbox.add_job(pinning("small", OLD))
    denied = {"error_code": "PERMISSION_DENIED", "message": "ask somebody else"}
    sandbox.fault("GET", "*/jobs/get", job_id=unreadable, status=403, body=denied, times=None)

    plan, text = apparate.document("plan", release), apparate("plan", release)

    assert [(each["id"], each["name"]) for each in plan["unreadable"]] == [
        (str(unreadable), "large")
    ]
    assert plan["unreadable"][0]["error"] == "ask somebody else"
    assert text.returncode == 0
    assert str(unreadable) in text.stdout
    assert "could not be read" in text.stdout
