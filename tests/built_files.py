"""Small wheels, eggs and jars that say of themselves what a test wants them to say."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_LONG_AGO = (2020, 2, 2, 0, 0, 0)


def wheel_of(  # noqa: PLR0913  one for each thing that a wheel can say
    folder: Path,
    version: str,
    sources: str | Mapping[str, str] = "",
    *,
    project: str = "lib",
    tags: str = "py3-none-any",
    requires_python: str | None = None,
    requires: Iterable[str] = (),
    entry_points: str = "",
) -> Path:
    """A wheel; a text alone is the package's `__init__.py`, else the names are paths inside."""
    files = {f"{project}/__init__.py": sources} if isinstance(sources, str) else dict(sources)
    info = f"{project}-{version}.dist-info"
    files |= {
        f"{info}/METADATA": metadata(project, version, requires_python, requires),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tags}\n",
        f"{info}/RECORD": "",
    }
    if entry_points:
        files[f"{info}/entry_points.txt"] = entry_points
    return _zipped(folder / f"{project}-{version}-{tags}.whl", files)


def egg_of(
    folder: Path, version: str, sources: str = "", *, requires: str = "", entry_points: str = ""
) -> Path:
    """An egg of `lib`; `requires` is its requires.txt."""
    files = {"lib/__init__.py": sources, "EGG-INFO/PKG-INFO": metadata("lib", version, None, ())}
    for name, text in (("requires.txt", requires), ("entry_points.txt", entry_points)):
        files |= {f"EGG-INFO/{name}": text} if text else {}
    return _zipped(folder / f"lib-{version}-py3.9.egg", files)


def jar_of(folder: Path, version: str, *classes: str) -> Path:
    """A jar of `lib` with these classes, such as `com.example.Main`."""
    files = {f"{name.replace('.', '/')}.class": "\xca\xfe" for name in classes}
    return _zipped(folder / f"lib-{version}.jar", {"META-INF/MANIFEST.MF": "\n", **files})


def metadata(
    project: str, version: str, requires_python: str | None, requires: Iterable[str]
) -> str:
    """The headers of a METADATA or PKG-INFO."""
    lines = ["Metadata-Version: 2.1", f"Name: {project}", f"Version: {version}"]
    lines += [f"Requires-Python: {requires_python}"] if requires_python else []
    lines += [f"Requires-Dist: {text}" for text in requires]
    return "\n".join([*lines, ""])


def _zipped(file: Path, files: Mapping[str, str]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), text, zipfile.ZIP_DEFLATED)
    return file
