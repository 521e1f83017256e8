"""Mark and sweep: what stays and why, as tables and as properties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.stores.claim import Claim, Claimed, ClaimedPath, ClaimedVersions
from apparate_ng.model.stores.prune import Claiming, KeepReason, PrunePolicy, Unchecked
from apparate_ng.model.stores.stored_release import StoredRelease, as_release
from apparate_ng.planning.covering import covers
from apparate_ng.planning.pruning import Marked, Sweep, sweep

_STORE = "/Workspace/Shared/libraries"
_NOW = datetime(2026, 1, 31, 12, tzinfo=timezone.utc)
_OLD = _NOW - timedelta(days=90)
_JOB = Claiming(kind="job", id="1", name="nightly", location="tasks[a].libraries[0].whl")
_BROKEN = Unchecked(kind="job", id="2", name="broken", error="no")


def _file(name: str, *, modified_at: datetime | None = _OLD, folder: str = _STORE) -> StoredRelease:
    found = as_release(name, uri=f"{folder}/{name}", size=1, modified_at=modified_at)
    assert found is not None
    return found


def _wheel(
    version: str, library: str = "lib", *, modified_at: datetime | None = _OLD
) -> StoredRelease:
    return _file(f"{library}-{version}-py3-none-any.whl", modified_at=modified_at)


def _claim(what: Claimed, reason: KeepReason = KeepReason.REFERENCED) -> Claim:
    return Claim(by=_JOB, what=what, reason=reason)


def _marked(
    releases: Sequence[StoredRelease],
    *claims: Claim,
    unchecked: tuple[Unchecked, ...] = (),
) -> Marked:
    return Marked(releases=tuple(releases), claims=claims, unchecked=unchecked, now=_NOW)


def _removed(found: Sweep) -> list[str]:
    return [f"{one.library} {one.version}" for one in found.remove]


def _kept(found: Sweep) -> dict[str, str]:
    return {f"{one.library} {one.version}": one.reason.value for one in found.keep}


def test_the_newest_stays_and_the_others_go() -> None:
    found = sweep(_marked([_wheel("1.10"), _wheel("1.9"), _wheel("1.2")]), PrunePolicy())

    assert _removed(found) == ["lib 1.2", "lib 1.9"]
    assert _kept(found) == {"lib 1.10": "newest"}


@pytest.mark.parametrize(
    ("versions", "keep", "stay"),
    [
        (["1.0", "1.1", "1.2", "1.10"], 2, ["1.2", "1.10"]),
        (["1.0", "1.1"], 5, ["1.0", "1.1"]),
        # `update` takes the newest final one
        (["1.0", "1.1", "1.2rc1", "1.2rc2"], 1, ["1.1", "1.2rc2"]),
        (["1.0", "1!0.1"], 1, ["1!0.1"]),
        (["1.0", "1.0.post1"], 1, ["1.0.post1"]),
    ],
)
def test_so_many_of_the_newest_stay(versions: list[str], keep: int, stay: list[str]) -> None:
    found = sweep(_marked([_wheel(each) for each in versions]), PrunePolicy(keep=keep))

    assert list(_kept(found)) == [f"lib {version}" for version in stay]


def test_files_of_one_version_stay_together() -> None:
    files = [
        "lib-1.1-cp311-cp311-linux_x86_64.whl",
        "lib-1.1-py3-none-any.whl",
        "lib-1.1-py3.9.egg",
    ]

    found = sweep(_marked([_file(name) for name in [*files, "lib-1.0.whl"]]), PrunePolicy())

    assert [one.filename for one in found.keep] == files
    assert _removed(found) == ["lib 1.0"]


def test_jars_follow_mavens_order() -> None:
    names = ["lib_2.12-1.0-SNAPSHOT.jar", "lib_2.12-1.0.jar", "lib_2.13-0.9.jar"]

    found = sweep(_marked([_file(name) for name in names]), PrunePolicy())

    assert _removed(found) == ["lib_2.12 1.0-SNAPSHOT"]


def test_a_wheel_and_a_jar_of_one_name_are_two_libraries() -> None:
    found = sweep(_marked([_file("lib-2.0.jar"), _wheel("1.0")]), PrunePolicy())

    assert _removed(found) == []


@pytest.mark.parametrize(
    ("age", "reason"),
    [
        (timedelta(hours=23, minutes=59), "young"),
        (timedelta(hours=24), None),
        (timedelta(hours=-1), "young"),
        (None, "age-unknown"),
    ],
)
def test_what_is_young_or_of_unknown_age_stays(age: timedelta | None, reason: str | None) -> None:
    modified_at = None if age is None else _NOW - age
    found = sweep(_marked([_wheel("2.0"), _wheel("1.0", modified_at=modified_at)]), PrunePolicy())

    assert _kept(found).get("lib 1.0") == reason


def test_older_than_is_said_in_words() -> None:
    policy = PrunePolicy(older_than_s=30 * 86_400)
    young = _wheel("1.0", modified_at=_NOW - timedelta(days=29))

    found = sweep(_marked([_wheel("2.0"), young]), policy)

    assert found.keep[0].explanation == "it is younger than 30 days"


@pytest.mark.parametrize(
    ("what", "given_reason", "reason"),
    [
        (ClaimedPath(path=_wheel("1.0").uri), KeepReason.REFERENCED, "referenced"),
        (
            ClaimedPath(path="s3://b/lib-1.0-py3-none-any.whl"),
            KeepReason.REFERENCED,
            "may-be-referenced",
        ),
        (
            ClaimedVersions(library="lib", ecosystem=Ecosystem.PYTHON, version="1.0"),
            KeepReason.REFERENCED,
            "may-be-referenced",
        ),
        (
            ClaimedVersions(library="lib", ecosystem=Ecosystem.PYTHON),
            KeepReason.ACTIVE_RUN,
            "active-run",
        ),
        (ClaimedPath(path=_wheel("1.0").uri), KeepReason.ROLLBACK, "rollback"),
    ],
)
def test_what_is_claimed_stays(what: Claimed, given_reason: KeepReason, reason: str) -> None:
    found = sweep(
        _marked([_wheel("2.0"), _wheel("1.0")], _claim(what, given_reason)), PrunePolicy()
    )

    assert _kept(found)["lib 1.0"] == reason
    assert found.keep[0].used_by == (_JOB,)


def test_the_strongest_reason_is_given() -> None:
    path = ClaimedPath(path=_wheel("1.0", modified_at=None).uri)
    claims = [_claim(path, KeepReason.ROLLBACK), _claim(path, KeepReason.REFERENCED)]

    found = sweep(_marked([_wheel("1.0")], *claims, unchecked=(_BROKEN,)), PrunePolicy())

    assert _kept(found) == {"lib 1.0": "referenced"}


def test_nothing_goes_where_something_could_not_be_read() -> None:
    found = sweep(
        _marked(
            [_wheel("2.0"), _wheel("1.0"), _wheel("1.0", "other"), _wheel("1.1", "other")],
            unchecked=(_BROKEN,),
        ),
        PrunePolicy(),
    )

    assert found.remove == ()
    assert _kept(found)["lib 1.0"] == "not-checked"


def test_only_one_library() -> None:
    files = [_wheel("2.0"), _wheel("1.0"), _wheel("2.0", "my_other"), _wheel("1.0", "my_other")]

    found = sweep(_marked(files), PrunePolicy(), "My.Other")

    assert _removed(found) == ["my-other 1.0"]
    assert list(_kept(found)) == ["my-other 2.0"]


_VERSIONS = st.sampled_from(
    ["0.9", "1.0", "1.0.1", "1.1rc1", "1.1", "1.2.dev3", "1.10", "1!0.1", "2.0+local", "2.0.post1"]
)
_NAMES = st.sampled_from(["lib", "other"])
_RELEASES = st.lists(
    st.builds(
        lambda version, name, age: _wheel(
            version, name, modified_at=None if age is None else _NOW - timedelta(hours=age)
        ),
        _VERSIONS,
        _NAMES,
        st.none() | st.integers(-5, 2_000),
    ),
    unique_by=lambda one: one.uri,
)
_PATHS = st.builds(
    lambda folder, name, version: ClaimedPath(path=f"{folder}/{name}-{version}-py3-none-any.whl"),
    st.sampled_from([_STORE, "/Shared/libraries", "s3://b", ".", "/Workspace/Users/ana", "{{x}}"]),
    _NAMES,
    _VERSIONS | st.just("*"),
)
_RANGES = st.builds(
    lambda name, version, specifier: ClaimedVersions(
        library=name,
        ecosystem=Ecosystem.PYTHON,
        version=version,
        specifier=None if version else specifier,
    ),
    _NAMES,
    st.none() | _VERSIONS,
    st.none() | st.sampled_from([">=1.1", "<1", "==1.*", "~=1.0"]),
)
_CLAIMS = st.lists(
    st.builds(
        _claim,
        _PATHS | _RANGES,
        st.sampled_from([KeepReason.REFERENCED, KeepReason.ACTIVE_RUN, KeepReason.ROLLBACK]),
    ),
    max_size=6,
)
_POLICIES = st.builds(PrunePolicy, keep=st.integers(1, 4), older_than_s=st.integers(0, 90 * 86_400))


@given(_RELEASES, _CLAIMS, _POLICIES)
def test_nothing_that_is_claimed_is_ever_in_the_sweep(
    releases: list[StoredRelease], claims: list[Claim], policy: PrunePolicy
) -> None:
    found = sweep(_marked(releases, *claims), policy)

    by_uri = {one.uri: one for one in releases}
    for gone in found.remove:
        assert not any(covers(claim.what, by_uri[gone.uri]) for claim in claims)


@given(_RELEASES, _CLAIMS, _POLICIES)
def test_each_release_is_in_one_list_once(
    releases: list[StoredRelease], claims: list[Claim], policy: PrunePolicy
) -> None:
    found = sweep(_marked(releases, *claims), policy)

    listed = [one.uri for one in (*found.remove, *found.keep)]
    assert sorted(listed) == sorted(one.uri for one in releases)


@given(_RELEASES, _POLICIES)
def test_the_newest_of_each_library_stay(
    releases: list[StoredRelease], policy: PrunePolicy
) -> None:
    found = sweep(_marked(releases), policy)

    for name in ("lib", "other"):
        versions = sorted(Version(one.version) for one in releases if one.library == name)
        gone = {Version(one.version) for one in found.remove if one.library == name}
        assert not gone & set(versions[-policy.keep :])


@given(_RELEASES, _POLICIES)
def test_only_what_is_old_goes(releases: list[StoredRelease], policy: PrunePolicy) -> None:
    found = sweep(_marked(releases), policy)

    ages = {one.uri: one.modified_at for one in releases}
    for gone in found.remove:
        at = ages[gone.uri]
        assert at is not None
        assert not policy.older_than_s or (_NOW - at).total_seconds() >= policy.older_than_s


@given(_RELEASES, _CLAIMS, _POLICIES)
def test_nothing_goes_while_anything_is_unchecked(
    releases: list[StoredRelease], claims: list[Claim], policy: PrunePolicy
) -> None:
    assert sweep(_marked(releases, *claims, unchecked=(_BROKEN,)), policy).remove == ()


@given(_RELEASES, _CLAIMS, _CLAIMS, _POLICIES)
def test_one_more_claim_never_frees_anything(
    releases: list[StoredRelease], claims: list[Claim], more: list[Claim], policy: PrunePolicy
) -> None:
    fewer = sweep(_marked(releases, *claims), policy)
    all_of_them = sweep(_marked(releases, *claims, *more), policy)

    assert {one.uri for one in all_of_them.remove} <= {one.uri for one in fewer.remove}
