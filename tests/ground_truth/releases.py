"""The two releases that a generated workspace is planned for."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.e2e.artifacts import wheel
from tests.ground_truth.planted import Library
from tests.ground_truth.spellings import ALSO_STORES, JAR, STORE, VERSION

SETTINGS = {"APPARATE_STORE": STORE, "APPARATE_ALSO_STORES": ",".join(ALSO_STORES)}
"""What the command needs in its environment."""


def releases(folder: Path) -> dict[Library, Path]:
    """A wheel and a jar of the same version."""
    jar = folder / JAR
    python = wheel(folder, VERSION)
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
        archive.writestr("META-INF/maven/com.example.sales/sales-features_2.12/pom.xml", "")
        archive.writestr("com/example/sales/Run.class", b"\xca\xfe")  # which planted tasks run
    return {Library.PYTHON: python, Library.JAR: jar}
