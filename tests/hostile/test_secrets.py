"""What is secret, ours and others', appears nowhere: every command, at every verbosity, also where it fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import OLD, STORE, pinning, task, wheel_path
from tests.e2e.program import Program

_MARK = "canary3f9a1c"
_NOWHERE = "http://127.0.0.1:9"
"""Nobody listens there: notifications fail, and that is said."""
_CLUSTER: dict[str, Any] = {
    "spark_version": "14.3.x-scala2.12",
    "spark_env_vars": {"PASSWORD": f"{_MARK}-environment"},
    "spark_conf": {
        "fs.azure.account.key": f"{_MARK}-conf",
        "spark.jars": f"https://u:{_MARK}-jar@example.com/sales-features-1.4.2.jar",
    },
    "docker_image": {"url": "r.example/x:1", "basic_auth": {"password": f"{_MARK}-docker"}},
    "custom_tags": {"note": f"{_MARK}-tag"},
}
_VARIABLES = {
    "DATABRICKS_CLIENT_SECRET": f"{_MARK}-client",
    "ARM_CLIENT_SECRET": f"{_MARK}-azure",
    "APPARATE_SLACK_WEBHOOK": f"{_NOWHERE}/services/{_MARK}-slack",
    "APPARATE_WEBHOOK_URL": f"{_NOWHERE}/hook?key={_MARK}-hook",
    "APPARATE_WEBHOOK_SECRET": f"{_MARK}-signing",
    "APPARATE_SMTP_PASSWORD": f"{_MARK}-mail",
    "DD_API_KEY": f"{_MARK}-datadog",
    "GITHUB_TOKEN": f"{_MARK}-github",
    "PIP_INDEX_URL": f"https://u:{_MARK}-index@example.com/simple",
}
_FILE = "sales_features-1.4.2-py3-none-any.whl"
_INDEX = f"--extra-index-url https://u:{_MARK}-file@example.com/simple\n{wheel_path(OLD)}\n"
_VERBOSITY: tuple[tuple[str, ...], ...] = (
    (),
    ("-q",),
    ("-vv",),
    ("--debug",),
    ("-vv", "--debug", "--output", "json"),
)
_CASES = [
    *((options, "none") for options in _VERBOSITY),
    *(
        (("-vv", "--debug"), trouble)
        for trouble in ("refused", "replaced", "no list", "no token", "no store")
    ),
]


def _plant(sandbox: Sandbox, folder: Path) -> None:
    job = pinning(
        "careless",
        OLD,
        job_clusters=[{"job_cluster_key": "main", "new_cluster": _CLUSTER}],
        parameters=[{"name": "password", "default": f"{_MARK}-parameter"}],
        environments=[
            {
                "environment_key": "e",
                "spec": {
                    "client": "1",
                    "dependencies": [
                        f"--index-url https://u:{_MARK}-option@example.com/simple",
                        f"sales-features @ https://u:{_MARK}-url@example.com/{_FILE}",
                        f"-r https://u:{_MARK}-list@example.com/requirements.txt",
                    ],
                },
            }
        ],
        webhook_notifications={"on_failure": [{"id": f"{_MARK}-notification"}]},
    )
    job["tasks"][0]["new_cluster"] = _CLUSTER
    job["tasks"][0]["notebook_task"]["base_parameters"] = {"key": f"{_MARK}-base"}
    listing = task("list", {"requirements": "/Workspace/Shared/requirements.txt"})
    listing["spark_python_task"] = {"python_file": "a.py", "parameters": [f"{_MARK}-argument"]}
    job["tasks"].append(listing)
    sandbox.add_job(job, job_id=17)
    sandbox.add_job(pinning("other", OLD), job_id=18)
    sandbox.add_file("/Workspace/Shared/requirements.txt", _INDEX.encode())
    sandbox.add_file(wheel_path(OLD), wheel(folder / "old", OLD).read_bytes())
    spec = {
        "name": "flow",
        "configuration": {"password": f"{_MARK}-pipeline"},
        "libraries": [{"whl": wheel_path(OLD)}],
        "clusters": [_CLUSTER],
    }
    sandbox.add_pipeline(spec, pipeline_id="flow")
    definition = f'{{"spark_env_vars.KEY": {{"type": "fixed", "value": "{_MARK}-policy"}}}}'
    policy = {"name": "small", "definition": definition, "libraries": [{"whl": wheel_path(OLD)}]}
    sandbox.add_policy(policy, policy_id="small")
    sandbox.add_cluster(
        {"cluster_name": "shared", **_CLUSTER}, libraries=[{"whl": wheel_path(OLD)}]
    )


@pytest.fixture
def careful(apparate: Program, sandbox: Sandbox, tmp_path: Path) -> Program:
    """The command, in a workspace and an environment full of secrets."""
    sandbox.add_identity("ci2@example.com", f"{_MARK}-token", admin=True)
    _plant(sandbox, tmp_path)
    (apparate.folder / "apparate.toml").write_text(
        f'store = "{STORE}"\n[notify]\nwait_s = 1\n[notify.smtp]\nhost = "127.0.0.1"\nport = 9\n'
        'from = "ci@example.com"\nuser = "ci"\n'
    )
    (Path(apparate.environment["HOME"]) / ".databrickscfg").write_text(
        f"[other]\nhost = {sandbox.url}\ntoken = {_MARK}-profile\n"
    )
    return apparate.knowing(DATABRICKS_TOKEN=f"{_MARK}-token")


def _commands(release: Path) -> Iterator[tuple[str | Path, ...]]:
    yield "plan", release, "--deep", "--out", "plan.json"
    yield "explain", "17", release
    yield "inventory", "sales-features", "--long"
    yield "inventory", "--all", "--deep"
    yield "upload", release
    yield "apply", "plan.json"
    yield ("rollback",)
    yield "upload-and-update", release, "--include-clusters"
    yield ("resume",)
    yield "rollback", "--dry-run"
    yield "update", "sales-features"
    yield ("history",)
    yield ("show",)
    yield "show", "plan.json"
    yield "diff", OLD, "1.5.0", "--library", "sales-features"
    yield "prune", "--older-than", "0s"
    yield ("unlock",)
    yield "doctor", "--origin"
    yield "configure", "--store", STORE


_REPORTS = ("txt", "json", "md", "csv", "html")
_WITH_REPORTS = frozenset({"plan", "inventory", "apply", "upload-and-update", "update", "show"})


def _trouble(sandbox: Sandbox, program: Program, trouble: str) -> Program:
    sandbox.clear()
    if trouble == "refused":
        sandbox.fault("POST", "*/jobs/update", status=403, times=None)
    elif trouble == "replaced":
        sandbox.switch(replace_tasks=True)
    elif trouble == "no list":
        sandbox.fault("GET", "*/jobs/list", status=400, body="<html>", times=None)
    elif trouble == "no token":
        return program.knowing(DATABRICKS_TOKEN=f"{_MARK}-expired")
    elif trouble == "no store":
        sandbox.fault("GET", "*/workspace/list", status=403, times=None)
    return program


def _left_behind(program: Program, sandbox: Sandbox) -> dict[str, str]:
    """All that was written: plans, reports, caches, temporary files, and what is in the store."""
    folders = [program.folder, Path(program.environment["HOME"])]
    folders.append(Path(program.environment["TMPDIR"]))
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    texts = {str(file): file.read_bytes().decode("utf-8", "replace") for file in files}
    texts = {name: text for name, text in texts.items() if not name.endswith(".databrickscfg")}
    paths = {str(each["body"].get("path")) for each in sandbox.journal() if _is_import(each)}
    for path in paths:
        if path.startswith(STORE):
            texts[path] = (sandbox.file(path) or b"").decode("utf-8", "replace")
    return texts


def _is_import(entry: dict[str, Any]) -> bool:
    return isinstance(entry["body"], dict) and "import" in entry["path"]


def _told(text: str) -> list[str]:
    """What stands around each secret in a text."""
    parts = text.split(_MARK)
    return [f"{one[-60:]}[…]{other[:20]}" for one, other in pairwise(parts)]


@pytest.mark.parametrize(("options", "trouble"), _CASES)
def test_no_command_tells_a_secret(
    careful: Program,
    sandbox: Sandbox,
    release: Path,
    options: tuple[str, ...],
    trouble: str,
) -> None:
    told: dict[str, list[str]] = {}

    program = _trouble(sandbox, careful, trouble)
    for number, words in enumerate(_commands(release)):
        extra = _VARIABLES if words[0] in {"apply", "upload-and-update", "rollback"} else {}
        plain = {name: text for name, text in extra.items() if "CLIENT" not in name}
        wanted = [f"--report={number}.{each}" for each in _REPORTS if words[0] in _WITH_REPORTS]
        outcome = program(*words, *wanted, *options, **plain)
        told[f"{words} stdout"] = _told(outcome.stdout)
        told[f"{words} stderr"] = _told(outcome.stderr)
    for name, text in _left_behind(program, sandbox).items():
        told[name] = _told(text)

    assert sorted({secret for secrets in told.values() for secret in secrets}) == []
    assert f"{_MARK}-environment" in str(sandbox.job(17))


@pytest.mark.parametrize("options", [(), ("-vv", "--debug")])
def test_no_way_to_sign_in_is_told(
    careful: Program, release: Path, options: tuple[str, ...]
) -> None:
    by_secret = careful.without("DATABRICKS_TOKEN").knowing(
        DATABRICKS_CLIENT_ID="id", DATABRICKS_CLIENT_SECRET=f"{_MARK}-client"
    )
    odd = careful.knowing(DATABRICKS_TOKEN=f"{_MARK}-\x01odd")
    profile = careful.without("DATABRICKS_TOKEN", "DATABRICKS_HOST")

    for program, words in product((by_secret, odd), (("plan", release), ("doctor",))):
        outcome = program(*words, *options)
        assert outcome.returncode != 0
        assert _told(outcome.stdout + outcome.stderr) == []
    outcome = profile("plan", release, "--profile", "other", *options)
    assert outcome.returncode == 1
    assert _told(outcome.stdout + outcome.stderr) == []


def test_a_password_in_the_host_goes_nowhere(
    careful: Program, sandbox: Sandbox, release: Path
) -> None:
    signed = sandbox.url.replace("//", f"//u:{_MARK}-host@")

    by_secret = careful.knowing(DATABRICKS_CLIENT_SECRET=f"{_MARK}-client")
    for program in (careful, by_secret):
        for host in (signed, f"{signed}:odd", f"http://u:{_MARK}-host@[::1"):
            outcome = program.knowing(DATABRICKS_HOST=host)("plan", release, "-vv", "--debug")
            assert outcome.returncode == 1
            assert _told(outcome.stdout + outcome.stderr) == []
