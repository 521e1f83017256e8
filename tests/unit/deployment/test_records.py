"""Records: named so that they sort by time, read strictly, in a handful of requests."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.deployment.records import RecordError, Records
from apparate_ng.model.deployments.deployment import Deployment, Status
from apparate_ng.model.deployments.deployment_id import deployment_id, is_deployment_id
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.workspace.failures import AlreadyExistsError, NotFoundError

NOON = datetime(2026, 1, 31, 12, tzinfo=timezone.utc)
_MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001  the zone is said beside it
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001  the same
    timezones=st.just(timezone.utc),
)


class InMemory:
    """Small files that exist only here."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.time = NOON
        self.calls: list[str] = []

    def uri_of(self, name: str) -> str:
        return f"/store/.apparate/{name}"

    def now(self) -> datetime:
        return self.time

    def names(self, folder: str) -> list[str]:
        self.calls.append("names")
        start = f"{folder}/"
        return [name.removeprefix(start) for name in self.files if name.startswith(start)]

    def create(self, name: str, content: bytes) -> None:
        self.calls.append("create")
        if name in self.files:
            raise AlreadyExistsError("there is one")
        self.files[name] = content

    def replace(self, name: str, content: bytes) -> None:
        self.calls.append("replace")
        self.files[name] = content

    def read(self, name: str) -> bytes:
        if name not in self.files:
            raise NotFoundError("not there")
        return self.files[name]


def deployment(id_: str) -> Deployment:
    name = "lib-1.5.0-py3-none-any.whl"
    return Deployment(
        id=id_,
        plan_id="plan",
        started_at="2026-01-31T12:00:00Z",
        finished_at=None,
        status=Status.RUNNING,
        workspace=WorkspaceIdentity(host="https://x.example.com", identity="ci@example.com"),
        release=Release(
            name="lib",
            version="1.5.0",
            kind=ArtifactKind.WHEEL,
            filename=name,
            sha256="0" * 64,
            size=1,
            uri=f"/Workspace/libraries/{name}",
        ),
        dependents=(),
    )


@pytest.fixture
def files() -> InMemory:
    return InMemory()


@pytest.fixture
def records(files: InMemory) -> Records:
    return Records(files)


@given(st.lists(_MOMENTS, min_size=2, max_size=6))
def test_each_new_name_sorts_behind_all_before_it_whatever_the_clock_says(
    moments: list[datetime],
) -> None:
    names: list[str] = []
    for moment in moments:
        names.append(deployment_id(moment, "00000000", names[-1] if names else None))
    assert names == sorted(names)
    assert len(set(names)) == len(names)
    assert all(is_deployment_id(name) for name in names)


def test_a_name_tells_when() -> None:
    moment = NOON + timedelta(microseconds=123_456)
    assert deployment_id(moment, "1a2b3c4d") == "20260131T120000123Z-1a2b3c4d"


@pytest.mark.parametrize("text", ["", "..", "a/b", "20260131T120000123Z-1a2b3c4d/..", "2026*"])
def test_names_that_are_none(text: str, records: Records) -> None:
    assert not is_deployment_id(text)
    with pytest.raises(RecordError):
        records.read(text)


def test_the_newest_comes_first_and_strangers_are_passed_over(
    files: InMemory, records: Records
) -> None:
    ids = []
    for _ in range(3):
        ids.append(records.new_id())
        records.create(deployment(ids[-1]))
    files.files["deployments/notes.txt"] = b"ours"
    assert records.ids() == ids[::-1]
    assert [one.id for one in records.each(ids) if isinstance(one, Deployment)] == ids


def test_a_record_takes_three_requests(files: InMemory, records: Records) -> None:
    id_ = records.new_id()
    records.create(deployment(id_))
    records.replace(msgspec.structs.replace(deployment(id_), status=Status.SUCCEEDED))
    assert files.calls == ["names", "create", "replace"]
    assert records.read(id_).status is Status.SUCCEEDED


def _changed(**fields: Any) -> bytes:  # noqa: ANN401  JSON
    document = msgspec.to_builtins(deployment("20260131T120000000Z-00000000"))
    return msgspec.json.encode({**document, **fields})


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "cannot be read"),
        (b"[]", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (_changed(schema="apparate.deployment/2"), "apparate.deployment/2"),
        (_changed(id="20260131T120000000Z-11111111"), "it is the record of"),
        (_changed(status="odd"), "cannot be read"),
        (_changed(release={"name": "lib"}), "cannot be read"),
    ],
)
def test_a_file_that_is_no_record(
    files: InMemory, records: Records, content: bytes, what: str
) -> None:
    id_ = "20260131T120000000Z-00000000"
    files.files[f"deployments/{id_}.json"] = content
    with pytest.raises(RecordError, match=what):
        records.read(id_)
    assert [type(one) for one in records.each([id_])] == [RecordError]


def test_keys_of_later_versions_are_passed_over(files: InMemory, records: Records) -> None:
    id_ = "20260131T120000000Z-00000000"
    files.files[f"deployments/{id_}.json"] = _changed(news={"a": 1})
    assert records.read(id_) == deployment(id_)
