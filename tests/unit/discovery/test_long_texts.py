"""Whoever writes a long text into one job must not hold up everybody's plan.

Nothing is timed: what takes more than its share of a text of 100,000 characters takes minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from rich.text import Text

from apparate_ng.discovery.claims.library_paths import library_paths, text_of_json, variable_paths
from apparate_ng.discovery.files.kinds import files_included_by, places_in_file
from apparate_ng.discovery.files.text import NotText
from apparate_ng.discovery.references.slots import read_reference
from apparate_ng.discovery.scripts.places import places_in_script
from apparate_ng.discovery.secrets_in_urls import without_passwords
from apparate_ng.discovery.uses.files import may_use_files
from apparate_ng.discovery.walkers.spark_submit import reported_in_parameters
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.releases.names import mentioned
from apparate_ng.reports.markdown.dialect import plain
from apparate_ng.reports.typesetting.wrapping import wrapped
from apparate_ng.workspace.raw_members import NotCutError, raw_elements, raw_fields

pytestmark = pytest.mark.timeout(60)
_LENGTH = 100_000
_TXT, _YAML = "/Workspace/Shared/requirements.txt", "/Workspace/Shared/environment.yaml"


def _in_file(text: str) -> None:
    places_in_file(_TXT, text.encode())
    files_included_by(_TXT, text.encode())


def _in_environment(text: str) -> None:
    content = f"dependencies: ['{text.replace(chr(39), '')}']".encode()
    places_in_file(_YAML, content)
    files_included_by(_YAML, content)


def _in_parameters(text: str) -> None:
    for option in ("--conf=spark.jars", "--conf", "--files", "--driver-class-path"):
        list(reported_in_parameters([f"{option}={text}"], "parameters", ()))


READERS: dict[str, Callable[[str], object]] = {
    **{slot.value: partial(read_reference, slot=slot) for slot in Slot},
    "password": without_passwords,
    "path in any text": lambda text: list(library_paths(text)),
    "path that a run completes": lambda text: list(variable_paths(text)),
    "text of JSON": lambda text: text_of_json(text.encode()),
    "file": _in_file,
    "environment": _in_environment,
    "script": lambda text: places_in_script("/a.sh", text.encode(), is_notebook=False),
    "notebook": lambda text: places_in_script("/a", text.encode(), is_notebook=True),
    "parameters": _in_parameters,
    "fields of JSON": lambda text: raw_fields(f'{{"a{text}}}'.encode()),
    "elements of JSON": lambda text: raw_elements(f"[{text}]".encode()),
    "sieve for names": lambda text: mentioned("sales-features-lib")(text.encode()),
    "sieve for files": lambda text: may_use_files(f'"{text}"'.encode()),
    "line of a report": lambda text: wrapped(Text(text), 80),
    "cell of a report": plain,
}

TEXTS = [
    # what it begins with, what it repeats, what it ends with
    ("lib==1", " ", "x"),
    ("lib", " ", "x"),
    ("lib [a]", "\t", "x"),
    ("", " ", ""),
    ("lib==", "1.", "!"),
    ("lib==", "1,==", "1"),
    ("lib; ", "(", ""),
    ("lib==1", " --hash=sha256:a", ""),
    ("lib @ ", "a", " "),
    ("git+https://h/r", "#egg=", "!"),
    ("", "-a", "x"),
    ("", "sales-", ""),
    ("", "a://", ""),
    ("", "://a@", ""),
    ("/init/", "get_", "!"),
    ("/init/lib", "-1.1", "!"),
    ("", '\\"', ""),
    ("", '"', ""),
    ("", "\\", ""),
    ("", "\\\n", ""),
    ("lib==1", " \\\n", ""),
    ("-r ", "a ", ""),
    ("", "%pip install a\\\n", ""),
    ("", "/", ""),
    ("", ":/", ""),
    ("", "\u200b", ""),
    ("/a/", "[", ".whl"),
    ("/a/x", "[a].whl", ".whl"),
    ("/a/", "{{", ".whl"),
    ("/a/lib-", "1.", ".jar"),
    ("g:a:", "0", "!"),
    ("g:a:", "1.", "!"),
    ("lib==", "9", ""),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("start", "unit", "end"), TEXTS, ids=repr)
def test_no_reader_takes_long_for_a_long_text(reader: str, start: str, unit: str, end: str) -> None:
    text = start + unit * (_LENGTH // len(unit)) + end
    with suppress(NotText, NotCutError):
        READERS[reader](text)
