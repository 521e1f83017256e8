"""What takes long."""

from __future__ import annotations

from enum import Enum


class Stage(str, Enum):
    """What takes long, as it is called on the screen."""

    BUILDING = "Building the wheel"
    SCANNING = "Looking at jobs"
    UPLOADING = "Uploading"
    APPLYING = "Updating jobs"
