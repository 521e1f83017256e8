"""Who we are: the platform's unified authentication, by its SDK, which is loaded only when needed."""

from __future__ import annotations

import configparser
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from apparate_ng.workspace.failures import AuthenticationError
from apparate_ng.workspace.kept_headers import KeptHeaders

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
    most scans; everything else, and every doubt, is left to the SDK.

    Raises:
        AuthenticationError: there are none, or they cannot be used.
    """
    _refuse_two_hosts(profile, environment)
    plain = _plain_token(profile, environment)
    if plain is not None:
        return plain
    if _nothing_to_go_by(profile, environment):
        raise AuthenticationError("no credentials for a workspace", hint=_HINT)
    return _from_sdk(profile, environment)


def named_host(profile: str | None, environment: Mapping[str, str]) -> str | None:
    """The host that the environment or a profile names; nobody signs in. None where none is."""
    chosen = profile or environment.get("DATABRICKS_CONFIG_PROFILE") or "DEFAULT"
    named = environment.get("DATABRICKS_HOST") or _section(chosen, environment).get("host", "")
    with suppress(AuthenticationError):
        return normalized_host(named)
    return None


def profiles_of_host(host: str, environment: Mapping[str, str]) -> list[str]:
    """The profiles that sign in to a host, in the order of the file.

    Raises:
        AuthenticationError: it is no host.
    """
    wanted, found = normalized_host(host), []
    for name, section in _sections(environment).items():
        with suppress(AuthenticationError):
            if normalized_host(section.get("host", "")) == wanted:
                found.append(name)
    return found


def _refuse_two_hosts(profile: str | None, environment: Mapping[str, str]) -> None:
    """The SDK lets the environment win over a profile: whoever names one would not expect it."""
    host = environment.get("DATABRICKS_HOST")
    named = None if profile is None else _section(profile, environment).get("host")
    for one in filter(None, (host, named)):
        normalized_host(one)  # before the SDK sees it, whose errors repeat it, password and all
    if host and named and normalized_host(host) != normalized_host(named):
        raise AuthenticationError(
            f"the profile {profile} is for {normalized_host(named)},"
            f" and DATABRICKS_HOST says {normalized_host(host)}",
            hint="unset DATABRICKS_HOST and DATABRICKS_TOKEN, or leave --profile out",
        )


def _nothing_to_go_by(profile: str | None, environment: Mapping[str, str]) -> bool:
    """True where not even a host is named anywhere, so that no way of signing in can work."""
    names_something = any(environment[name] for name in environment if name.startswith(_OTHER_WAYS))
    return profile is None and not names_something and not _profiles_file(environment).exists()


def _plain_token(profile: str | None, environment: Mapping[str, str]) -> Credentials | None:
    others = [
        name
        for name in environment
        if name.startswith(_OTHER_WAYS) and name not in _PLAIN_VARIABLES and environment[name]
    ]
    host, token = environment.get("DATABRICKS_HOST"), environment.get("DATABRICKS_TOKEN")
    if profile is not None and not others and not host and not token:
        host, token = _plain_profile(profile, environment)
    elif profile is not None or others:
        return None
    return _bearer(host, token) if host and token else None


def _plain_profile(profile: str, environment: Mapping[str, str]) -> tuple[str | None, str | None]:
    section = _section(profile, environment)
    if not set(section) <= _PLAIN_KEYS:
        return None, None
    return section.get("host"), section.get("token")


def _section(profile: str, environment: Mapping[str, str]) -> dict[str, str]:
    """A profile's own settings; empty where it is not there or cannot be read."""
    return _sections(environment).get(profile, {})


def _sections(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Every profile's own settings."""
    # a section of no name: profiles inherit nothing from [DEFAULT], above all not its token
    parser = configparser.ConfigParser(interpolation=None, default_section="")
    try:
        parser.read(_profiles_file(environment), encoding="utf-8")
    except (OSError, configparser.Error, UnicodeDecodeError):
        return {}
    return {name: dict(parser[name]) for name in parser.sections()}


def _profiles_file(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("DATABRICKS_CONFIG_FILE") or "~/.databrickscfg").expanduser()


def _bearer(host: str, token: str) -> Credentials:
    text = token.strip()
    if not text.isascii() or not text.isprintable():
        raise AuthenticationError("the token has characters that no token has", hint=_HINT)
    headers = {"Authorization": f"Bearer {text}"}
    return Credentials(host=normalized_host(host), headers=lambda: headers)


def normalized_host(host: str) -> str:
    """Scheme and name of a host that may have been pasted with a path and without a scheme.

    Raises:
        AuthenticationError: it names no host.
    """
    text = host.strip()
    with suppress(ValueError):  # brackets or a port that make no address
        parts = urlsplit(text if "://" in text else f"https://{text}")
        if "@" in parts.netloc:  # and is not repeated, since a password may stand there
            raise AuthenticationError("the host may not name a user", hint=_HINT)
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0:
            return f"{parts.scheme}://{parts.netloc.lower()}"
    raise AuthenticationError(f"{_unsigned(host)!r} is no host of a workspace", hint=_HINT)


def _unsigned(host: str) -> str:
    """Without the users and passwords that somebody may have pasted with hosts: these are shown."""
    return re.sub(r"[^/\s]*@", "", host)


def _from_sdk(profile: str | None, environment: Mapping[str, str]) -> Credentials:
    # 0.6 s to import: only where nothing lighter will do
    from databricks.sdk.core import Config

    try:
        config = Config(
            profile=profile,
            host=environment.get("DATABRICKS_HOST") or None,  # a caller may name another
            http_timeout_seconds=30,
            retry_timeout_seconds=8,
            product="apparate-ng",
        )
        config.authenticate()
    except Exception as error:  # the SDK raises whatever its sources raise
        raise AuthenticationError(
            "no usable credentials for a workspace", where=_first_line(error), hint=_HINT
        ) from error
    way = config.auth_type or "unknown"
    headers = KeptHeaders(config.authenticate) if way in _NEW_EACH_TIME else config.authenticate
    return Credentials(host=normalized_host(config.host or ""), headers=headers, way=way)


def _first_line(error: Exception) -> str:
    return _unsigned((str(error).splitlines() or [type(error).__name__])[0])
