"""Equipping a project with a CI kit: what would be written, and whether something is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.kits import Kit, filled_in
from apparate_ng.configuration.writing import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedFile:
    """A file that a kit puts into a project."""

    path: Path
    content: bytes
    present: bytes | None
    """What stands there; None where nothing does."""

    @property
    def is_there(self) -> bool:
        """True where it stands there already; a checkout may have changed its line ends."""
        return self.present is not None and _plain(self.present) == _plain(self.content)

    @property
    def is_in_the_way(self) -> bool:
        """True where something else stands there."""
        return self.present is not None and not self.is_there

    def write(self) -> None:
        """Put it there, whole or not at all.

        Raises:
            ConfigurationError: it cannot be written.
        """
        write_whole(self.path, self.content)


def propose(kit: Kit, folder: Path) -> list[ProposedFile]:
    """The kit's files for the library in a folder; CI servers read theirs at the repository's top.

    Raises:
        ConfigurationError: what stands there cannot be read, or the folder's name is too odd.
    """
    project = folder.resolve()
    top = _top_of_repository(project)
    files = filled_in(kit, project.relative_to(top).as_posix())
    return [
        ProposedFile(path=top / place, content=content, present=_present(top / place))
        for place, content in files.items()
    ]


def _top_of_repository(folder: Path) -> Path:
    """The nearest folder with a git repository; the folder itself where none is around it."""
    around = (folder, *folder.parents)
    return next((each for each in around if (each / ".git").exists()), folder)


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigurationError(
            f"what stands there cannot be read: {error.strerror}", where=str(path)
        ) from error


def _plain(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")
