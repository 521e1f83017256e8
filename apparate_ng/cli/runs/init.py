"""`apparate init`: what it does."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.globals import Globals, globals_of
from apparate_ng.cli.runs.choosing import StoreOfProject
from apparate_ng.cli.runs.streams import written
from apparate_ng.cli.runs.terminal import somebody_is_there, stdout_console
from apparate_ng.configuration.kits import KITS
from apparate_ng.errors import ApparateError, ExitCode
from apparate_ng.model.kit import FileOutcome, KitFile, WrittenKit
from apparate_ng.operations.setup.equipping import ProposedFile, propose
from apparate_ng.reports.interchange.documents import to_json
from apparate_ng.reports.text.kit import kit_report


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    said = globals_of(context)
    if options["force"] and options["keep"]:
        raise click.UsageError("--force and --keep say opposite things")
    folder: Path = options["path"]
    kit = KITS[options["kit"]]
    place = StoreOfProject(said, folder)
    store = place.chosen(options["store"], keep=True)
    outcomes = _decided(propose(kit, folder), options)
    is_new = place.write(store, replace=options["force"])
    for file, outcome in outcomes:
        if outcome in {FileOutcome.WRITTEN, FileOutcome.REPLACED}:
            file.write()
    files = [KitFile(path=str(file.path), outcome=outcome) for file, outcome in outcomes]
    files.append(_of_settings(place, is_new=is_new))
    _show(said, WrittenKit(kit=options["kit"], files=tuple(files), to_do=kit.to_do))
    return ExitCode.DONE


def _decided(
    files: Sequence[ProposedFile], options: Mapping[str, Any]
) -> list[tuple[ProposedFile, FileOutcome]]:
    """What is to become of each, before any is written."""
    in_the_way = [file for file in files if file.is_in_the_way]
    if in_the_way and not (options["force"] or options["keep"] or somebody_is_there()):
        raise ApparateError(
            "something else stands there; nothing was written",
            where=", ".join(str(file.path) for file in in_the_way),
            hint="--force replaces it; --keep leaves it, and writes the others",
        )
    return [(file, _outcome(file, options)) for file in files]


def _outcome(file: ProposedFile, options: Mapping[str, Any]) -> FileOutcome:
    if file.is_there:
        return FileOutcome.UNCHANGED
    if not file.is_in_the_way:
        return FileOutcome.WRITTEN
    question = f"{file.path} is there, with other content. Replace it?"
    replace = options["force"] or (
        not options["keep"] and click.confirm(question, default=False, err=True)
    )
    return FileOutcome.REPLACED if replace else FileOutcome.KEPT


def _of_settings(place: StoreOfProject, *, is_new: bool) -> KitFile:
    changed = FileOutcome.WRITTEN if place.present is None else FileOutcome.REPLACED
    return KitFile(
        path=str(place.file.resolve()), outcome=changed if is_new else FileOutcome.UNCHANGED
    )


def _show(said: Globals, kit: WrittenKit) -> None:
    with written(sys.stdout):
        if said.output == "json":
            sys.stdout.write(to_json(kit))
        else:
            stdout_console(said.color).print(kit_report(kit))
