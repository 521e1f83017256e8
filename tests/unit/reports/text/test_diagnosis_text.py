"""A diagnosis as people see it: at 80 columns, and when texts are hostile."""

from __future__ import annotations

from collections.abc import Callable

from apparate_ng.model.diagnosis import Check, Diagnosis, Origin, Verdict
from apparate_ng.reports.text.diagnosis import diagnosis_report

Render = Callable[..., str]

_CHECKS = (
    Check(name="configuration", verdict=Verdict.OK, text="apparate.toml: store"),
    Check(
        name="store",
        verdict=Verdict.FAILED,
        text="/Workspace/Shared/libraries: no permission",
        hint="grant CAN EDIT on the folder to this identity",
    ),
    Check(
        name="jobs",
        verdict=Verdict.WARNING,
        text="44 visible; of 20 looked at, 19 manageable; not: a job with a name of some length",
        hint="grant this identity CAN MANAGE on the jobs that it is to change",
    ),
    Check(name="build", verdict=Verdict.SKIPPED, text="no project: nothing to build"),
)
_EXPECTED = """\
+ configuration  apparate.toml: store
x store          /Workspace/Shared/libraries: no permission
                 hint: grant CAN EDIT on the folder to this identity
! jobs           44 visible; of 20 looked at, 19 manageable; not: a job with a
                 name of some length
                 hint: grant this identity CAN MANAGE on the jobs that it is to
                       change
- build          no project: nothing to build

1 fine, 1 to look at, 1 failed, 1 skipped.
"""


def _diagnosis(*checks: Check, configuration: tuple[Origin, ...] = ()) -> Diagnosis:
    return Diagnosis(ok=False, tool_version="1", checks=checks, configuration=configuration)


def test_one_line_each_and_a_hint(render: Render) -> None:
    assert render(diagnosis_report(_diagnosis(*_CHECKS), origin=False)) == _EXPECTED


def test_where_values_came_from(render: Render) -> None:
    configuration = (
        Origin(key="store", value="/Workspace/[red]x\x1b[0m", source="APPARATE_STORE"),
        Origin(key="max_dependents", value=None, source="default"),
    )

    shown = render(diagnosis_report(_diagnosis(configuration=configuration), origin=True))
    hidden = render(diagnosis_report(_diagnosis(configuration=configuration), origin=False))

    assert '  store           "/Workspace/[red]x' in shown
    assert "(APPARATE_STORE)" in shown
    assert "  max_dependents  null  (default)" in shown
    assert "\x1b" not in shown
    assert "max_dependents" not in hidden


def test_hostile_texts_stay_text(render: Render) -> None:
    check = Check(name="jobs", verdict=Verdict.WARNING, text="\x1b[2J[bold]x\u202e", hint="\x07")

    shown = render(diagnosis_report(_diagnosis(check), origin=False))

    assert "[bold]x" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
