"""The library store of a project: asked for where no option says it, and written into its file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from apparate_ng.cli.globals import Globals
from apparate_ng.cli.runs.terminal import somebody_is_there
from apparate_ng.configuration.files import table_from_files
from apparate_ng.configuration.writing import file_to_write, with_settings, write_whole
from apparate_ng.errors import ApparateError
from apparate_ng.operations.setup.naming import named_folder
from apparate_ng.reports.safe_text import safe

PROPOSED_STORE = "/Workspace/Shared/libraries"


class StoreOfProject:
    """The store that a project's settings name, and the file that they stand in.

    Raises:
        ConfigurationError: a file cannot be read.
    """

    def __init__(self, said: Globals, folder: Path) -> None:
        self._said = said
        self.file = file_to_write(folder, said.config)
        self.present = self._named(folder)

    def _named(self, folder: Path) -> str | None:
        table = table_from_files(folder, self.file)[0] if self.file.exists() else {}
        store = table.get("store")
        return store if isinstance(store, str) else None

    def chosen(self, given: str | None, *, keep: bool = False) -> str:
        """What was given, else the answer, else what stands there; `keep` asks only if none does.

        Raises:
            ApparateError: it is no store.
            click.UsageError: there is none, and nobody can be asked.
        """
        if given is not None:
            return named_folder(given)
        if self.present is not None and keep:
            return named_folder(self.present)
        if is_asked(self._said):
            return ask("Library store", self.present or PROPOSED_STORE, named_folder)
        if self.present is not None:
            return named_folder(self.present)
        raise click.UsageError(f"nobody can be asked: add --store, such as {PROPOSED_STORE}")

    def write(self, store: str, *, replace: bool) -> bool:
        """Write it, unless it stands there; ask before another one is replaced. True if written.

        Raises:
            ApparateError: it may not be replaced, or the file cannot be changed.
        """
        if self._stands_there(store):
            return False
        content = with_settings(self.file, {"store": store})
        if self.present is not None and not replace:
            self._ask_to_replace(self.present, store)
        write_whole(self.file, content)
        return True

    def _stands_there(self, store: str) -> bool:
        """Whether that is the store already, in whatever spelling."""
        with suppress(ApparateError):
            return self.present is not None and named_folder(self.present) == store
        return False

    def _ask_to_replace(self, present: str, store: str) -> None:
        if not somebody_is_there():
            raise ApparateError(
                f"another store is configured: {present}",
                where=str(self.file),
                hint=f"to replace it by {store}: apparate configure --store {store} --yes",
            )
        question = f"Replace {safe(present)} by {store} in {self.file}?"
        if not click.confirm(question, default=False, err=True):
            raise ApparateError("not approved; nothing was written", where=str(self.file))


def is_asked(said: Globals) -> bool:
    """True where questions are to be asked, and somebody is there to answer them."""
    return somebody_is_there() and not said.yes


def ask(question: str, proposed: str | None, checked: Callable[[str], str]) -> str:
    """Ask until the answer can be used."""

    def convert(answer: str) -> str:
        try:
            return checked(answer)
        except ApparateError as error:
            raise click.UsageError(f"{error.what}; {error.hint or ''}") from error

    answer: str = click.prompt(question, default=proposed, value_proc=convert, err=True)
    return answer
