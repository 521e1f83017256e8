"""Help, completion and usage errors come at once: they load nothing that takes long."""

from __future__ import annotations

import subprocess
import sys

import pytest

_HEAVY = ("aiohttp", "databricks", "griffe", "jinja2", "msgspec", "requests", "rich", "urllib3")
_CODE = f"""
import atexit, sys
loaded = lambda: print(sorted({{*{_HEAVY}}} & {{*sys.modules}}), file=sys.__stderr__)
atexit.register(loaded)
from apparate_ng.cli.main import main
main()
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["plan", "--help"],
        ["upload-and-update", "--help"],
        ["doctor", "--help"],
        ["help"],
        ["help", "policy"],
        ["help", "rollback"],
    ],
    ids=" ".join,
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _CODE, *arguments], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr.strip()) == (0, "[]")


def test_completion_of_commands_and_options_loads_nothing_heavy() -> None:
    words = {"COMP_WORDS": "apparate plan --det", "COMP_CWORD": "2"}
    ended = subprocess.run(
        [sys.executable, "-c", _CODE],
        env={**words, "_APPARATE_COMPLETE": "bash_complete"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stdout, ended.stderr.strip()) == ("plain,--detailed-exitcode\n", "[]")
