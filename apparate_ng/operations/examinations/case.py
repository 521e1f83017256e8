"""The case: what the checks share, found once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from apparate_ng.configuration.settings import Settings
from apparate_ng.errors import ApparateError
from apparate_ng.model.diagnosis import Check, Verdict
from apparate_ng.operations.workspace import Workspace
from apparate_ng.workspace.credentials import Credentials
from apparate_ng.workspace.identity import Me


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody called for the doctor, and with which words."""

    folder: Path
    explicit: Path | None
    """The configuration file that was named."""
    profile: str | None
    environment: Mapping[str, str]
    options: Mapping[str, Any]
    """Settings that were given as options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """An open workspace, and as whom."""

    credentials: Credentials
    workspace: Workspace
    me: Me


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The place, and what was found there so far; whoever asks for the rest waits for it."""

    place: Place
    settings: Future[Settings] = field(default_factory=Future)
    signed_in: Future[SignedIn] = field(default_factory=Future)


class NothingToExamineError(ApparateError):
    """The check makes no sense here: something it builds upon is missing, and is said elsewhere."""


def settings_of(case: Case) -> Settings:
    """The settings.

    Raises:
        NothingToExamineError: they cannot be read; that is the configuration's line.
    """
    try:
        return case.settings.result()
    except ApparateError as error:
        raise NothingToExamineError("needs a configuration that can be read") from error


def signed_in(case: Case) -> SignedIn:
    """The workspace, when somebody is signed in.

    Raises:
        NothingToExamineError: nobody is; that is the sign-in's line.
    """
    try:
        return case.signed_in.result()
    except Exception as error:  # whatever it was, it is said once
        raise NothingToExamineError("needs to be signed in") from error


def fine(name: str, text: str) -> Check:
    """It works."""
    return Check(name=name, verdict=Verdict.OK, text=text)


def warned(name: str, text: str, hint: str | None) -> Check:
    """It works, and somebody should know something."""
    return Check(name=name, verdict=Verdict.WARNING, text=text, hint=hint)


def failed(name: str, text: str, hint: str | None) -> Check:
    """It does not work."""
    return Check(name=name, verdict=Verdict.FAILED, text=text, hint=hint)


def skipped(name: str, text: str) -> Check:
    """It was not looked at."""
    return Check(name=name, verdict=Verdict.SKIPPED, text=text)
