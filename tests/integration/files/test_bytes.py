"""A file is rewritten where the pin stands; every other byte stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.files.paths import FOLDER, NEW, OLD, VOLUME, Home

MakePlan: TypeAlias = Callable[[], Plan]
Use: TypeAlias = Callable[..., int]
CarryOut: TypeAlias = Callable[..., Deployed]

_HASH = "--hash=sha256:" + "ab" * 32
TEXTS: dict[str, str] = {
    "alone": "{}",
    "line end": "{}\n",
    "crlf": "a==1\r\n{}\r\nb==2\r\n",
    "mixed": "a==1\r\n\n{}\rb==2\r\n\x0c\n",
    "blanks": "  {}   \t# why: see {{x}}\n\n\n   \n",
    "comments": "# lib==1.4.2\n{}  # lib==1.4.2, ours\n#{{}}\n",
    "hashes": f"numpy==1.26.4 \\\n    {_HASH} \\\n    {_HASH}\n{{}}\nb==2 {_HASH}\n",
    "extras": '{}[plots,ml] ; python_version >= "3.9"\n',
    "quotes of others": "'a' \"b\"\n{}\n",
    "options": "--index-url https://example.com/simple\n--pre\n{}\n-e /Workspace/Shared/x\n",
    "unicode": "# ä ☃ 😀\n{}  # ü\n",
    "continued": "a==1 \\\n\n{}\n# \\\n",
    "no end": "a==1\n{} # x",
    "twice": "{}\n{}\n",
    "thrice": "{}[a]\nb==1\n{}[b]\r\n# {{}}\n{}",
}


def _moved(
    sandbox: Sandbox, use: Use, plan: MakePlan, carry_out: CarryOut, home: Home, before: bytes
) -> bytes | None:
    home.put(sandbox, home.path, before)
    use(home.path)
    done = carry_out(plan())
    assert done.exit_code is ExitCode.DONE
    assert [one.outcome for one in done.deployment.dependents] == [Outcome.UPDATED]
    assert home.written(sandbox) == 1
    return home.get(sandbox, home.path)


@pytest.mark.parametrize("home", [FOLDER, VOLUME], ids=lambda home: home.name)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_requirements(
    sandbox: Sandbox,
    use: Use,
    plan: MakePlan,
    carry_out: CarryOut,
    home: Home,
    bom: bytes,
    text: str,
) -> None:
    before, after = (
        bom + text.replace("{{}}", "()").replace("{}", path).encode() for path in (OLD, NEW)
    )
    assert _moved(sandbox, use, plan, carry_out, home, before) == after


@pytest.mark.parametrize("codec", ["utf-16", "latin-1", "cp1252"])
def test_other_encodings(
    sandbox: Sandbox, use: Use, plan: MakePlan, carry_out: CarryOut, codec: str
) -> None:
    head = "" if codec == "utf-16" else f"# -*- coding: {codec} -*-\n"
    before, after = (f"{head}# ä\r\n{path}  # ü\r\n".encode(codec) for path in (OLD, NEW))
    assert _moved(sandbox, use, plan, carry_out, FOLDER, before) == after


YAMLS: dict[str, str] = {
    "plain": "environment_version: '3'\ndependencies:\n  - {}\n  - numpy==1.26.4\n",
    "single": "dependencies:\n- '{}'\n- 'b'\n",
    "double": 'dependencies:\n- "{}[plots]"   # ours\n- "b"\n',
    "flow": "dependencies: [ a==1, {}, '{}' ]\nenvironment_version: \"3\"\n",
    "crlf": "# c\r\ndependencies:\r\n  - {}   # c\r\n\r\nx: 1\r\n",
    "document": "%YAML 1.1\n---\ndependencies:\n  - {}\n...\n",
    "anchor": "dependencies:\n  - &ours {}\n  - -r other.txt\nz: *ours\n",
    "unicode": "# ☃\ndependencies:\n  - {}\n  - 'ü==1'\n",
}


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("text", YAMLS.values(), ids=YAMLS)
def test_base_environments(
    sandbox: Sandbox, plan: MakePlan, carry_out: CarryOut, bom: bytes, text: str
) -> None:
    path = "/Workspace/Shared/env.yaml"
    sandbox.add_file("/Workspace/Shared/other.txt")
    before, after = (bom + text.replace("{}", pin).encode() for pin in (OLD, NEW))
    sandbox.add_file(path, before)
    spec = {"base_environment": path}
    sandbox.add_job({"name": "j", "environments": [{"environment_key": "e", "spec": spec}]})
    done = carry_out(plan())
    assert done.exit_code is ExitCode.DONE
    assert sandbox.file(path) == after
    assert FOLDER.written(sandbox) == 1


def test_only_what_may_move_is_rewritten(
    sandbox: Sandbox, use: Use, plan: MakePlan, carry_out: CarryOut
) -> None:
    breaking = OLD.replace("1.4.2", "0.9.0")
    theirs = "/Workspace/Users/ana@example.com/lib-1.4.2-py3-none-any.whl"
    text = f"{breaking}\n{{}}\n{theirs}\nlib==1.4.2\nlib_extra==1.4.2\nlib>=1.4\n"
    before, after = (text.format(path).encode() for path in (OLD, NEW))
    assert _moved(sandbox, use, plan, carry_out, FOLDER, before) == after


def test_files_and_the_jobs_that_use_them_move_together(
    sandbox: Sandbox, use: Use, plan: MakePlan, carry_out: CarryOut
) -> None:
    sandbox.add_file(FOLDER.path, OLD.encode())
    libraries = [{"whl": OLD}, {"requirements": FOLDER.path}]
    job_id = use(tasks=[{"task_key": "a", "libraries": libraries}])
    done = carry_out(plan())
    kinds = [(one.kind.value, one.outcome) for one in done.deployment.dependents]
    assert kinds == [("file", Outcome.UPDATED), ("job", Outcome.UPDATED)]
    [task] = sandbox.job(job_id)["settings"]["tasks"]
    assert task["libraries"] == [{"whl": NEW}, {"requirements": FOLDER.path}]
    assert sandbox.file(FOLDER.path) == NEW.encode()


def test_a_second_time_there_is_nothing_to_do(
    sandbox: Sandbox, use: Use, plan: MakePlan, carry_out: CarryOut
) -> None:
    _moved(sandbox, use, plan, carry_out, FOLDER, OLD.encode())
    again = plan()
    assert not again.has_changes
    assert carry_out(again).deployment.dependents == ()
    assert FOLDER.written(sandbox) == 1
