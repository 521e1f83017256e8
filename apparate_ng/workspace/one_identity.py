"""A profile that is named signs in, or nobody does.

To the SDK the environment goes before a profile, silently: a token of the environment would be sent
to the profile's host, and whoever names a profile would act as somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apparate_ng.workspace.failures import AuthenticationError
from apparate_ng.workspace.host_names import normalized_host
from apparate_ng.workspace.profiles import Profile

_OF_DATABRICKS = {
    "DATABRICKS_TOKEN": "token",
    "DATABRICKS_CLIENT_ID": "client_id",
    "DATABRICKS_CLIENT_SECRET": "client_secret",
    "DATABRICKS_USERNAME": "username",
    "DATABRICKS_PASSWORD": "password",
    "DATABRICKS_OIDC_TOKEN_ENV": "oidc_token_env",
    "DATABRICKS_OIDC_TOKEN_FILEPATH": "oidc_token_filepath",
    "DATABRICKS_OIDC_TOKEN_FILE": "oidc_token_filepath",
    "DATABRICKS_METADATA_SERVICE_URL": "metadata_service_url",
    "DATABRICKS_GOOGLE_SERVICE_ACCOUNT": "google_service_account",
    "DATABRICKS_AUTH_TYPE": "auth_type",
}
"""What says who signs in, as a variable and in a profile; a profile must say the same."""
_OF_CLOUDS = {
    "ARM_CLIENT_ID": "azure_client_id",
    "ARM_CLIENT_SECRET": "azure_client_secret",
    "ARM_TENANT_ID": "azure_tenant_id",
    "GOOGLE_CREDENTIALS": "google_credentials",
}
"""The same, of variables that may be there for other tools: a profile may say nothing of them."""
_COMPLETES = {
    "client_secret": "client_id",
    "password": "username",
    "azure_client_secret": "azure_client_id",
}
"""Secrets that need not lie in a file: the identity that they prove is the profile's own."""

_WAYS = {"token": "pat", "client_secret": "oauth-m2m"}
"""What a profile's credentials amount to, in the words of `auth_type`."""


def refuse_other_identity(profile: Profile, environment: Mapping[str, str]) -> None:
    """See that the environment has no host or credentials that are not the profile's.

    Raises:
        AuthenticationError: it has, or one of the hosts is none.
    """
    _refuse_other_host(profile, environment)
    for variable in _others(profile.settings, environment):
        raise AuthenticationError(
            f"the profile {profile.name} is one identity, and {variable} says another",
            where=profile.where,
            hint=f"unset {variable}, or {profile.way_out}",
        )


def _refuse_other_host(profile: Profile, environment: Mapping[str, str]) -> None:
    host, named = environment.get("DATABRICKS_HOST"), profile.settings.get("host")
    # both are looked at before the SDK sees them, whose errors repeat them, password and all
    hosts = [normalized_host(one) for one in (named, host) if one]
    if len(set(hosts)) > 1:
        raise AuthenticationError(
            f"the profile {profile.name} is for {hosts[0]}, and DATABRICKS_HOST says {hosts[1]}",
            where=profile.where,
            hint=f"unset DATABRICKS_HOST and DATABRICKS_TOKEN, or {profile.way_out}",
        )


def _others(settings: Mapping[str, str], environment: Mapping[str, str]) -> Iterator[str]:
    own = _with_its_way(settings)
    for variable, key in (_OF_DATABRICKS | _OF_CLOUDS).items():
        given = environment.get(variable, "").strip()
        if not given or given == own.get(key):
            continue
        completes = key not in own and _COMPLETES.get(key) in own
        if not completes and (key in own or variable in _OF_DATABRICKS):
            yield variable


def _with_its_way(settings: Mapping[str, str]) -> Mapping[str, str]:
    """With the way of signing in that the profile's own credentials amount to."""
    if "auth_type" in settings or not settings.keys() & _WAYS.keys():
        return settings
    way = next(way for key, way in _WAYS.items() if key in settings)
    return {**settings, "auth_type": way}
