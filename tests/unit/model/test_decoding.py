"""Types are first met by several threads at once, as the records of a history are."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from apparate_ng.model.decoding import decoded

_MEET = """
import sys, threading, msgspec
from apparate_ng.model.decoding import decoded

sys.setswitchinterval(1e-6)
for number in range(60):
    inner = msgspec.defstruct("Inner", [(f"f{n}", int | None, None) for n in range(20)])
    outer = msgspec.defstruct("Outer", [(f"g{n}", list[inner] | None, None) for n in range(10)])
    begin = threading.Barrier(8)

    def meet():
        begin.wait()
        assert decoded(b'{"g1": [{"f1": 1}]}', outer).g1[0].f1 == 1

    threads = [threading.Thread(target=meet) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_types_that_several_threads_meet_first() -> None:
    """In a process of its own, since it would be the process that ends."""
    ended = subprocess.run(
        [sys.executable, "-c", _MEET], capture_output=True, text=True, check=False, timeout=60
    )

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b'{"a": "x"}', msgspec.ValidationError),
        (b"{", msgspec.DecodeError),
        (b'{"a": "\xff"}', UnicodeDecodeError),
        (b"[" * 100_000, RecursionError),
    ],
)
def test_what_is_no_such_document(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        decoded(content, dict[str, int] if error is msgspec.ValidationError else object)
