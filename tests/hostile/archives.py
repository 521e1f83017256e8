"""Files that call themselves a wheel, an egg or a jar, and are made to harm whoever reads them."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.texts import HOSTILE_TEXTS

_SPARSE = 4 << 30
Member = tuple[str | zipfile.ZipInfo, bytes]
Make = Callable[[Path], None]
"""Writes the file, or whatever stands there in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of library, and where it keeps its metadata."""

    suffix: str
    metadata: str
    text: str = "Metadata-Version: 2.1\nName: lib\nVersion: 1.0\n"


KINDS = (
    Kind(suffix="-py3-none-any.whl", metadata="lib-1.0.dist-info/METADATA"),
    Kind(suffix="-py3.11.egg", metadata="EGG-INFO/PKG-INFO"),
    Kind(
        suffix=".jar",
        metadata="META-INF/maven/org.example/lib/pom.properties",
        text="artifactId=lib\nversion=1.0\n",
    ),
)


def _archive(members: Iterable[Member]) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of members that are there twice
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def _holding(kind: Kind, *members: Member, metadata: bytes | None = None) -> Make:
    text = kind.text.encode() if metadata is None else metadata
    return lambda file: _put(file, _archive([(kind.metadata, text), *members]))


def _put(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def _sparse(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(_SPARSE)


def _link(name: str, target: bytes) -> Member:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target


def _saying(kind: Kind, name: str, version: str) -> bytes:
    written = kind.text.replace("lib", name, 1).replace("1.0", version)
    return written.encode("utf-8", "surrogatepass")


def _lying_size(kind: Kind) -> Make:
    """The directory says that the metadata have three bytes."""
    content = bytearray(_archive([(kind.metadata, kind.text.encode() * 1000)]))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (3).to_bytes(4, "little")
    return lambda file: _put(file, bytes(content))


def _lying_bomb(kind: Kind) -> Make:
    """A module of which the directory says that it has three bytes."""
    source = ("lib/__init__.py", b"x = 1\n" * 1_000_000)
    content = bytearray(_archive([source, (kind.metadata, kind.text.encode())]))
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (3).to_bytes(4, "little")
    return lambda file: _put(file, bytes(content))


def refused(kind: Kind) -> Mapping[str, Make]:
    """What must be refused with one clear error, by name."""
    outside = ("/etc/passwd", "../../evil.py", "..\\..\\evil.py", "C:\\evil.py", "a/../../evil.py")
    bomb = b" " * (100 << 20)
    cases: dict[str, Make] = {
        "empty": lambda file: _put(file, b""),
        "a folder": lambda file: file.mkdir(),
        "a link to nothing": lambda file: file.symlink_to("nowhere"),
        "a link to itself": lambda file: file.symlink_to(file.name),
        "a link to a device": lambda file: file.symlink_to("/dev/null"),
        "text": lambda file: _put(file, b"no zip at all"),
        "four sparse gigabytes": _sparse,
        "an end without a beginning": lambda file: _put(file, b"PK\x05\x06" + b"\xff" * 18),
        "metadata of 100 MB": _holding(kind, metadata=kind.text.encode() + bomb),
        "a size that lies": _lying_size(kind),
        **{f"member {name}": _holding(kind, (name, b"x")) for name in outside},
    }
    if kind.suffix != ".jar":
        cases |= {
            "an empty archive": lambda file: _put(file, _archive([])),
            "metadata twice": _holding(kind, (kind.metadata, kind.text.encode())),
            "metadata that are empty": _holding(kind, metadata=b""),
            "metadata that are a link": lambda file: _put(
                file, _archive([_link(kind.metadata, b"/etc/passwd")])
            ),
            "metadata that are no text": _holding(kind, metadata=b"\xff\xfe\x00" * 1000),
            "headers without end": _holding(kind, metadata=b"A: b\n" * 500_000),
        }
    for name, text in HOSTILE_TEXTS.items():
        if text.strip() and text.splitlines()[0].strip():  # of a jar, one line counts
            cases[f"name {name}"] = _holding(kind, metadata=_saying(kind, text, "1.0"))
            cases[f"version {name}"] = _holding(kind, metadata=_saying(kind, "lib", text))
    for name, one, version in (
        ("another library", "other", "1.0"),
        ("another version", "lib", "2.0"),
    ):
        cases[name] = _holding(kind, metadata=_saying(kind, one, version))
    return cases


def survived(kind: Kind) -> Mapping[str, Make]:
    """What is read or refused, as it may be, and never unpacked."""
    is_wheel = kind is KINDS[0]
    zeros, members = (80 << 20, 51_000) if is_wheel else (8 << 20, 2_000)
    return {
        "a bomb": _holding(kind, ("lib/data.bin", bytes(zeros))),
        "a bomb of source": _holding(kind, ("lib/__init__.py", b" " * zeros)),
        "a bomb that says that it is small": _lying_bomb(kind),
        "a link to a secret": _holding(kind, _link("lib/link.py", b"/etc/passwd")),
        "members without end": _holding(kind, *[(f"lib/{n}", b"") for n in range(members)]),
        "a name of 60,000 characters": _holding(kind, ("lib/" + "x" * 60_000, b"")),
        "names that steer a terminal": _holding(
            kind, *[(f"lib/{text[:200]}", b"") for text in ("\x1b]0;owned\x07", "\u202e", "a\nb")]
        ),
    }


def _of_python(*members: Member) -> Make:
    return _holding(KINDS[0], *members)


def odd_inside() -> Mapping[str, Make]:
    """Wheels that are named and described as they should be, with contents that trip readers."""
    entry_points, module = "lib-1.0.dist-info/entry_points.txt", "lib/__init__.py"
    chain = "if a:\n x=1\n" + "".join(f"elif b{n}:\n x{n}=1\n" for n in range(1_300))
    sources = {
        "a chain of branches": chain,
        "a sum without end": "x = " + "+".join(["1"] * 5_000),
        "nested brackets": "(" * 5_000 + ")" * 5_000,
        "nested annotations": "def f(x: " + "a[" * 150 + "b" + "]" * 150 + "): ...",
        "annotations in text": 'def f(x: "' + "a[" * 190 + "b" + "]" * 190 + '"): ...',
        "a default without end": "def f(x=" + "-" * 900 + "1): ...",
        "a number of 5,000 digits": f"def f(x={'9' * 5_000}): ...",
        "half a surrogate pair": 'def f(x="\\ud800"): ...\n__all__ = ["\\ud800"]',
        "null bytes": "a\0b",
        "an unknown encoding": "# coding: nonsense\nx = 1",
        "an encoding that unpacks": "# coding: zip\nx = 1",
        "an encoding that decodes to anything": "# coding: unicode_escape\nx = 1\\x",
        "names that steer a terminal": "def \u202ef(): ...\n__all__ = ['\\x1b[2J']",
        "classes that are their own bases": "class A(B): pass\nclass B(A): pass\nclass C(C): pass",
        "a module that imports itself": "from lib import *\nfrom . import a as b, b as a",
        "no list of names": "__all__ = 5\n__all__ += x\n__all__.extend(1)",
    }
    return {
        **{name: _of_python((module, text.encode())) for name, text in sources.items()},
        "an entry point that goes on from nothing": _of_python(
            (entry_points, b"[console_scripts]\nkey\n  goes on\n")
        ),
        "entry points that are no text": _of_python((entry_points, b"\xff[a]\n=b\n[]\x00")),
        "a module twice": _of_python((module, b"a = 1"), (module, b"b = 1")),
        "modules of odd names": _of_python(
            *((f"lib/{name}.py", b"x = 1") for name in ("\x1b[2J", "a b", "class", ".", "\u202e"))
        ),
        "folders without end": _of_python(("/".join(["a"] * 1_000) + ".py", b"x = 1")),
    }
