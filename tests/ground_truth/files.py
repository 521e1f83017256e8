"""Requirements files and base environments, in the workspace and in a volume."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.ground_truth import near_misses, spellings
from tests.ground_truth.documents import File
from tests.ground_truth.planted import Planted, Spelling, State

FOLDERS = ("/Workspace/Shared/requirements", "/Volumes/main/libs/base")
_HASH = "--hash=sha256:" + "0" * 64
_BOM = b"\xef\xbb\xbf"


class _Lines:
    """The lines of a file as it is written, with the number of the next one."""

    def __init__(self, path: str, end: str) -> None:
        self._path, self._end, self._number = path, end, 1
        self.pieces: list[Any] = []

    def add(self, text: str) -> None:
        self.pieces.append(text + self._end)
        self._number += 1

    def plant(self, before: str, spelling: Spelling, behind: str) -> None:
        location = f"{self._path}:{self._number}"
        self.pieces += [before, Planted(location=location, spelling=spelling)]
        self.add(behind)

    def plant_hashed(self, text: str) -> None:
        """With a hash of its own it cannot be moved. The entry is both lines, joined as pip does."""
        planted = Planted(
            location=f"{self._path}:{self._number}",
            spelling=Spelling(text=f"{text}     {_HASH}", after=None, state=State.REPORT_ONLY),
            as_written=f"{text} \\{self._end}    {_HASH}",
        )
        self.pieces.append(planted)
        self.add("")
        self._number += 1

    def plant_broken(self) -> None:
        """A line ends within the version: pip reads on, and nothing is replaced there."""
        planted = Planted(
            location=f"{self._path}:{self._number}",
            spelling=Spelling(text="sales-features==1.4.2", after=None, state=State.REPORT_ONLY),
            as_written=f"sales-features==1.\\{self._end}4.2",
        )
        self.pieces.append(planted)
        self.add("")
        self._number += 1


def requirements(random: Random, number: int) -> list[File]:
    """A requirements file, and now and then another that it includes."""
    folder = random.choice(FOLDERS)
    path = f"{folder}/team-{number}/requirements.txt"
    lines = _Lines(path, random.choice(("\n", "\n", "\r\n")))
    included = []
    if random.random() < 0.3:
        nested = f"constraints-{number}.txt"
        included = [_plain(random, f"{folder}/team-{number}/{nested}")]
        lines.add(f"{random.choice(('-r ', '-c ', '--requirement='))}{nested}")
    _fill(random, lines)
    start = random.choice((b"", b"", _BOM))
    return [File(path=path, pieces=lines.pieces, start=start, includes=included), *included]


def base_environment(random: Random, number: int) -> File:
    """A base environment, as YAML."""
    path = f"{random.choice(FOLDERS)}/environment-{number}.yaml"
    lines = _Lines(path, random.choice(("\n", "\r\n")))
    lines.add("# sales-features==1.4.2")
    lines.add("environment_version: '3'")
    lines.add("dependencies:")
    for _ in range(random.randint(1, 4)):
        lines.add(f'  - "{random.choice(("numpy==1.26.4", "sales-features-extra==1.4.2"))}"')
        if random.random() < 0.5:
            spelling = spellings.wheel_path(random)
            quote = random.choice(("'", '"'))
            lines.plant(f"  - {quote}", spelling, f"{quote}  # sales-features==1.4.2")
    return File(path=path, pieces=lines.pieces)


def _plain(random: Random, path: str) -> File:
    lines = _Lines(path, "\n")
    _fill(random, lines)
    return File(path=path, pieces=lines.pieces)


def _fill(random: Random, lines: _Lines) -> None:
    lines.add("# sales-features==1.4.2")
    for _ in range(random.randint(1, 6)):
        kind = random.choice(
            ("near miss", "comment", "reference", "other hash", "own hash", "broken")
        )
        if kind == "near miss":
            lines.add(near_misses.package(random))
        elif kind == "comment":
            lines.add(near_misses.comment(random))
        elif kind == "reference":
            behind = random.choice(("", "  # ours: sales-features==1.4.2"))
            lines.plant("", spellings.package(random), behind)
        elif kind == "other hash":
            lines.add("numpy==1.26.4 \\")
            lines.add(f"    {_HASH}")
        elif kind == "broken":
            lines.plant_broken()
        else:
            lines.plant_hashed("sales-features==1.4.2")
