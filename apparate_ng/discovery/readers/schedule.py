"""When a job or pipeline runs by itself, in words."""

from __future__ import annotations

from apparate_ng.discovery.places import Json, entries, inner
from apparate_ng.model.dependents.dependent import Schedule

_PAUSED = "PAUSED"


def schedule_of(settings: Json) -> Schedule | None:
    """The job's schedule, or None for a job that runs only when asked.

    Jobs have `schedule`, `trigger`, `continuous`, or the newer list `triggers`.
    """
    found = [
        *_cron(inner(settings, "schedule")),
        *_trigger(inner(settings, "trigger")),
        *_continuous(inner(settings, "continuous")),
    ]
    for _, trigger in entries(inner(settings, "triggers")):
        found += [
            *_cron(inner(trigger, "schedule") or inner(trigger, "cron")),
            *_trigger(trigger),
            *_continuous(inner(trigger, "continuous")),
        ]
    return _joined(found)


def schedule_of_pipeline(spec: Json) -> Schedule | None:
    """A pipeline runs always, or when a job or somebody asks."""
    if inner(spec, "continuous") is not True:
        return None
    return Schedule(kind="continuous", paused=False, text="continuous")


def _joined(found: list[Schedule]) -> Schedule | None:
    if not found:
        return None
    text = ", ".join(schedule.text for schedule in found)
    paused = all(schedule.paused for schedule in found)
    return Schedule(kind=found[0].kind, paused=paused, text=text)


def _cron(schedule: Json) -> list[Schedule]:
    expression = inner(schedule, "quartz_cron_expression")
    if not isinstance(expression, str):
        return []
    zone = inner(schedule, "timezone_id")
    text = f"{expression} {zone}" if isinstance(zone, str) else expression
    return [Schedule(kind="cron", paused=_is_paused(schedule), text=text)]


def _continuous(continuous: Json) -> list[Schedule]:
    if not isinstance(continuous, dict):
        return []
    return [Schedule(kind="continuous", paused=_is_paused(continuous), text="continuous")]


def _trigger(trigger: Json) -> list[Schedule]:
    paused = _is_paused(trigger)
    for kind, describe in (
        ("periodic", _periodic),
        ("file_arrival", _file_arrival),
        ("table_update", _table_update),
    ):
        value = inner(trigger, kind)
        if isinstance(value, dict):
            return [Schedule(kind=kind, paused=paused, text=describe(value))]
    return [
        Schedule(kind="trigger", paused=paused, text=key)
        for key, value in (trigger.items() if isinstance(trigger, dict) else ())
        if isinstance(value, dict) and key not in {"schedule", "cron", "continuous"}
    ][:1]


def _periodic(value: Json) -> str:
    interval, unit = value.get("interval"), str(value.get("unit", "")).lower()
    return f"every {unit.removesuffix('s')}" if interval == 1 else f"every {interval} {unit}"


def _file_arrival(value: Json) -> str:
    return str(value.get("url", ""))


def _table_update(value: Json) -> str:
    names = value.get("table_names")
    return ", ".join(map(str, names if isinstance(names, list) else ()))


def _is_paused(value: Json) -> bool:
    return bool(inner(value, "pause_status") == _PAUSED)
