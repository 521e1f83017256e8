"""What --debug shows beside tracebacks: each request, without headers and bodies."""

from __future__ import annotations

import logging
from typing import TextIO


def log_requests(stream: TextIO) -> None:
    """Write a line for each request. Bodies may hold secrets, so they are never logged."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("debug: %(message)s"))
    logger = logging.getLogger("apparate_ng")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
