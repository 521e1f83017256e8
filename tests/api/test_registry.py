"""Real releases: the verdict against what their own changelogs say.

The wheels are fetched once, with pip, into a folder of the checkout that git ignores. Where there is
no package index the tests are skipped, except in CI, where there has to be one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from apparate_ng.compatibility.wheels import compare_wheels
from apparate_ng.model.compatibility.api_diff import Verdict
from tests.api.registry_pairs import RELEASES, Releases

pytestmark = pytest.mark.registry
_PATIENCE_S = 100
_CACHE = Path(__file__).resolve().parents[2] / ".cache" / "wheels"


def _wheel(project: str, version: str) -> Path:
    _CACHE.mkdir(parents=True, exist_ok=True)
    found = _found(_CACHE, project, version)
    if found is None:
        refusal = _fetch(_CACHE, project, version)
        found = _found(_CACHE, project, version)
        if found is None and os.environ.get("CI"):
            pytest.fail(f"{project} {version} cannot be fetched: {refusal}")
        if found is None:
            pytest.skip(f"no package index has {project} {version} here: {refusal}")
    return found


def _found(folder: Path, project: str, version: str) -> Path | None:
    wanted = (canonicalize_name(project), Version(version))
    there = {parse_wheel_filename(file.name)[:2]: file for file in folder.glob("*.whl")}
    return there.get(wanted)


def _fetch(folder: Path, project: str, version: str) -> str:
    """Have pip fetch the wheel; what it said last is returned."""
    fetch = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "1"),
            *("--disable-pip-version-check", "--only-binary", ":all:", "--dest", str(folder)),
            f"{project}=={version}",
        ],
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    return (fetch.stderr.strip().splitlines() or ["pip said nothing"])[-1]


@pytest.mark.parametrize("one", RELEASES, ids=lambda one: one.id)
def test_the_verdict_is_what_the_changelog_says(one: Releases) -> None:
    diff = compare_wheels(_wheel(one.project, one.old), _wheel(one.project, one.new))

    assert diff.verdict is not Verdict.UNCHECKED
    agrees = (diff.verdict is Verdict.BREAKING) == one.is_breaking
    assert agrees == (one.known_miss is None), [change.object for change in diff.breaks]
    assert one.broken is None or one.broken in {change.object for change in diff.breaks}


def test_there_are_enough_of_both() -> None:
    assert len(RELEASES) >= 20
    assert (
        min(sum(one.is_breaking for one in RELEASES), sum(not one.is_breaking for one in RELEASES))
        >= 10
    )
