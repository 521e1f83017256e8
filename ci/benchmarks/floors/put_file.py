"""The floor of an upload: one PUT of an open file. Prints the seconds that the request took.

Arguments: the file, and its path in a volume. Nothing is looked up before or read back after.

The file is gone through once before, as the command does to hash it, and that is not measured. Its
bytes are in memory then, for both; and on a virtual machine, memory of the last upload that stays
free for a second goes back to the host, and costs the server three times as long to write into: a
floor that came at once would have found it still there.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path
from typing import BinaryIO

import requests


def put(file: Path, path: str) -> float:
    """Seconds for the request alone, without the start of the interpreter."""
    headers = {"Authorization": f"Bearer {os.environ['DATABRICKS_TOKEN']}"}
    url = f"{os.environ['DATABRICKS_HOST']}/api/2.0/fs/files{path}?overwrite=false"
    with file.open("rb") as stream:
        _go_through(stream)
        started = time.perf_counter()
        requests.put(url, data=stream, headers=headers, timeout=600).raise_for_status()
        return time.perf_counter() - started


def _go_through(stream: BinaryIO) -> None:
    digest = hashlib.sha256()
    while block := stream.read(1 << 20):
        digest.update(block)
    stream.seek(0)


sys.stdout.write(f"{put(Path(sys.argv[1]), sys.argv[2])}\n")
