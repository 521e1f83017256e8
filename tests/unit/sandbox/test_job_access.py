from __future__ import annotations

from collections.abc import Iterator

import pytest

from apparate_ng.sandbox.state.identities import Identity
from apparate_ng.sandbox.state.job_access import Level, Wanted
from apparate_ng.sandbox.state.workspace import Workspace

_ADMIN = Identity(user_name="root@example.com", admin=True)
_ALL = Identity(user_name="all@example.com", default_level="CAN_MANAGE")
_BEA = Identity(user_name="bea@example.com", groups=("red", "blue"))


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    workspace = Workspace()
    yield workspace
    workspace.close()


@pytest.mark.parametrize(
    ("identity", "creator", "access", "level"),
    [
        (_ADMIN, "x", {"root@example.com": "NO_ACCESS"}, Level.CAN_MANAGE),
        (_ALL, "x", {}, Level.CAN_MANAGE),
        (_ALL, "x", {"all@example.com": "CAN_VIEW"}, Level.CAN_VIEW),
        (_ALL, "x", {"all@example.com": "NO_ACCESS"}, Level.NO_ACCESS),
        (_BEA, "x", {}, Level.NO_ACCESS),
        (_BEA, "bea@example.com", {}, Level.IS_OWNER),
        (_BEA, "x", {"red": "CAN_VIEW"}, Level.CAN_VIEW),
        (_BEA, "x", {"red": "CAN_VIEW", "blue": "CAN_MANAGE"}, Level.CAN_MANAGE),
        (_BEA, "x", {"red": "CAN_MANAGE", "bea@example.com": "NO_ACCESS"}, Level.NO_ACCESS),
        (_BEA, "x", {"green": "CAN_MANAGE"}, Level.NO_ACCESS),
    ],
)
def test_levels_and_the_list_agree(
    workspace: Workspace, identity: Identity, creator: str, access: dict[str, str], level: Level
) -> None:
    workspace.jobs.add({"job_id": 1, "creator_user_name": creator, "settings": {}}, access)

    assert workspace.job_access.level(identity, 1) is level
    listed = workspace.job_access.page(identity, Wanted(limit=10))
    assert bool(listed) is (level > Level.NO_ACCESS)


def test_a_job_that_is_not_there_may_be_managed_by_admins_only(workspace: Workspace) -> None:
    assert workspace.job_access.level(_ADMIN, 9) is Level.CAN_MANAGE
    assert workspace.job_access.level(_ALL, 9) is Level.NO_ACCESS


def test_ids_are_new_and_have_15_to_18_digits(workspace: Workspace) -> None:
    ids = []
    for _ in range(200):
        job_id = workspace.jobs.new_id()
        workspace.jobs.add({"job_id": job_id, "settings": {}})
        ids.append(job_id)

    assert len(set(ids)) == 200
    assert {len(str(job_id)) for job_id in ids} <= {15, 16, 17, 18}
    assert ids != sorted(ids)
