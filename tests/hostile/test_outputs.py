"""Whatever stands in a workspace, in a plan file or in a record: in no output does any of it take effect."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import OLD, STORE, pinning, task, wheel_path
from tests.e2e.program import Program
from tests.hostile.judging import Tally
from tests.hostile.texts import HOSTILE_TEXTS, raw_in

_FORMULA = ("=", "+", "-", "@")
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_ALL = ("txt", "json", "md", "xml", "csv", "html")
_FORMS = {"plan": _ALL, "show": _ALL, "upload-and-update": (*_ALL, "env", "properties")}
_FORMS["inventory"] = ("txt", "json", "md", "csv", "html")
"""In which forms each command writes reports."""
_TEXTS = {name: text[:3_000] for name, text in HOSTILE_TEXTS.items() if "surrogate" not in name}
"""Half a surrogate pair is no text that a server could send: that is tried with documents."""


def _plant(sandbox: Sandbox) -> None:
    """A job for each text, with the text wherever people write texts."""
    for number, text in enumerate(_TEXTS.values()):
        job = pinning(text, OLD, "0.9.0", tags={text or "x": text})
        job["tasks"][0]["task_key"] = text[:100] or "empty"
        job["tasks"].append(
            task("more", {"whl": f"{STORE}/{text[:200]}/sales_features-1.4.2-py3-none-any.whl"})
        )
        job["schedule"] = {"quartz_cron_expression": text, "timezone_id": text}
        sandbox.add_job(job, job_id=100 + number, creator=text or None)


@pytest.fixture
def hostile(apparate: Program, sandbox: Sandbox) -> Program:
    """The command, in a workspace full of such texts."""
    _plant(sandbox)
    return apparate


def _judge_reports(folder: Path) -> list[str]:
    """The reports that were written; each is held against what its readers act on."""
    found = {file.suffix: file.read_bytes().decode() for file in folder.glob("out.*")}
    for suffix, text in found.items():
        _JUDGES[suffix](text)
    return sorted(found)


def _judge_text(text: str) -> None:
    assert raw_in(text) == []


def _judge_json(text: str) -> None:
    _judge_text(text)
    json.loads(text)


def _judge_csv(text: str) -> None:
    _judge_text(text.replace("\r\n", "\n"))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if cell.lstrip().startswith(_FORMULA)] == []


def _judge_xml(text: str) -> None:
    assert raw_in(text) == []
    assert "<!DOCTYPE" not in text
    ET.fromstring(text)  # noqa: S314  it is ours, and without a document type


def _judge_markdown(text: str) -> None:
    assert raw_in(text) == []
    text = _CODE.sub("code", text)
    assert re.search(r"(?<!\\)<(script|img)", text) is None
    assert re.search(r"(?<!\\)\]\(https://evil", text) is None
    assert re.search(r"(?m)^# heading|^error: forged", text) is None


_LEADING = frozenset({"href", "src", "action", "style", "srcset", "formaction"})


class _Page(HTMLParser):
    """What a browser would load, run, or be led to."""

    def __init__(self) -> None:
        """Nothing yet."""
        super().__init__()
        self.acts: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Look for what acts."""
        for name, value in attributes:
            if name.startswith("on") or (name in _LEADING and "evil.example" in (value or "")):
                self.acts.append(f"{tag} {name}={value}")
        if tag == "img" or (tag == "script" and attributes and dict(attributes).get("src")):
            self.acts.append(tag)


def _judge_html(text: str) -> None:
    assert raw_in(text) == []
    page = _Page()
    page.feed(text)
    assert [act for act in page.acts if "evil" in act or "alert" in act or act == "img x"] == []
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text


def _judge_variables(text: str) -> None:
    assert raw_in(text) == []
    assert [line for line in text.splitlines() if not re.match(r"[A-Za-z_][\w.]*=", line)] == []


_JUDGES = {
    ".txt": _judge_text,
    ".json": _judge_json,
    ".csv": _judge_csv,
    ".xml": _judge_xml,
    ".md": _judge_markdown,
    ".html": _judge_html,
    ".env": _judge_variables,
    ".properties": _judge_variables,
}


