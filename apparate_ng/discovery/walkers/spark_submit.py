"""The parameters of a spark-submit task: options, the application, and then its own arguments.

Only options that name libraries, and the application itself, are places: what stands behind the
application is the application's affair, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from apparate_ng.discovery.places import Json, Place
from apparate_ng.model.dependents.reference import Slot, Span

_LISTS = {"--py-files": Slot.WHL, "--jars": Slot.JAR, "--packages": Slot.MAVEN}
"""Options whose value is a list, separated by commas."""
_WITHOUT_VALUE = frozenset(
    {"--help", "-h", "--supervise", "--usage-error", "--verbose", "-v", "--version"}
)
"""Options of spark-submit that take no value (its own command line help)."""
_ITEM = re.compile(r"[^,]+")


def places_in_parameters(
    value: Json, location: str, path: tuple[str | int, ...]
) -> Iterator[Place]:
    """One place for each item of `--py-files`, `--jars` and `--packages`, and the application."""
    parameters = value if isinstance(value, list) else []
    option = ""
    for index, text in enumerate(parameters):
        if not isinstance(text, str):
            return
        here = (f"{location}[{index}]", (*path, index))
        if option:
            yield from _items(*here, text, 0, option)
            option = ""
        elif text.startswith("-"):
            name, equals, _ = text.partition("=")
            if equals:
                yield from _items(*here, text, len(name) + 1, name)
            option = "" if equals or name in _WITHOUT_VALUE else name
        else:
            yield Place(location=here[0], path=here[1], slot=Slot.JAR, text=text)
            return


def _items(
    location: str, path: tuple[str | int, ...], text: str, start: int, option: str
) -> Iterator[Place]:
    slot = _LISTS.get(option)
    if slot is None:
        return
    for match in _ITEM.finditer(text, start):
        item = Span(start=match.start(), end=match.end())
        yield Place(location=location, path=path, slot=slot, text=text, item=item)
