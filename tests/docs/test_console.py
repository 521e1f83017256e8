"""What a page shows as typed (`console`) is typed: all of a page, in its order, on a workspace."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from apparate_ng.sandbox.embedded import running
from tests.docs.pages import PAGES, ROOT, examples
from tests.e2e.program import APPARATE, program_in

_EXAMPLE = ROOT / "examples" / "sales-features"
_PROMISED = re.compile(r"# .*\bexit (\d+)")
"""In the comment of a line: with what it ends, where that is not 0."""


def _typed() -> Iterator[tuple[Path, list[str]]]:
    for page in PAGES:
        blocks = [one.text for one in examples("console") if one.page == page]
        lines = [line[2:] for text in blocks for line in text.splitlines() if line[:2] == "$ "]
        if lines:
            yield page, lines


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "lines"), [pytest.param(*one, id=one[0].stem) for one in _typed()]
)
def test_each_command_of_a_page_works(page: Path, lines: list[str], tmp_path: Path) -> None:
    project = shutil.copytree(_EXAMPLE, tmp_path / "project")
    with running(seed="demo") as sandbox:
        program = program_in(tmp_path, sandbox.url, sandbox.token)
        path = f"{APPARATE.parent}:{program.environment['PATH']}"
        for line in lines:
            _type(line, project, {**program.environment, "PATH": path}, page)


def _type(line: str, project: Path, environment: Mapping[str, str], page: Path) -> None:
    ended = subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=project,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    promised = _PROMISED.search(line)
    code = int(promised[1]) if promised else 0
    assert ended.returncode == code, f"{page.name}: {line}\n{ended.stdout}\n{ended.stderr}"
