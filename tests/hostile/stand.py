"""A workspace with what may be changed beside what must not be, and what stands in it after a run."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from apparate_ng.deployment.records import read_deployment
from apparate_ng.errors import ExitCode
from apparate_ng.sandbox.handle import FaultRule
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, STORE, pinning, wheel_path
from tests.faults.commands import Command, Side, bring, ended, go_back, save

Json: TypeAlias = Any
Standing: TypeAlias = dict[str, str]
Ending: TypeAlias = tuple[ExitCode, Standing]
_CHURN = "/Workspace/Shared/libraries/churn-1.4.2-py3-none-any.whl"
_LIST = "/Workspace/Shared/requirements.txt"
_RECORDS = f"{STORE}/.apparate/"


class Stand:
    """A workspace with what may be changed beside what must not be."""

    def __init__(self, side: Side) -> None:
        """Plant it, save a plan, and carry one out."""
        self.side, self.sandbox = side, side.sandbox
        job = pinning("nightly", OLD)
        job["tasks"][0]["libraries"].append({"whl": _CHURN})
        self.sandbox.add_job(job, job_id=17)
        self.sandbox.add_job(pinning("other", "2.0.0"), job_id=1)
        installing = {"task_key": "r", "libraries": [{"requirements": _LIST}]}
        self.sandbox.add_job({"name": "listing", "tasks": [installing]}, job_id=18)
        self.sandbox.add_file(_LIST, f"{wheel_path(OLD)}\n{_CHURN}\n".encode())
        self.sandbox.add_file(wheel_path(OLD), wheel(side.folder / "old", OLD).read_bytes())
        self.sandbox.keep("old")
        self.old = self.standing()
        save(side)
        self.plan = json.loads(side.plan_file.read_text(encoding="utf-8"))
        assert ended(bring, side).exit_code is ExitCode.DONE
        self.sandbox.keep("new")
        self.new = self.standing()
        self.record_path = self._record_path()
        record = self.sandbox.file(self.record_path) or b""
        self.record = json.loads(record)
        new = self.sandbox.file(wheel_path(NEW)) or b""
        self.sandbox.bring_back("old")  # a deployment that was cut off before its first change
        self.sandbox.add_file(wheel_path(NEW), new)
        cut_off = {**self.record, "status": "interrupted"}
        self.sandbox.add_file(self.record_path, json.dumps(cut_off).encode())
        self.sandbox.keep("cut off")
        _, self.back = self.run("new", go_back)

    def standing(self) -> Standing:
        """The documents that somebody could want to change."""
        jobs = {str(job["job_id"]): json.dumps(job, sort_keys=True) for job in self.sandbox.jobs()}
        return {**jobs, _LIST: str(self.sandbox.file(_LIST)), OLD: self._content_of(OLD)}

    def _content_of(self, version: str) -> str:
        return str(self.sandbox.file(wheel_path(version)))

    def _record_path(self) -> str:
        paths = {str(each["body"].get("path")) for each in self._writes()}
        [path] = [path for path in paths if path.startswith(f"{_RECORDS}deployments/2")]
        return path

    def _writes(self) -> list[Json]:
        return [each for each in self.sandbox.journal() if each["method"] not in {"GET", "HEAD"}]

    def read(self, content: bytes) -> object:
        """The record, as it is read from the store."""
        return read_deployment(content, self.record["id"], self.record_path)

    def strange_writes(self) -> list[str]:
        """Requests that write somewhere else than in what the plan names."""
        return [str(each) for each in self._writes() if not _is_named(each["path"], each["body"])]

    def run(
        self,
        begin: str,
        command: Command,
        *,
        record: bytes | None = None,
        fault: tuple[str, str, FaultRule] | None = None,
    ) -> Ending:
        """How it ends, from one of the states that were kept, with another record, or a fault."""
        self.sandbox.clear()
        self.sandbox.bring_back(begin)
        if record is not None:
            self.sandbox.add_file(self.record_path, record)
        if fault is not None:
            self.sandbox.fault(fault[0], fault[1], **fault[2])
        exit_code = ended(command, self.side).exit_code
        assert self.strange_writes() == []
        return exit_code, self.standing()


def _is_named(path: str, body: Json) -> bool:
    if body is None:  # it was answered unread
        return True
    target = str(body.get("path", ""))
    is_ours = target.startswith(_RECORDS) or target in {wheel_path(NEW), _LIST, STORE}
    return body.get("job_id") == 17 if path.endswith("/jobs/update") else is_ours


def unlike(standing: Standing, *allowed: Standing) -> list[str]:
    """The documents that stand as in none of these."""
    return [name for name in standing if all(standing[name] != one.get(name) for one in allowed)]
