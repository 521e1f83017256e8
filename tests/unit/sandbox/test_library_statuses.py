from __future__ import annotations

from typing import Any

from apparate_ng.sandbox.documents.cluster_libraries import (
    INSTALLED,
    LEAVING,
    PENDING,
    restarted,
    settled,
    statuses_of,
    with_installed,
    with_uninstalled,
)

_A: dict[str, Any] = {"whl": "/Shared/a-1.0-py3-none-any.whl"}
_B: dict[str, Any] = {"pypi": {"package": "b==1"}}
_C: dict[str, Any] = {"jar": "/Shared/c.jar"}


def _seen(statuses: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    return [(each["library"], each["status"]) for each in statuses]


def test_what_is_new_is_pending_and_then_installed() -> None:
    statuses = with_installed(statuses_of([_A], INSTALLED), [_A, _B])

    assert _seen(statuses) == [(_A, INSTALLED), (_B, PENDING)]
    assert _seen(settled(statuses)) == [(_A, INSTALLED), (_B, INSTALLED)]


def test_what_is_uninstalled_stands_last_and_leaves_at_the_restart() -> None:
    statuses = with_uninstalled(statuses_of([_A, _B], INSTALLED), [_A, _C])

    assert _seen(statuses) == [(_B, INSTALLED), (_A, LEAVING)]
    assert _seen(settled(statuses)) == [(_B, INSTALLED), (_A, LEAVING)]
    assert _seen(restarted(statuses)) == [(_B, INSTALLED)]


def test_what_is_new_stands_before_what_is_to_leave() -> None:
    statuses = with_installed(with_uninstalled(statuses_of([_A, _B], INSTALLED), [_A]), [_C])

    assert _seen(statuses) == [(_B, INSTALLED), (_C, PENDING), (_A, LEAVING)]


def test_installing_what_was_to_leave_keeps_it() -> None:
    statuses = with_installed(with_uninstalled(statuses_of([_A], INSTALLED), [_A]), [_A])

    assert _seen(statuses) == [(_A, PENDING)]
