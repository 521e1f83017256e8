"""Documents of every kind with something at every place where the program looks."""

from __future__ import annotations

from typing import Any

from tests.e2e.jobs import OLD, wheel_path

Document = dict[str, Any]
_WHEEL = wheel_path(OLD)
_SCRIPTS = [{"workspace": {"destination": "/Workspace/Shared/install-sales-features-1.4.2.sh"}}]
_CLUSTER = {
    "spark_version": "14.3.x-scala2.12",
    "policy_id": "small",
    "instance_pool_id": "pool",
    "spark_conf": {"spark.jars": "dbfs:/jars/sales-features-1.4.2.jar"},
    "spark_env_vars": {"WHEEL": _WHEEL},
    "init_scripts": _SCRIPTS,
    "docker_image": {"url": "registry.example/sales-features:1.4.2"},
}
_LIBRARIES = [
    {"whl": _WHEEL},
    {"egg": "dbfs:/eggs/sales_features-1.4.2-py3.9.egg"},
    {"pypi": {"package": "sales-features==1.4.2", "repo": "https://example.com"}},
    {"maven": {"coordinates": "org.example:sales-features:1.4.2", "exclusions": ["a:b"]}},
    {"requirements": "/Workspace/Shared/requirements.txt"},
]
_SPEC = {
    "client": "1",
    "environment_version": "2",
    "dependencies": [f"{_WHEEL}[fast]", "-r /Workspace/Shared/requirements.txt"],
    "java_dependencies": ["/Volumes/a/b/c/sales-features-1.4.2.jar"],
    "base_environment": "/Workspace/Shared/base.yaml",
}

JOB: Document = {
    "job_id": 1,
    "creator_user_name": "ana@example.com",
    "run_as_user_name": "ana@example.com",
    "created_time": 1_700_000_000_000,
    "settings": {
        "name": "nightly",
        "tags": {"apparate": "minor", "apparate-sales-features": "patch"},
        "deployment": {"kind": "BUNDLE", "metadata_file_path": "/Workspace/x"},
        "edit_mode": "UI_LOCKED",
        "schedule": {"quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC"},
        "trigger": {"periodic": {"interval": 1, "unit": "DAYS"}, "pause_status": "PAUSED"},
        "continuous": {"pause_status": "UNPAUSED"},
        "git_source": {"git_url": "https://example.com"},
        "run_as": {"service_principal_name": "sp"},
        "job_clusters": [{"job_cluster_key": "main", "new_cluster": _CLUSTER}],
        "environments": [{"environment_key": "e", "spec": _SPEC}],
        "tasks": [
            {
                "task_key": "a",
                "job_cluster_key": "main",
                "notebook_task": {"notebook_path": "/Workspace/Shared/a", "source": "WORKSPACE"},
                "libraries": _LIBRARIES,
            },
            {
                "task_key": "b",
                "new_cluster": _CLUSTER,
                "spark_submit_task": {"parameters": ["--py-files", _WHEEL, "main.py"]},
            },
            {
                "task_key": "c",
                "environment_key": "e",
                "python_wheel_task": {"package_name": "sales-features", "entry_point": "run"},
            },
            {
                "task_key": "d",
                "for_each_task": {
                    "inputs": "[1]",
                    "task": {"task_key": "e", "existing_cluster_id": "c", "libraries": _LIBRARIES},
                },
            },
            {
                "task_key": "f",
                "spark_jar_task": {"main_class_name": "x", "jar_uri": "dbfs:/a-1.0.jar"},
            },
        ],
    },
}

PIPELINE: Document = {
    "pipeline_id": "flow",
    "name": "flow",
    "creator_user_name": "ana@example.com",
    "last_modified": 1_700_000_000_000,
    "spec": {
        "name": "flow",
        "continuous": True,
        "deployment": {"kind": "BUNDLE", "metadata_file_path": "/Workspace/x"},
        "libraries": [*_LIBRARIES, {"notebook": {"path": "/Workspace/Shared/a"}}],
        "environment": {"dependencies": [_WHEEL, "-r /Workspace/Shared/requirements.txt"]},
        "clusters": [_CLUSTER],
        "configuration": {"wheel": _WHEEL},
        "trigger": {"cron": {"quartz_cron_schedule": "0 0 2 * * ?", "timezone_id": "UTC"}},
    },
}

POLICY: Document = {
    "policy_id": "small",
    "name": "small",
    "creator_user_name": "ana@example.com",
    "libraries": _LIBRARIES,
    "definition": '{"spark_version": {"type": "fixed", "value": "14.3.x-scala2.12"},'
    ' "init_scripts.0.workspace.destination": {"type": "fixed", "value": "/Workspace/x.sh"}}',
}

STATUSES: Document = {
    "cluster_id": "c",
    "library_statuses": [{"library": one, "status": "INSTALLED"} for one in _LIBRARIES],
}

CLUSTER: Document = {
    "cluster_id": "c",
    "cluster_name": "shared",
    "creator_user_name": "ana@example.com",
    "cluster_source": "UI",
    "custom_tags": {"apparate": "hold"},
    **_CLUSTER,
}

RUN: Document = {
    "run_id": 1,
    "job_id": 1,
    "run_name": "nightly",
    "state": {"life_cycle_state": "RUNNING"},
    "job_clusters": [{"job_cluster_key": "main", "new_cluster": _CLUSTER}],
    "job_parameters": [{"name": "wheel", "value": _WHEEL}],
    "tasks": [
        {"task_key": "a", "run_id": 2, "environment_key": "e", "libraries": _LIBRARIES},
        {"task_key": "b", "new_cluster": _CLUSTER},
    ],
}
