"""Results: the documents of the model, which can show themselves as well.

They are data, and subclasses, so that the model knows nothing of reports: `str` gives the text of
the command and a notebook shows a table, both made only when they are asked for.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

import msgspec

from apparate_ng.model.compatibility import api_diff
from apparate_ng.model.deployments import deployment, history
from apparate_ng.model.inventories import inventory
from apparate_ng.model.plans import explanation, plan
from apparate_ng.model.stores import prune

_Result = TypeVar("_Result", bound="Shown")


class Printer(Protocol):
    """What IPython hands to `_repr_pretty_`."""

    def text(self, obj: str) -> None:
        """Write it."""


class Shown(msgspec.Struct, frozen=True):
    """A document that can show itself."""

    def to_json(self) -> str:
        """The document, as `--output json` prints it."""
        from apparate_ng.reports.interchange.documents import to_json

        return to_json(self)

    def __str__(self) -> str:
        """The text that the command prints."""
        from apparate_ng.api.showing import text_of

        return text_of(self)

    def _repr_pretty_(self, printer: Printer, cycle: bool) -> None:  # noqa: FBT001  IPython's shape
        del cycle  # a document has none
        printer.text(str(self))

    def _repr_html_(self) -> str:
        from apparate_ng.api.showing import html_of

        return html_of(self)


class Plan(Shown, plan.Plan, frozen=True, kw_only=True):
    """What would change and why, and what would not and why not."""


class Inventory(Shown, inventory.Inventory, frozen=True, kw_only=True):
    """Which versions of one library are referred to where."""


class WorkspaceInventory(Shown, inventory.WorkspaceInventory, frozen=True, kw_only=True):
    """The same of every library that is pinned anywhere."""


class Deployment(Shown, deployment.Deployment, frozen=True, kw_only=True):
    """What was done, and what became of each dependent."""


class ApiDiff(Shown, api_diff.ApiDiff, frozen=True, kw_only=True):
    """What a release breaks of the API of the one before it."""


class Explanation(Shown, explanation.Explanation, frozen=True, kw_only=True):
    """Why dependents are moved or held: each rule and check, and what decided."""


class History(Shown, history.History, frozen=True, kw_only=True):
    """The newest deployments, newest first."""


class Prune(Shown, prune.Prune, frozen=True, kw_only=True):
    """Which releases leave the store, and which stay and why."""


def shown(document: msgspec.Struct, kind: type[_Result]) -> _Result:
    """The document as the subclass of its type that can show itself."""
    return kind(**{name: getattr(document, name) for name in document.__struct_fields__})
