"""What checks need is fetched over HTTP: each thing once, and nothing that is not needed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.compatibility.api_diff import Verdict
from apparate_ng.model.compatibility.waiver import Waiver
from apparate_ng.model.policies.policy import Policy
from apparate_ng.operations.facts.file_cache import FileCache
from apparate_ng.operations.facts.gathering import LocalRelease, gather_facts, moving_pins
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.facts import Facts, NotHad
from apparate_ng.planning.planner import plan_dependents, referring
from apparate_ng.releases.artifact import read_release
from apparate_ng.sandbox.handle import Sandbox
from tests.built_files import egg_of, jar_of, wheel_of

Gather: TypeAlias = Callable[..., Facts | None]
STORE = "/Workspace/Shared/libraries"
KEY = "15.4.x-scala2.12"
TWO, ONE = "def f(): ...\ndef g(): ...\n", "def f(): ...\n"
DEMANDING = {"requires_python": ">=3.11"}


def put(sandbox: Sandbox, file: Path, folder: str = STORE) -> str:
    path = f"{folder}/{file.name}"
    sandbox.add_file(path, file.read_bytes())
    return path


def pinning(path: str, kind: str = "whl", **task: object) -> dict[str, Any]:
    return {"name": "job", "tasks": [{"task_key": "a", "libraries": [{kind: path}], **task}]}


def on(key: str = KEY) -> dict[str, Any]:
    return {"new_cluster": {"spark_version": key}}


def reads(sandbox: Sandbox) -> Counter[str]:
    """What was asked for since the survey, by path."""
    return Counter(entry["path"] for entry in sandbox.journal("GET"))


EXPORT = "/api/2.0/workspace/export"


@pytest.fixture
def cache(tmp_path: Path) -> FileCache:
    return FileCache(tmp_path / "cache")


@pytest.fixture
def gather(workspace: Workspace, sandbox: Sandbox, cache: FileCache) -> Gather:
    """Plan as far as the version goes, then gather; only what gathering asks is in the journal."""

    def run(
        file: Path,
        *,
        is_local: bool = True,
        meanwhile: Callable[[], None] = sandbox.clear,
        **policy: Any,  # noqa: ANN401  any setting
    ) -> Facts | None:
        release = read_release(file, store_uri_for=lambda name: f"{STORE}/{name}")
        rules = Policy(**{"stores": (STORE,), **policy})
        survey = survey_workspace(workspace.sources, release.name, lambda *_: None)
        planned = plan_dependents(survey.dependents, release, rules, "https://example.com")
        moving = list(moving_pins(planned, referring(survey.dependents, release)))
        meanwhile()
        local = LocalRelease(file=file, named="dist/lib.whl") if is_local else None
        return gather_facts(workspace, release, local, rules, moving, cache)

    return run


def known(facts: Facts | None) -> Facts:
    assert facts is not None
    return facts


def test_where_nothing_moves_nothing_is_asked(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    assert gather(wheel_of(tmp_path, "1.5.0")) is None
    sandbox.add_job(pinning(put(sandbox, wheel_of(tmp_path, "1.4.2"))))
    assert gather(wheel_of(tmp_path, "1.5.0"), checks=False) is None
    assert reads(sandbox) == {}


def test_each_file_is_fetched_once_however_many_pin_it(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    for version in ("1.4.1", "1.4.2"):
        path = put(sandbox, wheel_of(tmp_path, version, TWO))
        for number in range(20):
            spelled = path if number % 2 else path.removeprefix("/Workspace")
            sandbox.add_job(pinning(spelled, **on()))
    facts = known(gather(wheel_of(tmp_path, "1.5.0", ONE)))
    assert reads(sandbox) == {EXPORT: 2, "/api/2.0/workspace/list": 1}
    assert {diff.verdict for diff in facts.api.values()} == {Verdict.BREAKING}
    assert len(facts.pinned) == 2
    assert facts.new_side == "dist/lib.whl"


def test_what_was_kept_is_not_fetched_and_not_compared_again(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.add_job(pinning(put(sandbox, wheel_of(tmp_path, "1.4.2", TWO))))
    new = wheel_of(tmp_path, "1.5.0", ONE)
    first = gather(new)
    again = gather(new)
    assert again == first
    assert reads(sandbox) == {"/api/2.0/workspace/list": 1}
    assert len(list((tmp_path / "cache" / "diffs").iterdir())) == 1


def test_another_file_under_the_same_name_is_fetched(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.add_job(pinning(put(sandbox, wheel_of(tmp_path, "1.4.2", TWO))))
    new = wheel_of(tmp_path, "1.5.0", ONE)
    gather(new)
    put(sandbox, wheel_of(tmp_path / "other", "1.4.2", ONE))
    facts = known(gather(new))
    assert reads(sandbox)[EXPORT] == 1
    assert {diff.verdict for diff in facts.api.values()} == {Verdict.COMPATIBLE}


def test_two_files_with_the_same_bytes_are_compared_once(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    for folder in (STORE, f"{STORE}/copy"):
        path = put(sandbox, wheel_of(tmp_path, "1.4.2", TWO), folder)
        sandbox.add_job(pinning(path))
    facts = known(gather(wheel_of(tmp_path, "1.5.0", ONE)))
    assert (len(facts.pinned), len(facts.api)) == (2, 1)


def test_waivers_are_no_part_of_what_is_kept(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.add_job(pinning(put(sandbox, wheel_of(tmp_path, "1.4.2", TWO))))
    new = wheel_of(tmp_path, "1.5.0", ONE)
    for allow, verdict in (("lib.g", "compatible"), ("lib.h", "breaking"), ("lib.g", "compatible")):
        facts = known(gather(new, api_allow=(Waiver(name=allow),)))
        [diff] = facts.api.values()
        assert diff.verdict.value == verdict
        assert len(diff.waived) == (verdict == "compatible")


def test_a_waived_break_does_not_hide_what_could_not_be_read(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    broken = {"lib/broken.py": "def (:"}
    old = wheel_of(tmp_path, "1.4.2", {"lib/__init__.py": TWO, **broken})
    new = wheel_of(tmp_path, "1.5.0", {"lib/__init__.py": ONE, **broken})
    sandbox.add_job(pinning(put(sandbox, old)))
    facts = known(gather(new, api_allow=(Waiver(name="lib.g"),)))
    assert [diff.verdict for diff in facts.api.values()] == [Verdict.UNCHECKED]


def test_without_the_api_check_nothing_is_compared(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.add_job(pinning(put(sandbox, wheel_of(tmp_path, "1.4.2", TWO))))
    assert known(gather(wheel_of(tmp_path, "1.5.0", ONE), api_check=False)).api == {}


def test_a_release_in_the_store_is_fetched_too(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.add_job(pinning(put(sandbox, wheel_of(tmp_path, "1.4.2", TWO))))
    new = wheel_of(tmp_path, "1.5.0", ONE)
    put(sandbox, new)
    facts = known(gather(new, is_local=False))
    assert reads(sandbox)[EXPORT] == 2
    assert (facts.new_side, len(facts.api)) == (None, 1)


def test_a_requirement_stands_for_the_file_of_its_version_in_the_store(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    put(sandbox, wheel_of(tmp_path, "1.4.2", TWO))
    put(sandbox, wheel_of(tmp_path, "1.4.0", TWO))
    put(sandbox, wheel_of(tmp_path, "1.4.2", project="other"))
    for version in ("1.4.2", "1.4.2.0", "1.4.1"):
        environment = {"environment_key": "e", "spec": {"dependencies": [f"lib=={version}"]}}
        sandbox.add_job({"name": version, "environments": [environment]})
    facts = known(gather(wheel_of(tmp_path, "1.5.0", ONE), index_pins="rewrite"))
    assert {key: isinstance(found, NotHad) for key, found in facts.pinned.items()} == {
        "==1.4.2": False,
        "==1.4.2.0": False,
        "==1.4.1": True,
    }
    assert facts.pinned["==1.4.1"] == NotHad(why="the store has no file of it")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (f"{STORE}/lib-1.4.0-py3-none-any.whl", "its file is not there any more"),
        (f"{STORE}/gone/lib-1.4.0-py3-none-any.whl", "its folder is not there"),
        ("s3://bucket/lib-1.4.0-py3-none-any.whl", None),
        (f"{STORE}/damaged/lib-1.4.0-py3-none-any.whl", None),
    ],
)
def test_what_cannot_be_had_is_said_and_stops_nothing(
    gather: Gather, sandbox: Sandbox, tmp_path: Path, path: str, why: str | None
) -> None:
    sandbox.add_file(f"{STORE}/damaged/lib-1.4.0-py3-none-any.whl", b"no zip")
    put(sandbox, wheel_of(tmp_path, "1.4.2", TWO))
    sandbox.add_job(pinning(path))
    facts = known(gather(wheel_of(tmp_path, "1.5.0"), stores=(STORE, "s3://bucket")))
    [found] = facts.pinned.values()
    assert isinstance(found, NotHad)
    assert found.why == why or (why is None and found.why)
    assert facts.api == {}


@pytest.mark.parametrize("status", [403, 404])
def test_a_download_that_is_refused_is_said(
    gather: Gather, sandbox: Sandbox, tmp_path: Path, status: int
) -> None:
    sandbox.add_job(pinning(put(sandbox, wheel_of(tmp_path, "1.4.2", TWO))))
    new = wheel_of(tmp_path, "1.5.0")

    def refuse() -> None:
        sandbox.fault("GET", EXPORT, status=status, times=100)

    [found] = known(gather(new, meanwhile=refuse)).pinned.values()
    assert isinstance(found, NotHad)


def test_a_folder_in_the_place_of_the_file_is_no_file(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = f"{STORE}/lib-1.4.2-py3-none-any.whl"
    sandbox.add_file(f"{path}/inside", b"x")
    sandbox.add_job(pinning(path))
    [found] = known(gather(wheel_of(tmp_path, "1.5.0"))).pinned.values()
    assert found == NotHad(why="its file is not there any more")


# compute


def looked_up(sandbox: Sandbox) -> set[str]:
    return {
        path
        for path in reads(sandbox)
        if any(word in path for word in ("policies", "pools", "clusters", "libraries"))
    }


def test_compute_is_looked_up_only_for_a_release_that_does_not_run_anywhere(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = put(sandbox, wheel_of(tmp_path, "1.4.2"))
    sandbox.add_job(pinning(path, existing_cluster_id=sandbox.add_cluster({"spark_version": KEY})))
    assert known(gather(wheel_of(tmp_path, "1.5.0"))).compute.clusters == {}
    assert looked_up(sandbox) == set()
    facts = known(gather(wheel_of(tmp_path, "1.5.1", **DEMANDING)))
    [compute] = facts.compute.clusters.values()
    assert compute.spark_version == KEY


def test_policies_and_their_pools_are_looked_up_each_once(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = put(sandbox, wheel_of(tmp_path, "1.4.2"))
    pool = sandbox.add_instance_pool({"preloaded_spark_versions": [KEY]})
    rules = {"instance_pool_id": {"type": "fixed", "value": pool}}
    policy = sandbox.add_policy({"name": "small", "definition": json.dumps(rules)})
    for _ in range(3):
        sandbox.add_job(pinning(path, new_cluster={"policy_id": policy}))
        sandbox.add_job(pinning(path, new_cluster={"policy_id": "gone"}))
        sandbox.add_job(pinning(path, new_cluster={"instance_pool_id": "gone"}))
    facts = known(gather(wheel_of(tmp_path, "1.5.0", **DEMANDING)))
    assert facts.compute.policies[policy].fixed.instance_pool_id == pool
    assert facts.compute.pools[pool].spark_version == KEY
    assert "gone" not in {*facts.compute.policies, *facts.compute.pools}
    asked = reads(sandbox)
    assert asked["/api/2.0/policies/clusters/get"] == 2
    assert asked["/api/2.0/instance-pools/get"] == 2


def test_what_is_on_clusters_is_looked_up_only_for_new_requirements(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = put(sandbox, wheel_of(tmp_path, "1.4.2"))
    cluster = sandbox.add_cluster(
        {"spark_version": KEY}, libraries=[{"pypi": {"package": "Pandas==2"}}]
    )
    policy = sandbox.add_policy(
        {"name": "small", "definition": "{}", "libraries": [{"pypi": {"package": "six"}}]}
    )
    sandbox.add_job(pinning(path, existing_cluster_id=cluster))
    sandbox.add_job(pinning(path, new_cluster={"policy_id": policy}))
    assert known(gather(wheel_of(tmp_path, "1.5.0"))).on_compute == {}
    assert looked_up(sandbox) == set()
    facts = known(gather(wheel_of(tmp_path, "1.5.1", requires=["pandas"])))
    assert facts.on_compute == {cluster: frozenset({"pandas"}), policy: frozenset({"six"})}


# eggs and jars


def test_an_egg_is_compared_and_its_runtime_is_looked_up(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    cluster = sandbox.add_cluster({"spark_version": KEY})
    path = put(sandbox, egg_of(tmp_path, "1.4.2", TWO))
    sandbox.add_job(pinning(path, "egg", existing_cluster_id=cluster))
    facts = known(gather(egg_of(tmp_path, "1.4.3", ONE)))
    assert [diff.verdict for diff in facts.api.values()] == [Verdict.BREAKING]
    assert list(facts.compute.clusters) == [cluster]


def test_the_jar_before_is_fetched_only_where_a_class_is_missing(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = put(sandbox, jar_of(tmp_path, "1.4.2", "com.example.Main"))
    task = {"spark_jar_task": {"main_class_name": "com.example.Main"}}
    sandbox.add_job(pinning(path, "jar", **task))
    facts = known(gather(jar_of(tmp_path, "1.5.0", "com.example.Main")))
    assert (facts.pinned, facts.api, reads(sandbox)) == ({}, {}, {})
    facts = known(gather(jar_of(tmp_path, "1.5.1")))
    [found] = facts.pinned.values()
    assert not isinstance(found, NotHad)
    assert found.classes == {"com.example.Main"}


def test_a_release_that_cannot_be_read_is_said(
    gather: Gather, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = put(sandbox, wheel_of(tmp_path, "1.4.2"))
    sandbox.add_job(pinning(path))
    new = wheel_of(tmp_path, "1.5.0")
    facts = known(gather(new, is_local=False))  # it is in no store
    assert facts.release == NotHad(why="its file is not there any more")
    assert facts.api == {}


@pytest.mark.parametrize("place", ["/Volumes/main/libs/wheels", "dbfs:/FileStore/jars"])
def test_files_of_every_kind_of_place_are_kept(
    gather: Gather, sandbox: Sandbox, tmp_path: Path, place: str
) -> None:
    old = wheel_of(tmp_path, "1.4.2", TWO)
    sandbox.add_volume("main.libs.wheels")
    add = sandbox.add_volume_file if place.startswith("/V") else sandbox.add_dbfs_file
    add(f"{place}/{old.name}", old.read_bytes())
    sandbox.add_job(pinning(f"{place}/{old.name}"))
    new = wheel_of(tmp_path, "1.5.0", ONE)
    first = known(gather(new, stores=(STORE, place)))
    assert [diff.verdict for diff in first.api.values()] == [Verdict.BREAKING]
    assert sum(reads(sandbox).values()) > 1
    assert gather(new, stores=(STORE, place)) == first
    assert sum(reads(sandbox).values()) == 1  # the folder's list
