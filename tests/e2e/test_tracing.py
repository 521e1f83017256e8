"""Spans for whoever names a collector; without one, and without its packages, nothing is missed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, plant, versions_of
from tests.e2e.program import Program
from tests.receivers.mail import closed_port
from tests.receivers.traces import Traced, traced
from tests.receivers.web import Answer, WebReceiver, web_receiver

_UPDATE = "/api/2.2/jobs/update"
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
_WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "opentelemetry":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""


@pytest.fixture
def collector() -> Iterator[WebReceiver]:
    with web_receiver() as receiver:
        yield receiver


@pytest.fixture
def tracing(apparate: Program, collector: WebReceiver) -> Program:
    return apparate.knowing(OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)


@pytest.fixture
def without_extra(tracing: Program, tmp_path: Path) -> Program:
    """The command where OpenTelemetry is not installed."""
    folder = tmp_path / "without"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_WITHOUT)
    return tracing.knowing(PYTHONPATH=str(folder))


def _names(spans: list[Traced]) -> Counter[str]:
    return Counter(one.name for one in spans)


def test_a_deployment_in_spans(
    tracing: Program, sandbox: Sandbox, release: Path, collector: WebReceiver
) -> None:
    plant(sandbox, 3)

    outcome = tracing("upload-and-update", release)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    spans = traced(collector.posted)
    names = _names(spans)
    assert names == {
        "apparate upload-and-update": 1,
        "scan": 1,
        "decide": 1,
        "lease": 1,
        "upload": 1,
        "apply": 1,
        "apply job": 3,
        "write": 3,
    }
    above = {one.id: one.name for one in spans}
    parents = {(one.name, above.get(one.parent, "")) for one in spans}
    assert {("apply job", "apply"), ("write", "apply job")} <= parents
    root = "apparate upload-and-update"
    assert {(name, root) for name in ("scan", "decide", "upload", "apply")} <= parents
    by_name = {one.name: one for one in spans}
    assert by_name["decide"].attributes == {"apparate.changes": 3}
    assert by_name["apply job"].attributes["apparate.outcome"] == "updated"
    assert by_name[root].attributes == {"process.exit.code": 0}
    token = tracing.environment["DATABRICKS_TOKEN"].encode()
    assert not any(token in one.body for one in collector.posted)


def test_a_build_is_a_span(tracing: Program, tmp_path: Path, collector: WebReceiver) -> None:
    project = tmp_path / "nothing to build"
    project.mkdir()
    assert tracing("build", project).returncode == 1
    spans = {one.name: one for one in traced(collector.posted)}
    assert spans["apparate build"].failed == "exit code 1"
    assert "build" in spans


def test_what_failed_is_marked(
    tracing: Program, sandbox: Sandbox, release: Path, collector: WebReceiver
) -> None:
    plant(sandbox, 2)
    sandbox.fault("POST", _UPDATE, nth=2, status=403, body=_DENIED)
    assert tracing("upload-and-update", release).returncode == 3
    spans = traced(collector.posted)
    writes = [one.failed for one in spans if one.name == "write"]
    assert sorted(writes, key=lambda why: why or "") == [None, "PermissionDeniedError"]
    outcomes = [one.attributes["apparate.outcome"] for one in spans if one.name == "apply job"]
    assert sorted(outcomes) == ["failed", "updated"]


def test_a_rollback_in_spans(
    tracing: Program, sandbox: Sandbox, release: Path, collector: WebReceiver
) -> None:
    plant(sandbox, 1)
    old = wheel(release.parent / "old", version="1.4.2")
    assert tracing("upload", old).returncode == 0
    assert tracing("upload-and-update", release).returncode == 0
    collector.posted.clear()
    assert tracing("rollback").returncode == 0
    assert {"apparate rollback", "apply", "write"} <= set(_names(traced(collector.posted)))


def test_without_a_collector_nothing_is_sent(
    apparate: Program, sandbox: Sandbox, release: Path, collector: WebReceiver
) -> None:
    plant(sandbox, 1)
    outcome = apparate("upload-and-update", release)
    assert (outcome.returncode, outcome.stderr, collector.posted) == (0, "", [])


def test_without_the_extra_one_note_names_it(
    without_extra: Program, sandbox: Sandbox, release: Path, collector: WebReceiver
) -> None:
    ids = plant(sandbox, 1)
    outcome = without_extra("upload-and-update", release)
    assert outcome.returncode == 0
    assert outcome.stderr == "note: traces are not recorded: pip install 'apparate-ng[otel]'\n"
    assert versions_of(sandbox, *ids) == [[NEW]]
    assert collector.posted == []


def test_without_collector_and_extra_nothing_is_said(
    without_extra: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    outcome = without_extra.without("OTEL_EXPORTER_OTLP_ENDPOINT")("upload-and-update", release)
    assert (outcome.returncode, outcome.stderr) == (0, "")


@pytest.mark.parametrize("answer", [Answer(hangs=True), Answer(status=500)], ids=["hangs", "500"])
def test_a_collector_that_takes_nothing(
    tracing: Program, sandbox: Sandbox, release: Path, collector: WebReceiver, answer: Answer
) -> None:
    ids = plant(sandbox, 1)
    collector.answer = answer
    began = time.monotonic()
    document = tracing("upload-and-update", release, "--output", "json")
    assert time.monotonic() - began < 3 + 10
    assert document.returncode == 0
    assert document.stderr == "note: the traces could not be sent to the collector\n"
    assert versions_of(sandbox, *ids) == [[NEW]]


def test_no_collector_there(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 1)
    with closed_port() as port:
        endpoint = f"http://127.0.0.1:{port}"
        outcome = apparate("upload-and-update", release, OTEL_EXPORTER_OTLP_ENDPOINT=endpoint)
        quiet = apparate("history", "-q", OTEL_EXPORTER_OTLP_ENDPOINT=endpoint)
    assert outcome.returncode == 0
    assert outcome.stderr == "note: the traces could not be sent to the collector\n"
    assert (quiet.returncode, quiet.stderr) == (0, "")
