"""Jobs with references in every place that the contract names, and with near-misses beside them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from tests.ground_truth import near_misses, spellings
from tests.ground_truth.documents import Document, File, Host
from tests.ground_truth.planted import Planted, Spelling
from tests.ground_truth.reported import new_cluster, submitted

MANY = 100
"""Tasks of a job on one page (documented)."""
_DEFAULTS: dict[str, Any] = {
    "run_if": "ALL_SUCCESS",
    "timeout_seconds": 0,
    "email_notifications": {},
    "webhook_notifications": {},
}
_HOLDS: tuple[tuple[str | None, dict[str, Any]], ...] = (
    *[(None, {})] * 6,
    (None, {"tags": {"library": "sales-features==1.4.2", "apparate-other": "hold"}}),
    ("pinned-by-tag", {"tags": {"apparate": "hold"}}),
    (
        "managed-by-bundle",
        {"deployment": {"kind": "BUNDLE", "metadata_file_path": "/Workspace/b/metadata.json"}},
    ),
    ("system-managed", {"deployment": {"kind": "SYSTEM_MANAGED"}}),
)


def job(
    random: Random, number: int, files: Sequence[File], tasks: int, hosts: Sequence[Host]
) -> Document:
    """A job of so many tasks; files and hosts that it names learn of it."""
    hold, settings = random.choice(_HOLDS)
    made = _Job(random, files, hold, hosts)
    content = {
        "name": f"{near_misses.words(random)} {number}",
        "description": near_misses.words(random),
        "format": "MULTI_TASK",
        "email_notifications": {},
        "webhook_notifications": {},
        "timeout_seconds": 0,
        "max_concurrent_runs": 1,
        "parameters": [{"name": "library", "default": near_misses.words(random)}],
        "tasks": [made.task(f"step_{position}") for position in range(tasks)],
        **settings,
    }
    if random.random() < 0.3:
        place = "job_clusters[main].new_cluster"
        content["job_clusters"] = [
            {
                "job_cluster_key": "main",
                "new_cluster": made.under_policy(new_cluster(random, place)),
            }
        ]
    if random.random() < 0.4:
        content["environments"] = [made.environment(f"env-{each}") for each in range(2)]
    return Document(kind="job", id=str(10**17 + number), content=content, hold=hold)


class _Job:
    """What the parts of one job have in common."""

    def __init__(
        self, random: Random, files: Sequence[File], hold: str | None, hosts: Sequence[Host]
    ) -> None:
        self._random, self._hold = random, hold
        self._policies = [host for host in hosts if host.kind == "policy"]
        self._clusters = [host for host in hosts if host.kind == "cluster"]
        self._requirements = [file for file in files if file.path.endswith("requirements.txt")]
        self._environments = [file for file in files if file.path.endswith(".yaml")]

    def task(self, key: str) -> dict[str, Any]:
        if self._random.random() < 0.1:
            inner = self._work(f"{key}_each", f"tasks[{key}].for_each_task.task")
            return {
                "task_key": key,
                "for_each_task": {"inputs": '["sales-features==1.4.2"]', "task": inner},
                **_DEFAULTS,
            }
        return self._work(key, f"tasks[{key}]")

    def _work(self, key: str, place: str) -> dict[str, Any]:
        start = {"task_key": key, "description": near_misses.words(self._random), **_DEFAULTS}
        if self._random.random() < 0.1:
            place_of_cluster = f"{place}.new_cluster"
            start["new_cluster"] = self.under_policy(new_cluster(self._random, place_of_cluster))
        elif self._clusters and self._random.random() < 0.03:
            start["existing_cluster_id"] = self._random.choice(self._clusters).use(self._hold)
        kind = self._random.choice(("spark-submit", "jar", *["libraries"] * 8))
        if kind == "spark-submit":
            return {**start, "spark_submit_task": {"parameters": self._parameters(place)}}
        if kind == "jar":
            return {**start, "spark_jar_task": self._spark_jar(place)}
        return {**start, **near_misses.work(self._random), "libraries": self._libraries(place)}

    def under_policy(self, cluster: dict[str, Any]) -> dict[str, Any]:
        """A new cluster, now and then under a policy."""
        if not self._policies or self._random.random() < 0.8:
            return cluster
        return {**cluster, "policy_id": self._random.choice(self._policies).use(self._hold)}

    def _libraries(self, place: str) -> list[dict[str, Any]]:
        found = []
        for position in range(self._random.randint(0, 3)):
            if self._random.random() < 0.6:
                found.append(near_misses.library(self._random))
            else:
                found.append(self._library(f"{place}.libraries[{position}]"))
        return found

    def _library(self, place: str) -> dict[str, Any]:
        if self._requirements and self._random.random() < 0.2:
            return {"requirements": self._used(self._requirements)}
        return library(self._random, place)

    def _spark_jar(self, place: str) -> dict[str, Any]:
        spelling = spellings.jar_path(self._random)
        planted = Planted(location=f"{place}.spark_jar_task.jar_uri", spelling=spelling)
        return {"main_class_name": "com.example.sales.Run", "jar_uri": planted}

    def _parameters(self, place: str) -> list[Any]:
        said = near_misses.words(self._random)
        found: list[Any] = ["--conf", f"spark.note={said}"]
        for option in self._random.sample(("--py-files", "--jars", "--packages"), k=2):
            self._add_option(found, option, f"{place}.spark_submit_task.parameters")
        if self._random.random() < 0.5:
            submitted(self._random, found, f"{place}.spark_submit_task.parameters")
        return [*found, "/Workspace/Shared/run.py", "--py-files", said, f"--jars={said}"]

    def _add_option(self, found: list[Any], option: str, place: str) -> None:
        is_joined = self._random.random() < 0.5
        if not is_joined:
            found.append(option)
        spelling = self._listed(option)
        if is_joined:
            spelling = spelling.inside(f"{option}=", "")
        found.append(Planted(location=f"{place}[{len(found)}]", spelling=spelling))

    def _listed(self, option: str) -> Spelling:
        """One reference among other files, as one parameter."""
        if option == "--packages":
            return spellings.coordinates(self._random).inside(
                "org.postgresql:postgresql:42.7.3,", ""
            )
        if option == "--jars":
            return spellings.jar_path(self._random).inside("", f",{spellings.STORE}/other-1.0.jar")
        kind = self._random.choice((spellings.wheel_path, spellings.egg_path))
        return kind(self._random).inside("/Workspace/Shared/sales_features.py,", "")

    def environment(self, key: str) -> dict[str, Any]:
        place = f"environments[{key}].spec"
        spec: dict[str, Any] = {"environment_version": "3"}
        if self._environments and self._random.random() < 0.3:
            spec["base_environment"] = self._used(self._environments)
        spec["dependencies"] = self._dependencies(f"{place}.dependencies")
        if self._random.random() < 0.3:
            spelling = self._random.choice((spellings.jar_path, spellings.coordinates))(
                self._random
            )
            planted = Planted(location=f"{place}.java_dependencies[1]", spelling=spelling)
            spec["java_dependencies"] = [near_misses.java_dependency(self._random), planted]
        return {"environment_key": key, "spec": spec}

    def _dependencies(self, place: str) -> list[Any]:
        found: list[Any] = []
        for position in range(self._random.randint(1, 4)):
            kind = self._random.choice(("reference", "near miss", "file"))
            if kind == "file" and self._requirements:
                found.append(f"-r {self._used(self._requirements)}")
            elif kind == "near miss":
                found.append(near_misses.package(self._random))
            else:
                spelling = spellings.package(self._random)
                found.append(Planted(location=f"{place}[{position}]", spelling=spelling))
        return found

    def _used(self, files: Sequence[File]) -> str:
        """The path of a file, in one of its spellings. It learns of this user."""
        file = self._random.choice(files)
        file.use(self._hold)
        prefix = "/Workspace" if self._random.random() < 0.5 else ""
        return file.path.removeprefix(prefix)


def library(random: Random, place: str) -> dict[str, Any]:
    """An entry of `libraries` that names the library."""
    kind = random.choice(("whl", "whl", "whl", "egg", "jar", "pypi", "maven"))
    if kind == "pypi":
        spelling = spellings.requirement(random)
        return {"pypi": {"package": Planted(location=f"{place}.pypi.package", spelling=spelling)}}
    if kind == "maven":
        spelling = spellings.coordinates(random)
        planted = Planted(location=f"{place}.maven.coordinates", spelling=spelling)
        return {"maven": {"coordinates": planted}}
    paths = {"whl": spellings.wheel_path, "egg": spellings.egg_path, "jar": spellings.jar_path}
    return {kind: Planted(location=f"{place}.{kind}", spelling=paths[kind](random))}
