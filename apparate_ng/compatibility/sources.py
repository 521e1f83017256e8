"""Python sources inside a wheel, read in bounds. Nothing is unpacked onto the disk."""

from __future__ import annotations

import importlib.util
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path, PurePosixPath

from apparate_ng.compatibility.surface import Trouble
from apparate_ng.model.compatibility.api_diff import UncheckedReason
from apparate_ng.releases.archive import opened, refuse_duplicates

LARGEST_SOURCE = 4 << 20
"""In bytes, one file unpacked. The largest modules that people write are a tenth of it."""
LARGEST_TOTAL = 64 << 20
"""In bytes, all sources of a wheel unpacked: more than any package on the index that is no bomb."""
MOST_MEMBERS = 50_000

_SOURCE, _STUB = ".py", ".pyi"
_COMPILED = frozenset({".so", ".pyd"})
_RANK = {_SOURCE: 0, _STUB: 1}
"""What runs wins: a stub counts only beside a compiled module."""
_INSTALLED_ALIKE = frozenset({"purelib", "platlib"})
"""Folders of `NAME.data` that are installed where the wheel's root is (wheel specification)."""
_METADATA = (".dist-info", ".egg-info", "EGG-INFO")
_WHEEL_DATA = ".data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One module of a wheel. Without `text` there is none that can be read."""

    module: str
    file: str
    text: str | None

    @property
    def is_package(self) -> bool:
        """True for an `__init__`."""
        return PurePosixPath(self.file).name.startswith("__init__.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The modules of a wheel by name, and what could not be read."""

    modules: dict[str, Source]
    troubles: tuple[Trouble, ...] = ()


def read_sources(wheel: Path) -> Sources:
    """Every module that the wheel installs, tests left out.

    Raises:
        ArtifactError: it is no proper archive, or has members that lead outside of it.
    """
    with opened(wheel) as archive:
        refuse_duplicates(archive, wheel)
        members = [member for member in archive.infolist() if not member.is_dir()]
        chosen = _chosen(members)
        excess = _excess(members, chosen)
        if excess is not None:
            return Sources(modules={}, troubles=(excess,))
        modules, troubles = {}, []
        for name, member in chosen.items():
            text, trouble = _text(archive, member, name)
            modules[name] = Source(module=name, file=member.filename, text=text)
            troubles += [] if trouble is None else [trouble]
        return Sources(modules=modules, troubles=tuple(troubles))


def _chosen(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """For each module the one file that says most about what runs."""
    found = [(name, member) for member in members if (name := _module(member.filename))]
    found.sort(key=lambda one: _RANK.get(PurePosixPath(one[1].filename).suffix, 2), reverse=True)
    return dict(sorted(dict(found).items()))


def _module(filename: str) -> str | None:
    path = PurePosixPath(filename)
    parts = list(path.parts)
    if parts and parts[0].endswith(_WHEEL_DATA) and len(parts) > 2:  # noqa: PLR2004  folder, scheme, file
        if parts[1] not in _INSTALLED_ALIKE:
            return None
        parts = parts[2:]
    if not parts or parts[0].endswith(_METADATA) or path.suffix not in {*_RANK, *_COMPILED}:
        return None
    *folders, stem = [*parts[:-1], parts[-1].split(".", maxsplit=1)[0]]
    names = folders if stem == "__init__" else [*folders, stem]
    is_importable = all(part.isidentifier() and not iskeyword(part) for part in names)
    return ".".join(names) if names and is_importable and not _is_test(folders, stem) else None


def _is_test(folders: list[str], stem: str) -> bool:
    """Tests that were packed along. `jinja2.tests`, a module, and `django.test` are none."""
    return (
        "tests" in folders
        or folders[:1] == ["test"]
        or stem in {"conftest", "__main__"}
        or (not folders and stem in {"test", "tests"})
    )


def _excess(members: list[zipfile.ZipInfo], chosen: dict[str, zipfile.ZipInfo]) -> Trouble | None:
    sizes = [member.file_size for member in chosen.values() if _is_text(member)]
    if len(members) > MOST_MEMBERS:
        text = f"it has more than {MOST_MEMBERS:,} files"
    elif sum(sizes) > LARGEST_TOTAL:
        text = f"its sources are larger than {LARGEST_TOTAL >> 20} MB"
    else:
        return None
    return Trouble(reason=UncheckedReason.TOO_LARGE, module=None, file=None, text=text)


def _is_text(member: zipfile.ZipInfo) -> bool:
    return PurePosixPath(member.filename).suffix in _RANK


def _text(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, module: str
) -> tuple[str | None, Trouble | None]:
    def trouble(reason: UncheckedReason, text: str) -> tuple[None, Trouble]:
        return None, Trouble(reason=reason, module=module, file=member.filename, text=text)

    if not _is_text(member):
        return trouble(UncheckedReason.NO_SOURCE, "it is compiled, and has no stub beside it")
    if stat.S_ISLNK(member.external_attr >> 16):
        return trouble(UncheckedReason.NO_SOURCE, "it is a symbolic link")
    with archive.open(member) as stream:
        content = stream.read(LARGEST_SOURCE + 1)
    if len(content) > LARGEST_SOURCE:
        return trouble(UncheckedReason.TOO_LARGE, f"it is larger than {LARGEST_SOURCE >> 20} MB")
    try:
        return importlib.util.decode_source(content), None
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        return trouble(UncheckedReason.PARSE_ERROR, f"its encoding cannot be read: {error}")


def parents_of(module: str) -> Iterator[str]:
    """The packages that a module lies in, the outermost first."""
    parts = module.split(".")
    return (".".join(parts[:end]) for end in range(1, len(parts)))
