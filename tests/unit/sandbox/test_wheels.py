from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile

import pytest
from packaging.utils import parse_wheel_filename
from packaging.version import Version

from apparate_ng.sandbox.seeds.store import SALES_FEATURES, wheel_name
from apparate_ng.sandbox.seeds.wheels import wheel


@pytest.mark.parametrize("version", SALES_FEATURES)
def test_every_file_of_a_wheel_is_recorded_with_its_hash(version: str) -> None:
    with zipfile.ZipFile(io.BytesIO(wheel("sales-features", version))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    (record_name,) = [name for name in files if name.endswith("/RECORD")]
    rows = list(csv.reader(files[record_name].decode().splitlines()))

    assert {row[0] for row in rows} == set(files)
    for name, digest, size in rows:
        if name != record_name:
            raw = hashlib.sha256(files[name]).digest()
            assert digest == "sha256=" + base64.urlsafe_b64encode(raw).decode().rstrip("=")
            assert int(size) == len(files[name])


def test_name_and_version_stand_in_the_metadata_and_the_file_name() -> None:
    with zipfile.ZipFile(io.BytesIO(wheel("sales-features", "1.4.2"))) as archive:
        metadata = archive.read("sales_features-1.4.2.dist-info/METADATA").decode()

    assert "Name: sales-features\nVersion: 1.4.2\n" in metadata
    name, version, _build, _tags = parse_wheel_filename(wheel_name("sales_features", "1.4.2"))
    assert (name, version) == ("sales-features", Version("1.4.2"))


def test_a_wheel_has_the_same_bytes_each_time_and_differs_by_version() -> None:
    assert wheel("a", "1") == wheel("a", "1")
    assert wheel("a", "1") != wheel("a", "2")
