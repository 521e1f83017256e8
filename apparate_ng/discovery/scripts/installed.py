"""What a command installs: the requirements of `pip install`, and paths of library files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apparate_ng.discovery.scripts.commands import Word
from apparate_ng.model.dependents.reference import Slot

_PIP = re.compile(r"(?:.*/)?pip[\d.]*")
_FILES = ("-r", "--requirement", "-c", "--constraint")
_WITH_VALUE = frozenset(
    """
    -e --editable -i --index-url --pypi-url --extra-index-url -f --find-links -t --target --prefix
    --root --src --platform --python-version --implementation --abi --upgrade-strategy --no-binary
    --only-binary --progress-bar --report --global-option --config-settings -C --cert --client-cert
    --cache-dir --log --proxy --retries --timeout --exists-action --trusted-host --root-user-action
    --use-feature --python --group
    """.split()  # noqa: SIM905  a list of forty strings, one a line, is harder to read
)
"""Options of pip whose value is the next word (its own command line help)."""
_LIBRARY = re.compile(r".*/[^/]*\.(?:whl|egg|jar)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One word of a command that names a library, or a file of requirements."""

    line: int
    text: str
    slot: Slot = Slot.DEPENDENCY
    is_file_of_requirements: bool = False


def installed_by(words: Sequence[Word]) -> Iterator[Installed]:
    """What a command names, in its order."""
    arguments = _behind_install(words)
    if arguments is not None:
        yield from _of_pip(arguments)
        return
    for line, word in words:
        if _LIBRARY.fullmatch(word):
            yield Installed(line=line, text=word, slot=Slot.FILE)


def _behind_install(words: Sequence[Word]) -> Sequence[Word] | None:
    for index, (_, word) in enumerate(words):
        if _PIP.fullmatch(word):
            rest = [at for at, (_, text) in enumerate(words) if at > index and text[:1] != "-"]
            is_install = bool(rest) and words[rest[0]][1] == "install"
            return words[rest[0] + 1 :] if is_install else None
    return None


def _of_pip(arguments: Sequence[Word]) -> Iterator[Installed]:
    option = ""
    for line, word in arguments:
        if option:
            if option in _FILES:
                yield Installed(line=line, text=word, is_file_of_requirements=True)
            option = ""
        elif word.startswith("-"):
            name, _, value = word.partition("=")
            if value and name in _FILES:
                yield Installed(line=line, text=value, is_file_of_requirements=True)
            option = word if word in _FILES or word in _WITH_VALUE else ""
        else:
            yield Installed(line=line, text=word)
