"""The floor of an upload: one PUT of an open file. Prints the seconds that the request took.

Arguments: the file, and its path in a volume. Nothing is looked up before or read back after.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import requests


def put(file: Path, path: str) -> float:
    """Seconds for the request alone, without the start of the interpreter."""
    headers = {"Authorization": f"Bearer {os.environ['DATABRICKS_TOKEN']}"}
    url = f"{os.environ['DATABRICKS_HOST']}/api/2.0/fs/files{path}?overwrite=false"
    started = time.perf_counter()
    with file.open("rb") as stream:
        requests.put(url, data=stream, headers=headers, timeout=600).raise_for_status()
    return time.perf_counter() - started


sys.stdout.write(f"{put(Path(sys.argv[1]), sys.argv[2])}\n")
