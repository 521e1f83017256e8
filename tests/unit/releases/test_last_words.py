"""Of a build that failed, what it failed of is shown: no trace, no advice about another program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.releases.failures import BuildError
from apparate_ng.releases.last_words import last_words

_PIP = """\
* Creating isolated environment: venv+pip...
* Installing packages in isolated environment:
  - hatchling
> /bin/python -m pip install -r /tmp/build-requirements.txt
< Looking in indexes: http://127.0.0.1:1/simple
< WARNING: Retrying (Retry(total=0)) after connection broken
< ERROR: Could not find a version that satisfies hatchling (from versions: none)
< ERROR: No matching distribution found for hatchling

Traceback (most recent call last):
  File "build/__main__.py", line 289, in _handle_build_error
    yield
    ^^^^^
subprocess.CalledProcessError: Command '['/bin/python', '-m', 'pip', 'install']' returned non-zero exit status 1.

ERROR Command '['/bin/python', '-m', 'pip', 'install']' returned non-zero exit status 1.
"""
_SOURCES = """\
< Collecting tiny
<   error: subprocess-exited-with-error
<   x Getting requirements to build wheel did not run successfully.
<   ╰─> [3 lines of output]
<       Traceback (most recent call last):
<         File "setup.py", line 3, in <module>
<           import numpy
<       ModuleNotFoundError: No module named 'numpy'
<       [end of output]
Traceback (most recent call last):
  File "x", line 1
subprocess.CalledProcessError: Command '['python', '-m', 'pip']' returned non-zero exit status 1.
ERROR Command '['python', '-m', 'pip']' returned non-zero exit status 1.
"""
_BACKEND = """\
* Building wheel...
< Successfully installed hatchling
compiling
Traceback (most recent call last):
  File "metadata.py", line 469, in version
    raise KeyError(message)
KeyError: 'version'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "_in_process.py", line 406, in <module>
    main()
    ^^^^^^
ValueError: the flux
 is inverted
TIP pass --env-dir and --sdist-extract-dir to keep the build environment and sources
ERROR Backend subprocess exited when trying to invoke build_wheel
"""


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            _PIP,
            (
                "ERROR: Could not find a version that satisfies hatchling (from versions: none)",
                "ERROR: No matching distribution found for hatchling",
            ),
        ),
        (
            _SOURCES,
            (
                "  error: subprocess-exited-with-error",
                "  x Getting requirements to build wheel did not run successfully.",
                "  ╰─> [3 lines of output]",
                "      ModuleNotFoundError: No module named 'numpy'",
                "      [end of output]",
            ),
        ),
        (_BACKEND, ("compiling", "KeyError: 'version'", "ValueError: the flux", " is inverted")),
        ("error: command 'gcc' failed\n", ("error: command 'gcc' failed",)),
        ("", ()),
    ],
)
def test_what_it_failed_of(output: str, words: tuple[str, ...]) -> None:
    assert last_words(output) == words


def test_where_nothing_else_was_said_the_end_is() -> None:
    output = (
        "* Building wheel...\nERROR Backend subprocess exited when trying to invoke build_wheel\n"
    )

    assert last_words(output) == (
        "ERROR Backend subprocess exited when trying to invoke build_wheel",
    )


@given(st.text(st.sampled_from("ab <>*:\n")))
def test_something_is_shown_of_whatever_was_said(output: str) -> None:
    assert bool(last_words(output)) == bool(output.strip())
    assert len(last_words(output)) <= 15


def test_the_hint_can_be_typed() -> None:
    error = BuildError("the build failed", where="/home/my project", output=_PIP)

    assert error.hint == "all of the output: apparate build -v '/home/my project'"
    assert len(error.details) == 2
