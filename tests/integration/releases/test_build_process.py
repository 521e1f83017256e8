from __future__ import annotations

import os
import sys
from pathlib import Path

from apparate_ng.releases.build_process import Finished, run_build

SLEEP = "import time; print('started', flush=True); time.sleep(60)"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}])"


def run(code: str, folder: Path, lines: list[str], limit_s: float = 60.0) -> Finished:
    return run_build(
        [sys.executable, "-c", code],
        folder=folder,
        environment=os.environ,
        line=lines.append,
        limit_s=limit_s,
    )


def test_both_streams_come_as_lines(tmp_path: Path) -> None:
    lines: list[str] = []
    code = "import sys; print('out', flush=True); print('err', file=sys.stderr); sys.exit(3)"
    assert run(code, tmp_path, lines) == Finished(code=3, output="out\nerr\n", timed_out=False)
    assert lines == ["out", "err"]


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    finished = run("import os; os.write(1, b'\\xff\\n')", tmp_path, [])
    assert finished.output == "\ufffd\n"


def test_stdin_is_closed(tmp_path: Path) -> None:
    assert run("import sys; print(repr(sys.stdin.read()))", tmp_path, []).output == "''\n"


def test_what_takes_too_long_is_stopped_with_its_children(tmp_path: Path) -> None:
    finished = run(CHILD, tmp_path, [], limit_s=1.0)
    assert finished.timed_out
    assert finished.code != 0
