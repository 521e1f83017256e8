from __future__ import annotations

import pytest

from apparate_ng.sandbox.state.switches import Switches


def test_switches_are_set_and_turned_off() -> None:
    switches = Switches()
    switches.set("replace_tasks", value=True)
    switches.set("page_limit_cap", 25)
    assert (switches.replace_tasks, switches.page_limit_cap) == (True, 25)

    switches.turn_off()
    assert switches == Switches()


@pytest.mark.parametrize(
    ("name", "value"), [("nope", True), ("replace_tasks", 1), ("page_limit_cap", True)]
)
def test_unknown_switches_and_wrong_values_are_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        Switches().set(name, value)
