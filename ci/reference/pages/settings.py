"""Every key of the configuration, as the classes that read it document it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import griffe
import msgspec

from apparate_ng.configuration.notify import Datadog, Notify, Smtp
from apparate_ng.configuration.settings import Settings
from apparate_ng.configuration.variables import variable_of
from apparate_ng.model.compatibility.waiver import Waiver
from apparate_ng.model.policies.policy import Rule
from apparate_ng.model.policies.soak import Soak
from pages.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# Settings

<!-- written by ci/docs from the code -->

What they are for, and where they are looked for: [configuration](../configuration.md). In the environment, lists are separated by commas.

"""

_TABLES: dict[str, type[msgspec.Struct]] = {
    "[tool.apparate]": Settings,
    "[[tool.apparate.rules]]": Rule,
    "soak": Soak,
    "api_allow": Waiver,
    "[tool.apparate.notify]": Notify,
    "[tool.apparate.notify.datadog]": Datadog,
    "[tool.apparate.notify.smtp]": Smtp,
}


def settings_page() -> str:
    """The page."""
    sections = (f"## `{title}`\n\n{_table(struct)}\n" for title, struct in _TABLES.items())
    return _HEAD + "\n".join(sections)


def _table(struct: type[msgspec.Struct]) -> str:
    if struct is not Settings:
        return table(("key", "takes", "default", "means"), _rows(struct))
    rows = ([row[0], _variable(row[0].strip("`")), *row[1:]] for row in _rows(struct))
    return table(("key", "environment", "takes", "default", "means"), rows)


def _variable(key: str) -> str:
    name = variable_of(key)
    return "" if name is None else f"`{name}`"


def _rows(struct: type[msgspec.Struct]) -> Iterator[list[str]]:
    texts = _documented(struct)
    hints = get_type_hints(struct)
    for field in msgspec.structs.fields(struct):
        default = _default(field.default)
        yield [f"`{field.encode_name}`", _takes(hints[field.name]), default, texts[field.name]]


def _documented(struct: type[msgspec.Struct]) -> dict[str, str]:
    """What stands below each field in the source."""
    found = griffe.load(f"{struct.__module__}.{struct.__name__}")
    members = found.members.items()
    return {name: one.docstring.value if one.docstring else "" for name, one in members}


def _takes(hint: Any) -> str:  # noqa: ANN401  a type, of whatever kind
    words = ", ".join(dict.fromkeys(_words(hint)))
    return f"a list: {words}" if get_origin(hint) is tuple else words


def _words(hint: Any) -> Iterator[str]:  # noqa: ANN401  the same
    """A type in words: its closed set of texts where it has one."""
    if hint is type(None) or hint is Ellipsis:
        return
    if isinstance(hint, type) and issubclass(hint, Enum):
        yield from (f"`{one.value}`" for one in hint)
    elif isinstance(hint, str):
        yield f"`{hint}`"
    elif get_args(hint):
        yield from (word for one in get_args(hint) for word in _words(one))
    else:
        yield _KINDS.get(hint, "a table")


_KINDS = {str: "text", int: "a number", bool: "`true`, `false`"}


def _default(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_default, value))
    if isinstance(value, msgspec.Struct) or value in (None, msgspec.NODEFAULT):
        return ""
    word = value.value if isinstance(value, Enum) else value
    return f"`{str(word).lower() if isinstance(word, bool) else word}`"
