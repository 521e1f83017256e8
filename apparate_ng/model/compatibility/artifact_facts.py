"""What a built file says of where it runs, how it is started, and what it needs."""

from __future__ import annotations

import msgspec


class ArtifactFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Read from a wheel, egg or jar; None of it is looked up elsewhere, and nothing runs."""

    sha256: str
    requires_python: str | None = None
    """As written: a specifier, which may be unreadable."""
    tags: frozenset[str] = frozenset()
    """Each as `py3-none-any`; none for what is no wheel."""
    entry_points: frozenset[str] = frozenset()
    """Names in `entry_points.txt`, of every group."""
    functions: frozenset[str] = frozenset()
    """What can be called as `package.name`: the names that top-level packages bind."""
    open_packages: frozenset[str] = frozenset()
    """Top-level packages of which nobody can tell the names without running them."""
    requires: tuple[str, ...] = ()
    """`Requires-Dist`, as written, in the order of the file."""
    classes: frozenset[str] = frozenset()
    """Of a jar: `com.example.Main`."""
