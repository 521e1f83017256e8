from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COMMAND = "from apparate_ng.sandbox.command import sandbox; sandbox(prog_name='sandbox')"


def _run(*arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", before + _COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@contextmanager
def _serving(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _COMMAND, "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _exports(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    found = [re.fullmatch(r"export (\w+)=(\S+)\n", line) for line in lines]
    return {each[1]: each[2] for each in found if each}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_the_demo_until_a_signal_and_prints_two_shell_lines_only(
    tmp_path: Path, number: signal.Signals
) -> None:
    ready = tmp_path / "ready"
    with _serving("--ready-file", str(ready), "--jobs", "3") as process:
        exports = _exports(process)
        assert set(exports) == {"DATABRICKS_HOST", "DATABRICKS_TOKEN"}
        answer = requests.get(
            f"{exports['DATABRICKS_HOST']}/api/2.2/jobs/list",
            headers={"Authorization": f"Bearer {exports['DATABRICKS_TOKEN']}"},
            timeout=30,
        )
        process.send_signal(number)
        out, err = process.communicate(timeout=30)

    assert [job["settings"]["name"][-5:] for job in answer.json()["jobs"]][:3] == [
        "00002",
        "00001",
        "00000",
    ]
    assert ready.read_text() == "".join(
        f"export {name}={value}\n" for name, value in exports.items()
    )
    assert (process.returncode, out) == (0, "")
    assert exports["DATABRICKS_HOST"] in err
    assert "Error" not in err


def test_options_reach_the_server() -> None:
    with _serving(
        "--seed", "empty", "--page-limit-cap", "7", "--switch", "missing-is-404"
    ) as process:
        url = _exports(process)["DATABRICKS_HOST"]
        headers = {"Authorization": "Bearer sandbox-admin-token"}
        listed = requests.get(f"{url}/api/2.2/jobs/list?limit=8", headers=headers, timeout=30)
        read = requests.get(f"{url}/api/2.2/jobs/get?job_id=1", headers=headers, timeout=30)

    assert (listed.status_code, read.status_code) == (400, 404)


def test_without_aiohttp_one_line_says_what_to_install() -> None:
    result = _run("serve", before="import sys; sys.modules['aiohttp'] = None\n")

    assert (result.returncode, result.stdout) == (1, "")
    assert "pip install 'apparate-ng[sandbox]'" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_port_that_is_taken_says_what_to_do() -> None:
    with _serving("--seed", "empty") as process:
        port = _exports(process)["DATABRICKS_HOST"].rpartition(":")[2]
        result = _run("serve", "--port", port)

    assert (result.returncode, result.stdout) == (1, "")
    assert (
        f"Port {port} of 127.0.0.1 is taken. Choose another, or leave --port out" in result.stderr
    )
    assert "Errno" not in result.stderr


def test_help_loads_no_server() -> None:
    check = "import atexit, sys; atexit.register(lambda: print('aiohttp' in sys.modules))\n"

    result = _run("serve", "--help", before=check)

    assert result.returncode == 0
    assert result.stdout.endswith("False\n")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--host", "192.0.2.1"], 2, "loopback"),
        (["--host", "example.com"], 2, "loopback"),
        (["--seed", "scale"], 2, "demo"),
        (["--switch", "nope"], 1, "No switch 'nope'"),
        (["--state", os.devnull + "/x/y"], 1, "unable to open database file"),
    ],
)
def test_wrong_options_are_named(arguments: list[str], code: int, words: str) -> None:
    result = _run("serve", *arguments)

    assert result.returncode == code
    assert words in result.stderr
    assert "Traceback" not in result.stderr
