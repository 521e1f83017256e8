"""Diagnosing: everything is looked at side by side, and nothing that breaks stops the rest."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

from apparate_ng.__about__ import __version__
from apparate_ng.configuration.loading import load_settings
from apparate_ng.configuration.origins import origins
from apparate_ng.configuration.settings import Settings
from apparate_ng.errors import ApparateError
from apparate_ng.model.diagnosis import Check, Diagnosis, Origin, Verdict
from apparate_ng.operations.examinations import (
    apis,
    build,
    ci,
    clock,
    configuration,
    jobs,
    lease,
    runtimes,
    sign_in,
    store,
    tokens,
)
from apparate_ng.operations.examinations.case import (
    Case,
    NothingToExamineError,
    Place,
    SignedIn,
    failed,
    skipped,
)
from apparate_ng.operations.workspace import open_workspace
from apparate_ng.workspace.credentials import find_credentials
from apparate_ng.workspace.identity import me
from apparate_ng.workspace.patience import Patience

Examination: TypeAlias = Callable[[Case], Check]
_T = TypeVar("_T")
_LOG = logging.getLogger(__name__)
LIMIT_S = 60.0
"""After which a check that is still under way counts as failed."""
_PATIENCE = Patience(answer_s=10.0, pause_scale=0.3)
EXAMINATIONS: Mapping[str, Examination] = {
    module.NAME: module.examine
    for module in (
        configuration,
        sign_in,
        clock,
        tokens,
        apis,
        store,
        lease,
        jobs,
        runtimes,
        build,
        ci,
    )
}
"""In the order in which a newcomer mends what is broken."""


def diagnose(
    place: Place,
    examinations: Mapping[str, Examination] = EXAMINATIONS,
    limit_s: float = LIMIT_S,
) -> Diagnosis:
    """Look at everything; what cannot be looked at is a line, never an error."""
    case = Case(place=place)
    _run(case.settings, lambda: _settings(place))
    with _signing_in(case):
        asked = {name: _started(_examined(name, one, case)) for name, one in examinations.items()}
        wait(asked.values(), timeout=limit_s)
        checks = tuple(_had(name, answer, limit_s) for name, answer in asked.items())
    return Diagnosis(
        ok=all(check.verdict is not Verdict.FAILED for check in checks),
        tool_version=__version__,
        checks=checks,
        configuration=_origins(case),
    )


def _examined(name: str, examination: Examination, case: Case) -> Callable[[], Check]:
    def examined() -> Check:
        try:
            return examination(case)
        except NothingToExamineError as error:
            return skipped(name, error.what)
        except ApparateError as error:
            where = f" ({error.where})" if error.where else ""
            return failed(name, f"{error.what}{where}", error.hint)
        except Exception as error:  # noqa: BLE001  a check that breaks is a line, too
            _LOG.debug("the check %s broke", name, exc_info=True)
            # its words may hold anything; its kind does not
            text = f"the check itself broke: {type(error).__name__}"
            return failed(name, text, "report it, with the output of apparate doctor --debug")

    return examined


def _had(name: str, answer: Future[Check], limit_s: float) -> Check:
    if answer.done():
        return answer.result()
    return failed(name, f"no answer within {limit_s:.0f} s", "run it again; see --debug")


@contextmanager
def _signing_in(case: Case) -> Iterator[None]:
    """Sign in meanwhile, and close the connection in the end."""
    over = threading.Event()

    def sign_in() -> None:
        try:
            credentials = find_credentials(case.place.profile, case.place.environment)
            with open_workspace(credentials, _PATIENCE) as workspace:
                who = me(workspace.connection)
                case.signed_in.set_result(
                    SignedIn(credentials=credentials, workspace=workspace, me=who)
                )
                over.wait()
        except Exception as error:  # noqa: BLE001  whoever waits for it is told
            if not case.signed_in.done():
                case.signed_in.set_exception(error)

    threading.Thread(target=sign_in, name="sign-in", daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _started(work: Callable[[], _T]) -> Future[_T]:
    """Run it in a thread that nobody has to wait for: a pool's would keep the process alive."""
    future: Future[_T] = Future()
    thread = threading.Thread(target=_run, args=(future, work), name="check", daemon=True)
    thread.start()
    return future


def _run(future: Future[_T], work: Callable[[], _T]) -> None:
    try:
        future.set_result(work())
    except Exception as error:  # noqa: BLE001  it is for whoever asks for the result
        future.set_exception(error)


def _settings(place: Place) -> Settings:
    return load_settings(
        place.folder,
        explicit=place.explicit,
        environment=place.environment,
        options=place.options,
    )


def _origins(case: Case) -> tuple[Origin, ...]:
    if case.settings.exception() is not None:
        return ()
    place = case.place
    return origins(
        case.settings.result(),
        place.folder,
        explicit=place.explicit,
        environment=place.environment,
        options=place.options,
    )
