"""Releases of well-known packages, and what their own changelogs say of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """Two releases, one right after the other."""

    project: str
    old: str
    new: str
    is_breaking: bool
    """What the newer one's changelog says of the API."""
    because: str
    """The changelog in a few words."""
    broken: str | None = None
    """A name that must be among the breaks."""
    known_miss: str | None = None
    """Why the verdict is another one here."""

    @property
    def id(self) -> str:
        """What a test calls it."""
        return f"{self.project} {self.old} to {self.new}"


def _breaking(project: str, old: str, new: str, because: str, broken: str) -> Releases:
    return Releases(
        project=project, old=old, new=new, is_breaking=True, because=because, broken=broken
    )


def _harmless(
    project: str, old: str, new: str, because: str, known_miss: str | None = None
) -> Releases:
    return Releases(
        project=project,
        old=old,
        new=new,
        is_breaking=False,
        because=because,
        known_miss=known_miss,
    )


RELEASES = [
    _breaking("cachetools", "4.2.4", "5.0.0", "deprecated submodules removed", "cachetools.lru"),
    _breaking("click", "8.0.4", "8.1.0", "deprecated code removed", "click.get_terminal_size"),
    _breaking("flask", "2.2.4", "2.3.0", "deprecated code removed", "flask.Flask.json_encoder"),
    _breaking("httpx", "0.27.2", "0.28.0", "`proxies` and `app` removed", "httpx.Client"),
    _breaking(
        "itsdangerous",
        "2.0.1",
        "2.1.0",
        "the deprecated JWS removed",
        "itsdangerous.JSONWebSignatureSerializer",
    ),
    _breaking("jinja2", "3.0.3", "3.1.0", "deprecated code removed", "jinja2.Markup"),
    _breaking(
        "packaging", "21.3", "22.0", "legacy versions removed", "packaging.version.LegacyVersion"
    ),
    _breaking("tomli", "1.2.3", "2.0.0", "the first argument only by position", "tomli.loads"),
    _breaking("urllib3", "1.26.15", "2.0.0", "many things removed", "urllib3.contrib.appengine"),
    _breaking(
        "urllib3", "2.0.7", "2.1.0", "SecureTransport removed", "urllib3.contrib.securetransport"
    ),
    _breaking("werkzeug", "2.3.7", "3.0.0", "deprecated code removed", "werkzeug.urls.url_quote"),
    _harmless("attrs", "23.1.0", "23.2.0", "fixes and additions"),
    _harmless("blinker", "1.6.3", "1.7.0", "a fix and an addition"),
    _harmless("certifi", "2023.11.17", "2024.2.2", "certificates"),
    _harmless("click", "8.1.7", "8.1.8", "fixes"),
    _harmless("filelock", "3.12.4", "3.13.0", "additions"),
    _harmless("humanize", "4.6.0", "4.7.0", "languages"),
    _harmless("idna", "3.6", "3.7", "a fix of speed"),
    _harmless("iniconfig", "1.1.1", "2.0.0", "types, and an old Python less"),
    _harmless("jinja2", "3.1.3", "3.1.4", "a fix of security"),
    _harmless("packaging", "23.2", "24.0", "fixes"),
    _harmless("pluggy", "1.4.0", "1.5.0", "additions"),
    _harmless("python-dateutil", "2.8.2", "2.9.0", "fixes"),
    _harmless("python-dotenv", "0.21.1", "1.0.0", "an old Python less"),
    _harmless("requests", "2.31.0", "2.32.0", "fixes and additions"),
    _harmless("six", "1.15.0", "1.16.0", "a fix"),
    _harmless(
        "colorama",
        "0.4.5",
        "0.4.6",
        "an addition",
        known_miss="variables of a module without `__all__` were never meant as API",
    ),
    _harmless(
        "tenacity",
        "8.2.3",
        "8.3.0",
        "additions",
        known_miss="`AsyncRetrying.iter` did become async, and the changelog does not say so",
    ),
    _harmless(
        "typing-extensions",
        "4.7.1",
        "4.8.0",
        "fixes",
        known_miss="`Protocol` lost a constructor that only refused to be called",
    ),
    _harmless(
        "zipp",
        "3.17.0",
        "3.18.0",
        "a fix of speed",
        known_miss="modules without an underscore went that were never documented",
    ),
]