def _runs(release: Path) -> Iterator[tuple[str | Path, ...]]:
    yield "plan", release, "-v"
    yield "plan", release, "-v", "--out", "plan.json"
    yield "inventory", "sales-features", "--long"
    yield "inventory", "--long", "--all"
    yield "prune", "--dry-run", "-v"
    yield "explain", "100", release
    yield "upload-and-update", release, "-v"
    yield ("history",)
    yield "show", "-v"
    yield "show", "plan.json", "-v"
    yield "rollback", "--dry-run", "-v"
    yield ("doctor",)


def test_no_text_takes_effect_in_any_output(hostile: Program, release: Path, tally: Tally) -> None:
    hostile = hostile.knowing(COLUMNS="100")
    for words in _runs(release):
        forms = _FORMS.get(str(words[0]), ())
        reports = [f"--report=out.{form}" for form in forms]
        tally.judge(str(words[0]), hostile(*words, *reports), inputs=len(_TEXTS))
        assert _judge_reports(hostile.folder) == sorted(f".{form}" for form in forms)
        for file in hostile.folder.glob("out.*"):
            file.unlink()


@pytest.mark.parametrize(
    ("command", "output"),
    [
        *product(["plan", "inventory", "show"], ["json", "csv", "markdown", "junit", "html"]),
        ("history", "json"),
        ("prune", "json"),
    ],
)
def test_no_text_takes_effect_on_stdout(
    hostile: Program, release: Path, tally: Tally, command: str, output: str
) -> None:
    words: tuple[str, ...] = {
        "plan": ("plan", str(release)),
        "inventory": ("inventory", "--long"),
        "show": ("show", "plan.json"),
        "history": ("history",),
        "prune": ("prune", "--dry-run"),
    }[command]
    if command == "show":
        hostile("plan", release, "--out", "plan.json")

    outcome = hostile(*words, "--output", output)

    assert "Traceback" not in outcome.stderr
    if outcome.returncode != 2:  # not every command gives every form
        suffix = {"json": "json", "csv": "csv", "markdown": "md", "junit": "xml", "html": "html"}
        assert outcome.returncode in {0, 3}, outcome.stderr
        _JUDGES[f".{suffix[output]}"](outcome.stdout)
        tally.tried += len(_TEXTS)


@pytest.mark.parametrize("name", _TEXTS)
def test_errors_of_the_server_are_data(
    apparate: Program, sandbox: Sandbox, release: Path, tally: Tally, name: str
) -> None:
    refusal = {"error_code": _TEXTS[name], "message": _TEXTS[name]}
    sandbox.fault("GET", "*/jobs/list", status=400, body=refusal, times=None)

    outcome = apparate("plan", release)

    tally.judge(name, outcome)
    assert outcome.returncode == 1
    assert [line for line in outcome.stderr.splitlines() if line.startswith("error: ")] == [
        outcome.stderr.splitlines()[0]
    ]


@pytest.mark.parametrize("name", _TEXTS)
def test_words_of_the_command_line_are_data(outside: Program, tally: Tally, name: str) -> None:
    text = _TEXTS[name].replace("\x00", "")

    for words in (("show", text), (text,), ("plan", f"./{text}"), ("plan", "--allow", text)):
        tally.judge(name, outside(*words))


def test_paths_in_the_workspace_are_data(apparate: Program, sandbox: Sandbox, tally: Tally) -> None:
    for text in _TEXTS.values():
        name = text[:80].replace("/", "_").replace("\x00", "") or "empty"
        sandbox.add_file(f"{STORE}/{name}-1.0-py3-none-any.whl", b"x")
        sandbox.add_file(f"{STORE}/.apparate/deployments/{name}.json", b"x")
        sandbox.add_file(f"{STORE}/.apparate/leases/{name}.json", b"x")
    sandbox.add_file(wheel_path(OLD), b"x")

    for words in (("prune", "--older-than", "0s"), ("inventory",), ("history",), ("update", "x")):
        tally.judge(words[0], apparate(*words), inputs=len(_TEXTS))
