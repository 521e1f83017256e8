"""What a built file says of where it runs, how it is started, and what it needs. Nothing of it runs."""

from __future__ import annotations

import ast
import configparser
import zipfile
from collections.abc import Collection, Iterable, Iterator
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from apparate_ng.model.compatibility.artifact_facts import ArtifactFacts
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.releases.archive import opened, read_text, refuse_duplicates
from apparate_ng.releases.failures import ArtifactError

_EGG_INFO = "EGG-INFO"
_LARGEST_SOURCE = 4 << 20
"""In bytes: what is larger is not looked into."""
_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
"""What binds names of its own."""
_OPEN = frozenset({"*", "__getattr__"})
"""Names of a module whose other names nobody can tell without running it."""


def read_facts(
    file: Path,
    *,
    kind: ArtifactKind,
    name: str,
    sha256: str,
    main_classes: Collection[str] = (),
) -> ArtifactFacts:
    """Read them from the file.

    Args:
        file: where it lies.
        kind: what it is.
        name: the file's own name, which need not be the one it lies under.
        sha256: of the file.
        main_classes: the classes that are looked for in a jar.

    Raises:
        ArtifactError: it is damaged.
    """
    with opened(file) as archive:
        if kind is ArtifactKind.JAR:
            members = set(archive.namelist())
            found = {one for one in main_classes if f"{one.replace('.', '/')}.class" in members}
            return ArtifactFacts(sha256=sha256, classes=frozenset(found))
        return _of_python(archive, file, kind, name, sha256)


def _of_python(
    archive: zipfile.ZipFile, file: Path, kind: ArtifactKind, name: str, sha256: str
) -> ArtifactFacts:
    refuse_duplicates(archive, file)
    is_wheel = kind is ArtifactKind.WHEEL
    folder = _metadata_folder(archive, file) if is_wheel else _EGG_INFO
    headers = _headers(_text(archive, f"{folder}/{'METADATA' if is_wheel else 'PKG-INFO'}", file))
    egg_requires = _unconditional(_text(archive, f"{folder}/requires.txt", file))
    functions, open_packages = _functions(archive, file)
    return ArtifactFacts(
        sha256=sha256,
        requires_python=_only(headers.get("Requires-Python")),
        tags=_tags(name) if is_wheel else frozenset(),
        entry_points=frozenset(_entry_points(_text(archive, f"{folder}/entry_points.txt", file))),
        functions=frozenset(functions),
        open_packages=frozenset(open_packages),
        requires=tuple(map(str, headers.get_all("Requires-Dist", egg_requires))),
    )


def _metadata_folder(archive: zipfile.ZipFile, file: Path) -> str:
    tops = {name.split("/")[0] for name in archive.namelist()}
    found = sorted(top for top in tops if top.endswith(".dist-info"))
    if not found:
        raise ArtifactError("this is no wheel: it has no METADATA", where=str(file))
    return found[0]


def _headers(text: str) -> Message:
    return HeaderParser().parsestr(text, headersonly=True)


def _only(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _text(archive: zipfile.ZipFile, name: str, file: Path) -> str:
    """A member's text, empty where it is not there."""
    return read_text(archive, name, file) if name in archive.namelist() else ""


def _tags(name: str) -> frozenset[str]:
    try:
        *_, tags = parse_wheel_filename(name)
    except InvalidWheelFilename:
        return frozenset()
    return frozenset(map(str, tags))


def _entry_points(text: str) -> Iterator[str]:
    """The names of every group: the platform looks for a name in all of them."""
    parser = configparser.ConfigParser(
        interpolation=None, delimiters=("=",), strict=False, allow_no_value=True
    )
    parser.optionxform = str  # type: ignore[method-assign,assignment]  # names have capitals
    try:
        parser.read_string(text)
    except (configparser.Error, AttributeError):  # the latter of a line that goes on from nothing
        return
    for section in parser.sections():
        yield from parser.options(section)


def _unconditional(text: str) -> list[str]:
    """An egg's requirements up to the first section, which is that of an extra or a marker."""
    lines = [line.strip() for line in text.splitlines()]
    end = next((at for at, line in enumerate(lines) if line.startswith("[")), len(lines))
    return [line for line in lines[:end] if line]


def _functions(archive: zipfile.ZipFile, file: Path) -> tuple[set[str], set[str]]:
    """What each top-level module or package binds, and those of which nobody can tell."""
    names: set[str] = set()
    unknown: set[str] = set()
    for module, member in _top_modules(archive.namelist()):
        bound = _names_bound_in(archive, member, file)
        names |= {f"{module}.{name}" for name in bound - {"*"}}
        unknown |= {module} if bound & _OPEN else set()
    return names, unknown


def _names_bound_in(archive: zipfile.ZipFile, member: str, file: Path) -> set[str]:
    if archive.getinfo(member).file_size > _LARGEST_SOURCE:
        return {"*"}
    try:
        return set(_bound(ast.parse(read_text(archive, member, file))))
    except (SyntaxError, ValueError, RecursionError, MemoryError, ArtifactError):
        return {"*"}


def _top_modules(members: Iterable[str]) -> Iterator[tuple[str, str]]:
    for member in members:
        parts = member.split("/")
        if len(parts) == 1 and member.endswith(".py"):
            yield member.removesuffix(".py"), member
        elif len(parts) == 2 and parts[1] == "__init__.py":  # noqa: PLR2004  package, file
            yield parts[0], member


def _bound(module: ast.Module) -> Iterator[str]:
    """Names that the module's statements bind when they run, those of every branch."""
    waiting: list[ast.AST] = list(module.body)  # no recursion: branches may be nested deeply
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (one.asname or one.name.split(".")[0] for one in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif not isinstance(node, _SCOPES):
            waiting.extend(ast.iter_child_nodes(node))
