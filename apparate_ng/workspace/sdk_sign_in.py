"""Signing in by the official SDK, and its complaints in words that say what to do."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

from apparate_ng.workspace.failures import AuthenticationError
from apparate_ng.workspace.host_names import normalized_host, without_users
from apparate_ng.workspace.profiles import Profile

if TYPE_CHECKING:
    from databricks.sdk.core import Config

_OTHER_PROFILE = "or name a profile with --profile"
_VARIABLES = "DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET"


def sign_in(profile: Profile | None, environment: Mapping[str, str]) -> Config:
    """The SDK's configuration, which has signed in.

    Raises:
        AuthenticationError: there are no credentials, or they cannot be used.
    """
    # 0.6 s to import: only where nothing lighter will do
    from databricks.sdk.core import Config

    try:
        config = Config(
            profile=None if profile is None else profile.name,
            host=environment.get("DATABRICKS_HOST") or None,  # a caller may name another
            http_timeout_seconds=30,
            retry_timeout_seconds=8,
            product="apparate-ng",
        )
        config.authenticate()
    except Exception as error:  # the SDK raises whatever its sources raise
        raise _complaint(_sentence(error), profile, environment) from error
    return config


def _sentence(error: Exception) -> str:
    """What the SDK says, without the dump of its configuration that it puts behind."""
    line = (str(error).splitlines() or [type(error).__name__])[0]
    return without_users(re.split(r"\. (?:Config|Env): ", line)[0])


def _complaint(
    sentence: str, profile: Profile | None, environment: Mapping[str, str]
) -> AuthenticationError:
    if "cannot configure default credentials" in sentence and not _way(profile, environment):
        return _missing(profile, environment)
    hint = _hint(profile, environment)
    if "more than one authorization method" in sentence:
        hint = "unset what is not meant, or say which with DATABRICKS_AUTH_TYPE"
    return AuthenticationError("no usable credentials for a workspace", where=sentence, hint=hint)


def _way(profile: Profile | None, environment: Mapping[str, str]) -> str | None:
    """The way of signing in that somebody chose, whose own trouble it is."""
    chosen = environment.get("DATABRICKS_AUTH_TYPE")
    return chosen or (None if profile is None else profile.settings.get("auth_type"))


def _missing(profile: Profile | None, environment: Mapping[str, str]) -> AuthenticationError:
    own = {} if profile is None else profile.settings
    host = environment.get("DATABRICKS_HOST") or own.get("host")
    hint = _hint(profile, environment)
    if profile is not None:
        what = f"no credentials in the profile {profile.name}"
        if not host:
            what, hint = f"the profile {profile.name} names no host", "add host = https://… to it"
        return AuthenticationError(what, where=profile.where, hint=hint)
    if host:
        return AuthenticationError(f"no credentials for {normalized_host(host)}", hint=hint)
    if environment.get("DATABRICKS_TOKEN"):
        what, where = "a token, and no host to send it to", "DATABRICKS_TOKEN"
        hint = f"set DATABRICKS_HOST, {_OTHER_PROFILE}"
        return AuthenticationError(what, where=where, hint=hint)
    return AuthenticationError("no credentials for a workspace", hint=hint)


def _hint(profile: Profile | None, environment: Mapping[str, str]) -> str:
    if profile is not None:
        login = f"databricks auth login --profile {shlex.quote(profile.name)}"
        return f"check the profile, or run: {login}, or {profile.way_out}"
    host = environment.get("DATABRICKS_HOST")
    if not host:
        variables = "DATABRICKS_HOST and DATABRICKS_TOKEN"
        return f"set {variables}, or run: databricks auth login, {_OTHER_PROFILE}"
    login = f"databricks auth login --host {normalized_host(host)}"
    return f"set {_VARIABLES}, or run: {login}, {_OTHER_PROFILE}"
