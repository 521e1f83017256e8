"""What scripts and notebooks install: each word with its line, and nothing that only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.files.text import NotText
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.scripts.places import files_named_by, places_in_script

WHL = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
PATH = "/Workspace/Shared/x"


def found(text: str, *, is_notebook: bool) -> list[tuple[str, str]]:
    """Lines and words that name `lib`."""
    places = places_in_script(PATH, text.encode(), is_notebook=is_notebook)
    references = references_to("lib", places)
    assert all(reference.obstacle and reference.remedy for _, reference in references)
    return [(place.location.removeprefix(f"{PATH}:"), place.text) for place, _ in references]


COMMANDS = [
    ("pip install lib==1.4.2", "lib==1.4.2"),
    ("pip3 install -U 'lib>=1.4,<2'", "lib>=1.4,<2"),
    ("pip install 'lib[plots]==1.4.2 ; python_version > \"3.8\"'", None),
    ("/databricks/python/bin/pip install lib", "lib"),
    ("sudo -H python -m pip -q install --upgrade lib==1.4.2", "lib==1.4.2"),
    ("uv pip install lib==1.4.2", "lib==1.4.2"),
    (f"pip install {WHL}", WHL),
    (f"pip install '{WHL}[plots]'", f"{WHL}[plots]"),
    ("pip install 'lib @ file:///Volumes/a/b/c/lib-1.4.2-py3-none-any.whl'", None),
    ("pip install -i https://example.com/simple lib==1.4.2", "lib==1.4.2"),
    ("pip install --index-url=https://example.com/simple lib==1.4.2", "lib==1.4.2"),
    ("pip install lib==$VERSION", "lib==$VERSION"),
    ("cd /tmp && pip install lib==1.4.2; echo done", "lib==1.4.2"),
    ("(pip install lib==1.4.2)", "lib==1.4.2"),
    ("pip install lib==1.4.2  # ours", "lib==1.4.2"),
]
NOT_COMMANDS = [
    "# pip install lib==1.4.2",
    "echo 'pip install lib==1.4.2'",
    "pip uninstall -y lib==1.4.2",
    "pip download lib==1.4.2",
    "pip install lib-extra==1.4.2 my-lib==1.4.2 other",
    "pip install --no-binary lib other",
    "pip install -t lib other",
    "pip install other && echo lib==1.4.2",
    "apt-get install lib",
    "pip",
    "pip install",
    "cp lib-1.4.2.jar /databricks/jars",
]
LANGUAGES = ["#", "//", "--"]


@pytest.mark.parametrize(("command", "word"), COMMANDS, ids=str)
def test_a_command_of_a_script(command: str, word: str | None) -> None:
    [(line, text)] = found(f"#!/bin/bash\nset -e\n{command}\n", is_notebook=False)
    assert line.split("#")[0] == "3"
    assert word is None or text == word


@pytest.mark.parametrize("command", NOT_COMMANDS, ids=str)
def test_what_only_looks_like_it(command: str) -> None:
    assert found(command, is_notebook=False) == []
    assert found(f"# MAGIC %sh\n# MAGIC {command}", is_notebook=True) == []


@pytest.mark.parametrize("mark", LANGUAGES)
@pytest.mark.parametrize(
    "magic", ["%pip install", "%sh pip install", "!pip install", "%uv pip install"]
)
def test_a_line_of_a_notebook(mark: str, magic: str) -> None:
    text = f"{mark} Databricks notebook source\n{mark} MAGIC {magic} lib==1.4.2\n"
    assert found(text, is_notebook=True) == [("2", "lib==1.4.2")]


def test_a_cell_of_shell_ends_with_the_cell() -> None:
    text = (
        "# Databricks notebook source\n# MAGIC %sh\n# MAGIC\n# MAGIC pip install lib==1\n\n"
        "# COMMAND ----------\n\n# MAGIC pip install lib==2\n"
    )
    assert found(text, is_notebook=True) == [("4", "lib==1")]


@pytest.mark.parametrize(
    "text",
    [
        "# MAGIC %md\n# MAGIC pip install lib==1.4.2",
        "# MAGIC %md pip install lib==1.4.2",
        "# MAGIC %sql\n# MAGIC select 'pip install lib==1.4.2'",
        "# pip install lib==1.4.2",
        "command = 'pip install lib==1.4.2'",
        "import lib",
        "# MAGIC %run ./lib",
        "# MAGIC %pip list",
        "# %pip install lib==1.4.2",
    ],
)
def test_other_lines_of_a_notebook_install_nothing(text: str) -> None:
    assert found(text, is_notebook=True) == []


def test_a_command_over_several_lines_names_the_line_of_each_word() -> None:
    text = (
        "# MAGIC %pip install other==1 \\\n# MAGIC   lib==1.4.2 \\\n# MAGIC   lib==1.4.3\nlib==9\n"
    )
    assert found(text, is_notebook=True) == [("2", "lib==1.4.2"), ("3", "lib==1.4.3")]
    script = "pip install other \\\n  lib==1.4.2 lib==1.5.0\n"
    assert found(script, is_notebook=False) == [("2", "lib==1.4.2"), ("2#2", "lib==1.5.0")]


@pytest.mark.parametrize(
    "command",
    [
        "cp /dbfs/FileStore/lib-1.4.2.jar /databricks/jars/",
        "wget https://example.com/lib-1.4.2.jar",
        "export JARS=/dbfs/x/lib-1.4.2.jar",
    ],
)
def test_a_script_that_copies_a_library(command: str) -> None:
    [(line, _)] = found(f"\n{command}\n", is_notebook=False)
    assert line == "2"


def test_passwords_in_urls_are_not_printed() -> None:
    text = (
        "pip install -i https://a:secret@x/ 'lib @ https://a:secret@x/lib-1.4.2-py3-none-any.whl'"
    )
    [(_, word)] = found(text, is_notebook=False)
    assert "secret" not in word


def test_files_that_are_installed_from() -> None:
    text = b"pip install -r a.txt --requirement=/b.txt -c '/c d.txt' lib -r\n"
    assert files_named_by(text, is_notebook=False) == ["a.txt", "/b.txt", "/c d.txt"]


def test_a_stray_byte_is_no_reason_not_to_read_the_rest() -> None:
    content = b"# gr\xfc\xdfe\npip install lib==1.4.2\n"
    assert len(places_in_script(PATH, content, is_notebook=False)) == 1


def test_a_binary_file_is_no_script() -> None:
    with pytest.raises(NotText):
        places_in_script(PATH, b"\x7fELF\0\0", is_notebook=False)


@given(st.text() | st.from_regex(r"(# MAGIC )?(%sh|%pip|!)? ?pip install [ \\'\"\n;|&()#a-z=-]*"))
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    for is_notebook in (True, False):
        content = text.encode("utf-8", "replace")
        if b"\0" not in content:
            places = places_in_script(PATH, content, is_notebook=is_notebook)
            assert len({place.location for place in places}) == len(places)
