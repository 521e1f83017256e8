"""A record against a document: what stands as before, as after, or was changed; there and back again."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from apparate_ng.deployment.change import planned_rewrites, stands_as_planned
from apparate_ng.deployment.goal import AsRecorded, ToRelease
from apparate_ng.deployment.restating import restated, turned_round
from apparate_ng.deployment.standing import State, standings
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.rewriting import rewritten
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.dependents.target import target_text
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedDependent, PlannedPin
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem
from apparate_ng.model.releases.release import Release

STORE = "/Workspace/Shared/libraries"
OLD, NEW = f"{STORE}/lib-1.4.2-py3-none-any.whl", f"{STORE}/lib-1.5.0-py3-none-any.whl"
EGG = f"{STORE}/lib-1.4.2-py3.9.egg"
RELEASE = Release(
    name="lib",
    version="1.5.0",
    kind=ArtifactKind.WHEEL,
    filename="lib-1.5.0-py3-none-any.whl",
    sha256="00",
    size=1,
    uri=NEW,
)
Json = dict[str, Any]


class _Jobs:
    """As much of an editor as reading a document needs."""

    noun = "job"

    def places(self, content: Json) -> Any:  # noqa: ANN401  of places
        return places_in_job(content)


def pin(location: str, from_: str, to: str | None) -> PlannedPin:
    return PlannedPin(
        location=location,
        from_=from_,
        to=to,
        from_version="1.4.2",
        to_version="1.5.0",
        step=None,
        breaking=False,
        decision=Decision.UPGRADE,
        reason=Reason.ALLOWED,
        explanation="",
        hint=None,
    )


def dependent(*pins: PlannedPin) -> PlannedDependent:
    return PlannedDependent(
        kind=DependentKind.JOB,
        id="1",
        name="job",
        url=None,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint="sha256:0",
        warnings=(),
        pins=pins,
    )


def planned(document: Json) -> PlannedDependent:
    """Every pin of the library, to be moved to the release."""
    found = references_to("lib", places_in_job(document))
    texts = [(place, target_text(place.text, place.location, one, RELEASE)) for place, one in found]
    moved = [(place, text) for place, text in texts if text != place.text]
    return dependent(*(pin(place.location, place.text, text) for place, text in moved))


def deployed(document: Json, plan: PlannedDependent) -> Json:
    rewrites = planned_rewrites(places_in_job(document), ToRelease(release=RELEASE), plan.upgrades)
    assert rewrites is not None
    result: Json = rewritten(document, rewrites)
    return result


def rolled_back(document: Json, plan: PlannedDependent, goal: AsRecorded | None = None) -> Json:
    goal = goal or AsRecorded(release=RELEASE)
    back = turned_round(plan, goal.release.kind.ecosystem)
    now = restated(back, document, _Jobs(), goal).dependent  # type: ignore[arg-type]
    rewrites = planned_rewrites(places_in_job(document), goal, now.upgrades)
    assert rewrites is not None
    result: Json = rewritten(document, rewrites)
    return result


_ENTRIES = st.sampled_from(
    [
        {"whl": OLD},
        {"egg": EGG},
        {"whl": f"/Workspace/old/1.4.2/{OLD.rsplit('/', 1)[1]}"},
        {"pypi": {"package": "lib[x]==1.4.2 ; python_version > '3.8'"}},
        {"whl": f"{STORE}/other-1.4.2-py3-none-any.whl"},
        {"jar": f"{STORE}/x-1.0.jar"},
        {"pypi": {"package": "numpy"}},
    ]
)
_DEPENDENCIES = st.sampled_from(
    [f"{OLD}[plots]", "lib==1.4.2  # ours", "numpy", f"lib @ file://{OLD}"]
)
_LISTS = st.lists(_ENTRIES, max_size=3, unique_by=str)
_JOBS = st.builds(
    lambda tasks, dependencies, extra: {
        "name": "job",
        "tasks": [
            {"task_key": f"t{number}", "libraries": libraries, "odd": extra}
            for number, libraries in enumerate(tasks)
        ],
        "environments": [{"environment_key": "e", "spec": {"dependencies": dependencies}}],
    },
    st.lists(_LISTS, max_size=4),
    st.lists(_DEPENDENCIES, max_size=3, unique=True),
    st.dictionaries(st.text(max_size=3), st.none() | st.integers() | st.text(max_size=3)),
)


@given(_JOBS)
def test_a_rollback_undoes_the_deployment_to_the_letter(document: Json) -> None:
    plan = planned(document)
    before = copy.deepcopy(document)
    assert rolled_back(deployed(document, plan), plan) == before


@given(_JOBS)
def test_a_rollback_of_the_rollback_is_the_deployment(document: Json) -> None:
    plan = planned(document)
    after = deployed(document, plan)
    back = turned_round(plan, Ecosystem.PYTHON)
    assert rolled_back(rolled_back(after, plan), back) == after


@given(_JOBS, st.data())
def test_what_was_edited_since_is_kept_whatever_it_is(document: Json, data: st.DataObject) -> None:
    plan = planned(document)
    after = deployed(document, plan)
    found = [place for place, _ in references_to("lib", places_in_job(after))]
    if not found:
        return
    edited = data.draw(st.sampled_from(found))
    text = f"{STORE}/lib-9.9.9-py3-none-any.whl"
    by_hand = rewritten(after, [(edited, text)])

    result = rolled_back(by_hand, plan)

    texts = {place.location: place.text for place in places_in_job(by_hand)}
    now = {place.location: place.text for place in places_in_job(result)}
    kept = [location for location, one in texts.items() if one == text]
    assert kept
    assert all(now[location] == text for location in kept)


@given(_JOBS)
def test_progress_is_read_from_the_document(document: Json) -> None:
    plan = planned(document)
    places = references_to("lib", places_in_job(document))
    assert {one.state for one in standings(places, plan.upgrades)} <= {State.BEFORE}
    after = deployed(document, plan)
    moved = references_to("lib", places_in_job(after))
    assert {one.state for one in standings(moved, plan.upgrades)} <= {State.AFTER}
    assert stands_as_planned(places_in_job(after), "lib", plan.upgrades)


def _job(*libraries: Json, key: str = "a") -> Json:
    return {"tasks": [{"task_key": key, "libraries": list(libraries)}]}


JAR = {"jar": "/x-1.0.jar"}
WHEEL_AT_0 = pin("tasks[a].libraries[0].whl", OLD, NEW)


@pytest.mark.parametrize(
    ("document", "state", "location"),
    [
        (_job({"whl": OLD}), State.BEFORE, "tasks[a].libraries[0].whl"),
        (_job({"whl": NEW}), State.AFTER, "tasks[a].libraries[0].whl"),
        (_job(JAR, {"whl": NEW}), State.AFTER, "tasks[a].libraries[1].whl"),
        (_job(JAR, JAR, {"whl": OLD}), State.BEFORE, "tasks[a].libraries[2].whl"),
        (_job({"whl": f"{STORE}/lib-1.6.0-py3-none-any.whl"}), State.OTHER, None),
        (_job({"whl": NEW}, key="b"), State.OTHER, None),
        (_job(JAR, {"whl": NEW}, {"whl": NEW}), State.OTHER, None),
        ({}, State.OTHER, None),
    ],
)
def test_where_a_pin_stands(document: Json, state: State, location: str | None) -> None:
    [found] = standings(references_to("lib", places_in_job(document)), [WHEEL_AT_0])
    assert found.state is state
    assert (None if found.found is None else found.found[0].location) == location


@pytest.mark.parametrize(
    "forged",
    [
        "/Workspace/Shared/other-1.4.2-py3-none-any.whl",
        "other==1.4.2",
        "rm -rf /",
        f"{STORE}/lib-1.4.2-py3-none-any.whl[extras]",
        f"{STORE}/lib-latest.whl",
        f"{STORE}/lib-1.4.2.jar",
        "",
        "https://evil.example/lib-1.4.2-py3-none-any.whl",
        "lib-1.4.2-py3-none-any.whl",
        "../libraries/lib-1.4.2-py3-none-any.whl",
        "/Workspace/Shared/../Users/eve/lib-1.4.2-py3-none-any.whl",
        "--index-url https://evil.example /x/lib-1.4.2-py3-none-any.whl",
        "/x --index-url https://evil.example/lib-1.4.2-py3-none-any.whl",
        "/x/lib-1.4.2-py3-none-any.whl\n--index-url https://evil.example",
        "/x/\n--index-url https://evil.example\n/lib-1.4.2-py3-none-any.whl",
    ],
)
def test_a_forged_record_writes_no_other_text(forged: str) -> None:
    document = _job({"whl": NEW})
    record = dependent(pin("tasks[a].libraries[0].whl", forged, NEW))
    assert rolled_back(document, record) == document


@pytest.mark.parametrize(
    "old",
    [
        f"/Workspace/Shared/tools/../libraries/{OLD.rsplit('/', 1)[1]}",
        f"{STORE}/team -a/{OLD.rsplit('/', 1)[1]}",
        f"{STORE}/team\u00a0a/{OLD.rsplit('/', 1)[1]}",
        f"/Workspace//Shared/libraries/./{OLD.rsplit('/', 1)[1]}",
        f"dbfs:/FileStore/x/../jars/{OLD.rsplit('/', 1)[1]}",
    ],
)
def test_whatever_a_plan_takes_for_a_path_in_a_store_can_be_put_back(old: str) -> None:
    document = _job({"whl": old})
    plan = planned(document)
    goal = AsRecorded(release=RELEASE, stores=("dbfs:/FileStore/jars",))
    assert rolled_back(deployed(document, plan), plan, goal) == document


@pytest.mark.parametrize(
    "forged",
    [
        "/Workspace/Shared/libraries/../../Users/eve/lib-1.4.2-py3-none-any.whl",
        "dbfs:/FileStore/jars/../x/lib-1.4.2-py3-none-any.whl",
        "https://evil.example/x/../lib-1.4.2-py3-none-any.whl",
    ],
)
def test_steps_out_of_the_stores_are_not_taken(forged: str) -> None:
    document = _job({"whl": NEW})
    record = dependent(pin("tasks[a].libraries[0].whl", forged, NEW))
    goal = AsRecorded(release=RELEASE, stores=("dbfs:/FileStore/jars", "https://evil.example"))
    assert rolled_back(document, record, goal) == document


@pytest.mark.parametrize(
    "forged",
    [
        f"{STORE}/x --index-url https://evil.example/lib-1.4.2-py3-none-any.whl",
        f"{STORE}/x --index-url=https:evil.example/lib-1.4.2-py3-none-any.whl",
        f"{STORE}/x\n--index-url https://evil.example\n/lib-1.4.2-py3-none-any.whl",
        f"{STORE}/x\u2028/lib-1.4.2-py3-none-any.whl",
        f"lib @ file://{STORE}/x -f y/lib-1.4.2-py3-none-any.whl",
        "file:///Workspace/Shared/%2e%2e/Users/eve/lib-1.4.2-py3-none-any.whl",
    ],
)
def test_a_forged_record_hands_pip_no_options(forged: str) -> None:
    new = f"file://{NEW}" if forged.startswith("file:") else NEW
    document = {"environments": [{"environment_key": "e", "spec": {"dependencies": [new]}}]}
    record = dependent(pin("environments[e].spec.dependencies[0]", forged, new))
    assert rolled_back(document, record) == document


@pytest.mark.parametrize(
    "forged",
    [
        f"--jars=s3://evil/x.zip,{STORE}/lib_2.12-1.4.2.jar",
        f"--jars=s3://evil/x.jar,{STORE}/lib_2.12-1.4.2.jar",
        f"--jars={STORE}/x,{STORE}/lib_2.12-1.4.2.jar",
    ],
)
def test_a_forged_record_adds_nothing_to_a_list(forged: str) -> None:
    name = "lib_2.12-1.5.0.jar"
    release = structs.replace(
        RELEASE, name="lib_2.12", kind=ArtifactKind.JAR, filename=name, uri=f"{STORE}/{name}"
    )
    stands = f"--jars={STORE}/{name}"
    document = {"tasks": [{"task_key": "a", "spark_submit_task": {"parameters": [stands]}}]}
    record = dependent(pin("tasks[a].spark_submit_task.parameters[0]", forged, stands))
    assert rolled_back(document, record, AsRecorded(release=release)) == document


@pytest.mark.parametrize("found_at", ["/e.yaml:2#2", "/e.yaml:3#2", "/e.yaml:3", "/e.yaml:9#4"])
@pytest.mark.parametrize("recorded_at", ["/e.yaml:2#2", "/e.yaml:7"])
def test_an_entry_of_a_file_is_found_on_another_line(recorded_at: str, found_at: str) -> None:
    place = Place(location=found_at, path=(), slot=Slot.DEPENDENCY, text=NEW)
    [found] = standings(references_to("lib", [place]), [pin(recorded_at, OLD, NEW)])
    assert (found.state, found.found and found.found[0]) == (State.AFTER, place)


@pytest.mark.parametrize(
    "location",
    ["name", "tasks[a].notebook_task.notebook_path", "tasks[b].libraries[0].whl", "__class__"],
)
def test_a_forged_record_writes_nowhere_else(location: str) -> None:
    document = {**_job({"whl": NEW}), "name": NEW}
    assert rolled_back(document, dependent(pin(location, OLD, NEW))) == document
