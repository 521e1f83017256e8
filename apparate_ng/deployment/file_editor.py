"""Files: the entries that change, in place, with every other byte kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from apparate_ng.deployment.change import Change
from apparate_ng.deployment.editor import Seen
from apparate_ng.deployment.verification import differences
from apparate_ng.discovery.files.document import bytes_of, file_document, path_of
from apparate_ng.discovery.files.kinds import places_in_file
from apparate_ng.discovery.files.rewriting import CannotRewriteError, rewritten_bytes
from apparate_ng.discovery.files.text import NotText
from apparate_ng.discovery.places import Place
from apparate_ng.workspace.any_files import AnyFiles
from apparate_ng.workspace.failures import UnavailableError

Json: TypeAlias = Any


class FileEditor:
    """Requirements files and base environments; a file's id is its path."""

    noun = "file"

    def __init__(self, files: AnyFiles) -> None:
        self._files = files

    def read(self, dependent_id: str) -> Seen:
        """The file's path and content."""
        return Seen(content=file_document(dependent_id, self._files.read(dependent_id)))

    def places(self, content: Json) -> Iterable[Place]:
        """Every place where a version can stand; none where it is no longer text."""
        try:
            return places_in_file(path_of(content), bytes_of(content))
        except NotText:
            return []

    def change(self, content: Json, rewrites: Sequence[tuple[Place, str]]) -> Change:
        """The whole file.

        Raises:
            UnavailableError: a text cannot be put where it should stand.
        """
        try:
            rewritten = rewritten_bytes(bytes_of(content), rewrites)
        except (CannotRewriteError, NotText) as error:
            raise UnavailableError(str(error), where=path_of(content)) from error
        expected = file_document(path_of(content), rewritten)
        return Change(before=content, expected=expected, sent=expected)

    def send(self, dependent_id: str, change: Change, seen: Seen) -> None:
        """Write the file over what is there; nothing notices who was faster."""
        del seen
        self._files.replace(dependent_id, bytes_of(change.sent))

    def damage(self, change: Change, after: Json) -> list[str]:
        """Whether it stands as it was sent."""
        return list(differences(change.expected, after, "the file"))

    def was_edited_elsewhere(self, change: Change, after: Json) -> bool:
        """Never known: everything is sent."""
        del change, after
        return False

    def restore(self, dependent_id: str, before: Json, seen: Seen) -> None:
        """Write back what was there."""
        del seen
        self._files.replace(dependent_id, bytes_of(before))
