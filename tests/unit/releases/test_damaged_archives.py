"""Whatever is done to a built file's bytes: it is read, or refused with one clear error."""

from __future__ import annotations

import io
import warnings
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.model.releases.release import Release
from apparate_ng.releases.artifact import read_release
from apparate_ng.releases.contents import same_contents
from apparate_ng.releases.failures import ArtifactError

_INFO = "lib-1.0.dist-info"


def _whole(compression: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        archive.writestr("lib/__init__.py", "x = 1\n" * 50)
        archive.writestr(f"{_INFO}/METADATA", "Metadata-Version: 2.1\nName: lib\nVersion: 1.0\n")
        archive.writestr(f"{_INFO}/RECORD", f"{_INFO}/RECORD,,\n")
    return buffer.getvalue()


_WHEELS = [_whole(one) for one in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)]


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(st.sampled_from(_WHEELS)))
    for _ in range(draw(st.integers(1, 4))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    start = draw(st.integers(0, 20))
    return bytes(content[start if start > 15 else 0 : len(content) - draw(st.integers(0, 30))])


@given(content=_damaged())
@settings(max_examples=300, deadline=None)
def test_damage_is_one_clear_error_or_none(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "lib-1.0-py3-none-any.whl"
    file.write_bytes(content)

    with warnings.catch_warnings(), suppress(ArtifactError):
        warnings.simplefilter("ignore")  # of members that are there twice
        assert isinstance(read_release(file, store_uri_for=str), Release)


@given(content=_damaged())
@settings(max_examples=100, deadline=None)
def test_damage_makes_no_comparison_fail(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder: Path = tmp_path_factory.getbasetemp()
    damaged, whole = folder / "damaged.whl", folder / "whole.whl"
    damaged.write_bytes(content)
    whole.write_bytes(_WHEELS[0])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert same_contents(damaged, whole) in {True, False}


def test_the_whole_ones_are_read(tmp_path: Path) -> None:
    file = tmp_path / "lib-1.0-py3-none-any.whl"
    for content in _WHEELS:
        file.write_bytes(content)
        assert read_release(file, store_uri_for=str).version == "1.0"
