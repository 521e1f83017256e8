"""Signing in: which workspace the credentials that are there lead to. None is ever asked for here."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from apparate_ng.errors import ApparateError
from apparate_ng.workspace.credentials import find_credentials, profiles_of_host
from apparate_ng.workspace.failures import AuthenticationError
from apparate_ng.workspace.host_names import normalized_host


class NobodySignedInError(ApparateError):
    """There are no credentials for the workspace that was named."""


class OtherHostError(ApparateError):
    """Somebody is signed in, and to another workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """Where the credentials lead, and the profile that was found for that."""

    host: str | None
    profile: str | None


def find_way_in(host: str | None, profile: str | None, environment: Mapping[str, str]) -> WayIn:
    """The host, and the one profile that signs in there where none is named.

    Without a host, it is the one that the credentials at hand are for, if there are any.

    Raises:
        AuthenticationError: what is named is no host.
    """
    if host is None:
        try:
            return WayIn(host=find_credentials(profile, environment).host, profile=None)
        except AuthenticationError:
            return WayIn(host=None, profile=None)
    wanted = normalized_host(host)
    named = profile is not None or environment.get("DATABRICKS_HOST")
    profiles = [] if named else profiles_of_host(wanted, environment)
    return WayIn(host=wanted, profile=profiles[0] if profiles else None)


def login_command(host: str) -> list[str]:
    """What signs a person in, in a browser, and keeps the credentials: the Databricks CLI."""
    return ["databricks", "auth", "login", "--host", host]


def can_log_in(environment: Mapping[str, str]) -> bool:
    """Whether that command is here."""
    return shutil.which("databricks", path=environment.get("PATH")) is not None


def refuse_other_host(host: str, profile: str | None, environment: Mapping[str, str]) -> None:
    """See that the credentials at hand are for this host.

    Raises:
        OtherHostError: they are for another.
        NobodySignedInError: there are none.
    """
    login = shlex.join(login_command(host))
    try:
        found = find_credentials(profile, environment).host
    except AuthenticationError as error:
        raise NobodySignedInError(
            f"nobody is signed in to {host}",
            where=": ".join(filter(None, (error.what, error.where))),
            hint=f"{login}, then run this again",
        ) from error
    if found != host:
        raise OtherHostError(
            f"the credentials are for {found}, not for {host}",
            hint=f"{login} --profile NAME, then add --profile NAME here"
            " (and unset DATABRICKS_HOST and DATABRICKS_TOKEN)",
        )
