"""Who we are: the platform's unified authentication, by its SDK, which is loaded only when needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from apparate_ng.workspace.failures import AuthenticationError
from apparate_ng.workspace.host_names import normalized_host
from apparate_ng.workspace.kept_headers import KeptHeaders
from apparate_ng.workspace.one_identity import refuse_other_identity
from apparate_ng.workspace.profiles import Profile, all_profiles, named_profile, profiles_file
from apparate_ng.workspace.sdk_sign_in import sign_in

_HINT = (
    "set DATABRICKS_HOST and DATABRICKS_TOKEN, or run: databricks auth login,"
    " or name a profile with --profile"
)
_PLAIN_VARIABLES = frozenset({"DATABRICKS_HOST", "DATABRICKS_TOKEN", "DATABRICKS_CONFIG_FILE"})
_PLAIN_KEYS = frozenset({"host", "token"})
_NEW_EACH_TIME = frozenset({"github-oidc", "github-oidc-azure", "azure-devops-oidc"})
"""Ways in which the SDK gets a new token whenever it is asked for headers (seen in the SDK)."""
_OTHER_WAYS = ("DATABRICKS_", "ARM_", "GOOGLE_CREDENTIALS", "ACTIONS_ID_TOKEN_REQUEST_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where the workspace is, and the headers that prove who asks."""

    host: str
    """Scheme and name, without a path or a closing slash."""
    headers: Callable[[], Mapping[str, str]]
    """Asked for each request: tokens expire and are renewed."""
    way: str = "pat"
    """How it is done, in the words of the SDK's `auth_type`: `pat`, `oauth-m2m`, `github-oidc`."""


def find_credentials(profile: str | None, environment: Mapping[str, str]) -> Credentials:
    """Credentials from a profile, the environment, OAuth, OIDC or the cloud's identity.

    A plain host and token are used as they stand, because importing the SDK takes longer than
    most scans; everything else, and every doubt, is left to the SDK. A profile that is named, here
    or by DATABRICKS_CONFIG_PROFILE, is what signs in: the environment may say nothing else.

    Raises:
        AuthenticationError: there are none, they cannot be used, or they are of two identities.
    """
    named = named_profile(profile, environment)
    if named is not None:
        refuse_other_identity(named, environment)
    elif environment.get("DATABRICKS_HOST"):
        normalized_host(environment["DATABRICKS_HOST"])  # before the SDK, whose errors repeat it
    plain = _plain_variables(environment) if named is None else _plain_profile(named)
    if plain is not None:
        return plain
    if named is None and _nothing_to_go_by(environment):
        raise AuthenticationError("no credentials for a workspace", hint=_HINT)
    return _from_sdk(named, environment)


def named_host(profile: str | None, environment: Mapping[str, str]) -> str | None:
    """The host that the environment or a profile names; nobody signs in. None where none is."""
    chosen = profile or environment.get("DATABRICKS_CONFIG_PROFILE") or "DEFAULT"
    own = all_profiles(environment).get(chosen, {})
    named = environment.get("DATABRICKS_HOST") or own.get("host", "")
    with suppress(AuthenticationError):
        return normalized_host(named)
    return None


def profiles_of_host(host: str, environment: Mapping[str, str]) -> list[str]:
    """The profiles that sign in to a host, in the order of the file.

    Raises:
        AuthenticationError: it is no host.
    """
    wanted, found = normalized_host(host), []
    for name, settings in all_profiles(environment).items():
        with suppress(AuthenticationError):
            if normalized_host(settings.get("host", "")) == wanted:
                found.append(name)
    return found


def _nothing_to_go_by(environment: Mapping[str, str]) -> bool:
    """True where not even a host is named anywhere, so that no way of signing in can work."""
    names_something = any(environment[name] for name in environment if name.startswith(_OTHER_WAYS))
    return not names_something and not profiles_file(environment).exists()


def _plain_variables(environment: Mapping[str, str]) -> Credentials | None:
    others = [
        name
        for name in environment
        if name.startswith(_OTHER_WAYS) and name not in _PLAIN_VARIABLES and environment[name]
    ]
    host, token = environment.get("DATABRICKS_HOST"), environment.get("DATABRICKS_TOKEN")
    return _bearer(host, token) if host and token and not others else None


def _plain_profile(profile: Profile) -> Credentials | None:
    if set(profile.settings) != _PLAIN_KEYS:
        return None
    host, token = profile.settings["host"], profile.settings["token"]
    return _bearer(host, token) if host and token else None


def _bearer(host: str, token: str) -> Credentials:
    text = token.strip()
    if not text.isascii() or not text.isprintable():
        raise AuthenticationError("the token has characters that no token has", hint=_HINT)
    headers = {"Authorization": f"Bearer {text}"}
    return Credentials(host=normalized_host(host), headers=lambda: headers)


def _from_sdk(profile: Profile | None, environment: Mapping[str, str]) -> Credentials:
    config = sign_in(profile, environment)
    way = config.auth_type or "unknown"
    headers = KeptHeaders(config.authenticate) if way in _NEW_EACH_TIME else config.authenticate
    return Credentials(host=normalized_host(config.host or ""), headers=headers, way=way)
