"""Dropping what an older server would not know (the switch `drop_unknown`)."""

from __future__ import annotations

from apparate_ng.sandbox.documents.json_text import JsonObject

_JOB = """
    budget_policy_id continuous deployment description edit_mode email_notifications
    environments format git_source health job_clusters max_concurrent_runs name
    notification_settings parameters performance_target queue run_as schedule tags tasks
    timeout_seconds trigger webhook_notifications
    """
_TASK = """
    task_key clean_rooms_notebook_task condition_task dashboard_task dbt_task depends_on
    description disable_auto_optimization email_notifications environment_key
    existing_cluster_id for_each_task health job_cluster_key libraries max_retries
    min_retry_interval_millis new_cluster notebook_task notification_settings pipeline_task
    python_wheel_task retry_on_timeout run_if run_job_task spark_jar_task spark_python_task
    spark_submit_task sql_task timeout_seconds webhook_notifications
    """


def only_known(settings: JsonObject) -> JsonObject:
    """The settings without the newest fields, and without unknown ones, of the job and its tasks."""
    known = {key: value for key, value in settings.items() if key in _JOB.split()}
    if isinstance(known.get("tasks"), list):
        known["tasks"] = [
            {key: value for key, value in task.items() if key in _TASK.split()}
            for task in known["tasks"]
        ]
    return known
