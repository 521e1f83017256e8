"""`--report FILE`: the result in every shape, and what a CI server is told."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, pinning, plant, versions_of, wheel_path, writes
from tests.e2e.program import Program, error_of

_ALL = ("txt", "json", "md", "xml", "csv", "html", "env", "properties")
_BEGINS = {
    "json": '{\n  "schema": "apparate.plan/1"',
    "md": f"## Plan: sales-features {NEW}\n",
    "xml": '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="apparate"',
    "csv": "library,version,kind,",
    "html": "<!doctype html>\n",
    "env": "APPARATE_LIBRARY=sales-features\n",
    "properties": "library=sales-features\n",
}


def _reports(*files: str | Path) -> list[str]:
    return [part for file in files for part in ("--report", str(file))]


def test_a_plan_in_every_shape(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 2)
    files = [f"out/plan.{suffix}" for suffix in _ALL]

    outcome = apparate("plan", release, "--out", "saved.json", *_reports(*files))

    folder = apparate.folder / "out"
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert {one.name for one in folder.iterdir()} == {f"plan.{suffix}" for suffix in _ALL}
    for suffix, begin in _BEGINS.items():
        assert (folder / f"plan.{suffix}").read_text().startswith(begin)
    assert (folder / "plan.json").read_text() == (apparate.folder / "saved.json").read_text()
    assert (folder / "plan.txt").read_text() == outcome.stdout
    assert "apparate apply saved.json" in (folder / "plan.html").read_text()
    assert "APPARATE_PLAN=saved.json\n" in (folder / "plan.env").read_text()
    assert writes(sandbox) == []


def test_the_document_on_stdout_stays_what_it_was(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    document = apparate.document("plan", release, *_reports("p.json"))
    assert json.loads((apparate.folder / "p.json").read_text()) == document


@pytest.mark.parametrize("command", ["upload-and-update", "apply", "update"])
def test_a_deployment_in_two_shapes(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    plant(sandbox, 2)
    assert apparate("upload", release).returncode == 0
    named: dict[str, list[str | Path]] = {
        "upload-and-update": [release],
        "update": ["sales-features"],
    }
    if command == "apply":
        assert apparate("plan", release, "--out", "plan.json").returncode == 0
        named["apply"] = ["plan.json"]

    document = apparate.document(command, *named[command], *_reports("d.xml", "d.html", "d.env"))

    suite = ET.fromstring((apparate.folder / "d.xml").read_text())  # noqa: S314  our own output
    assert (suite.get("tests"), suite.get("failures")) == ("2", "0")
    assert document["id"] in (apparate.folder / "d.html").read_text()
    facts = (apparate.folder / "d.env").read_text()
    assert f"APPARATE_DEPLOYMENT={document['id']}\n" in facts
    assert "APPARATE_UPDATED=2\n" in facts


def test_what_goes_back_is_reported_too(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 1)
    sandbox.add_file(wheel_path(OLD), b"")
    assert apparate("upload-and-update", release).returncode == 0

    for command in (["rollback", "--dry-run"], ["rollback"], ["resume"]):
        assert apparate(*command, *_reports(f"{len(command)}{command[0]}.md")).returncode == 0

    planned = (apparate.folder / "2rollback.md").read_text()
    assert planned.startswith("## Rollback, planned: sales-features\n")
    assert "Put it back: `apparate rollback 2" in planned  # with its id
    done = (apparate.folder / "1rollback.md").read_text()
    assert done.startswith("## Rollback: sales-features\n")
    assert "### Put back (1)" in done


def test_an_inventory(apparate: Program, sandbox: Sandbox) -> None:
    sandbox.add_file(wheel_path(NEW), b"")
    sandbox.add_job(pinning("=SUM(A1)", OLD))
    files = ("estate.html", "estate.csv", "estate.md", "estate.json", "estate.txt")

    for name in ([], ["sales-features"]):
        outcome = apparate("inventory", *name, *_reports(*files))
        assert (outcome.returncode, outcome.stderr) == (0, "")
        [row] = csv.DictReader((apparate.folder / "estate.csv").read_text().splitlines())
        assert (row["name"], row["behind"]) == ("'=SUM(A1)", "minor")
        assert "apparate update sales-features" in (apparate.folder / "estate.html").read_text()


@pytest.mark.parametrize(
    ("command", "file", "words"),
    [
        ("plan", "plan.pdf", "must end with .txt, .json, .md, .xml, .csv, .html, .env or .prop"),
        ("inventory", "estate.xml", "must end with .txt, .json, .md, .csv or .html"),
        ("plan", "folder.html", "is no file"),
        ("plan", "file/plan.html", "is below a file"),
        ("plan", "x" * 300 + ".html", "File name too long"),
        ("plan", "/proc/x/y.html", "'/proc' cannot be written"),
        ("apply", "", "must end with"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_done(
    apparate: Program, sandbox: Sandbox, command: str, file: str, words: str
) -> None:
    (apparate.folder / "folder.html").mkdir()
    (apparate.folder / "file").write_text("")
    argument = ["plan.json"] if command == "apply" else []

    said = error_of(apparate(command, *argument, "--report", file), 2)

    assert words in said.what
    assert sandbox.journal() == []


def _out_of_reach(apparate: Program) -> str:
    """A place that only turns out to be none when it is written to, for whomever."""
    (apparate.folder / "link").symlink_to("nowhere/at/all")
    return "link/report.html"


def test_a_plan_that_cannot_be_reported_is_printed_all_the_same(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    files = _reports(_out_of_reach(apparate), "link/other.md", "other.html")

    outcome = apparate("plan", release, "--output", "json", *files)

    assert outcome.returncode == 1
    assert json.loads(outcome.stdout)["has_changes"]
    assert outcome.stderr.startswith("error: a report cannot be written: File exists\n")
    assert "  --> link/report.html, link/other.md\n" in outcome.stderr
    assert (apparate.folder / "other.html").is_file()


def test_a_deployment_that_cannot_be_reported_is_done_and_printed(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    [job] = plant(sandbox, 1)
    files = _reports(_out_of_reach(apparate))

    outcome = apparate("upload-and-update", release, "--output", "json", *files)

    document = json.loads(outcome.stdout)
    assert (outcome.returncode, document["status"]) == (3, "succeeded")
    assert versions_of(sandbox, job) == [[NEW]]
    assert "the plan was carried out, but a report cannot be written" in outcome.stderr
    assert (
        f"hint: write it again with: apparate show {document['id']} --report FILE" in outcome.stderr
    )
    again = apparate("show", document["id"], "--report", "again.html")
    assert (again.returncode, (apparate.folder / "again.html").is_file()) == (0, True)


def test_a_failure_is_graver_than_its_report(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)
    refusal = {"error_code": "INTERNAL_ERROR", "message": "no"}
    sandbox.fault("POST", "*/jobs/update", status=400, body=refusal, times=None)

    outcome = apparate("upload-and-update", release, *_reports(_out_of_reach(apparate)))
    without = apparate("upload-and-update", release)

    assert outcome.returncode == without.returncode != 0
    assert "error: a report cannot be written" in outcome.stderr


def test_a_link_stays_a_link(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 1)
    (apparate.folder / "latest.md").symlink_to("plan-7.md")
    (apparate.folder / "loop.md").symlink_to("loop.md")
    assert apparate("plan", release, *_reports("latest.md", "loop.md")).returncode == 0
    assert (apparate.folder / "loop.md").is_file()
    assert (apparate.folder / "latest.md").is_symlink()
    assert (apparate.folder / "plan-7.md").read_text().startswith("## Plan")


def _github(program: Program) -> tuple[Program, Path, Path]:
    summary, output = (program.folder / name for name in ("summary.md", "output"))
    for file in (summary, output):
        file.write_text("before\n")
    return (
        program.knowing(GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT=str(output)),
        summary,
        output,
    )


def test_github_is_told(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 2)
    program, summary, output = _github(apparate)

    assert program("plan", release, "--out", "plan.json").returncode == 0
    document = program.document("apply", "plan.json")
    assert program("inventory").returncode == 0

    lines = output.read_text().splitlines()
    assert lines[0] == "before"
    for fact in (f"version={NEW}", "has_changes=true", "upgrade=2", "plan=plan.json", "updated=2"):
        assert fact in lines
    assert f"deployment={document['id']}" in lines
    headings = [line for line in summary.read_text().splitlines() if line.startswith("## ")]
    assert headings == [
        f"## Plan: sales-features {NEW}",
        f"## Deployment: sales-features {NEW}",
        "## Inventory: Libraries in use",
    ]


def test_a_path_cannot_smuggle_in_a_fact(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    program, _, output = _github(apparate)
    target = "a\nhas_changes=false\nplan<<EOF/plan.json"

    assert (
        program("plan", release, "--out", target, *_reports("f.env", "f.properties")).returncode
        == 0
    )

    for told in (output, program.folder / "f.env", program.folder / "f.properties"):
        lines = told.read_text().splitlines()
        named = [
            line
            for line in lines
            if line.lower().removeprefix("apparate_").startswith("has_changes")
        ]
        assert [line.split("=")[1] for line in named] == ["true"]


def test_github_that_cannot_be_told_is_a_warning(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    program = apparate.knowing(GITHUB_STEP_SUMMARY=str(apparate.folder / "gone" / "summary"))
    outcome = program("plan", release)
    assert outcome.returncode == 0
    assert "GITHUB_STEP_SUMMARY cannot be written: No such file or directory" in outcome.stderr


def test_what_was_saved_is_shown_in_every_shape(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)
    plan = apparate("plan", release, "--out", "plan.json")
    (apparate.folder / "d.json").write_text(
        apparate("upload-and-update", release, "--output", "json").stdout
    )
    (apparate.folder / "i.json").write_text(apparate("inventory", "--output", "json").stdout)
    (apparate.folder / "one.json").write_text(
        apparate("inventory", "sales-features", "--output", "json").stdout
    )
    offline = apparate.without("DATABRICKS_HOST", "DATABRICKS_TOKEN", "APPARATE_STORE")

    assert offline("show", "plan.json").stdout == plan.stdout
    for file in ("plan.json", "d.json", "i.json", "one.json"):
        for shape in ("text", "json", "markdown", "junit", "csv", "html"):
            outcome = offline("show", file, "--output", shape)
            none = shape == "junit" and file in {"i.json", "one.json"}
            assert outcome.returncode == (1 if none else 0), outcome.stderr
            assert bool(outcome.stdout) is not none
        saved = (apparate.folder / file).read_text()
        assert offline("show", file, "--output", "json").stdout == saved
    said = error_of(offline("show", "i.json", "--output", "junit"), 1)
    assert said.what == "an inventory cannot be written as junit"


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"schema": "apparate.plan/2"}', b"[]"])
def test_a_file_that_is_none_of_them(outside: Program, content: bytes) -> None:
    (outside.folder / "f.json").write_bytes(content)
    said = error_of(outside("show", "f.json"), 1)
    assert said.where == "f.json"


def test_what_draws_the_page_is_loaded_for_the_page_alone(
    apparate: Program, sandbox: Sandbox
) -> None:
    del sandbox
    run: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run
    for command, loaded in ((["inventory"], False), (["inventory", "--report", "e.html"], True)):
        outcome = run(
            [sys.executable, "-X", "importtime", "-m", "apparate_ng", *command],
            cwd=apparate.folder,
            env=dict(apparate.environment),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
        assert ("jinja2" in outcome.stderr) is loaded
