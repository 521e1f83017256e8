"""The words that all messages share. Text that others wrote is made plain, and cut."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.notifications.news import News

_LONGEST_URL = 200
_VERSIONS = 3
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_DEPLOYED = {
    ExitCode.DONE: "deployed",
    ExitCode.PARTIAL: "partly deployed",
    ExitCode.REFUSED: "stopped, since the lease was lost",
    ExitCode.RESTORED: "failed, and was put back",
    ExitCode.DAMAGED: "failed, and could not be put back",
    ExitCode.INTERRUPTED: "interrupted",
}
_ROLLED_BACK = {
    ExitCode.DONE: "rolled back",
    ExitCode.PARTIAL: "partly rolled back",
    ExitCode.REFUSED: "rollback stopped, since the lease was lost",
    ExitCode.RESTORED: "rollback failed, and was put back",
    ExitCode.DAMAGED: "rollback failed, and could not be put back",
    ExitCode.INTERRUPTED: "rollback interrupted",
}
_STOPPED = "stopped, since a change failed and was put back"
_PUT_BACK = {Outcome.UPDATED: "put back", Outcome.UNCHANGED: "as before already"}


def plain(text: str, longest: int) -> str:
    """One line of `text`: what is invisible or steers is replaced, what is too long is cut.

    Controls, line ends, bidirectional overrides and zero-width characters are what
    `str.isprintable` does not count as printable.
    """
    shown = "".join(char if char.isprintable() else _REPLACEMENT for char in text[: longest + 1])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def web_address(text: str | None) -> str | None:
    """`text` where it is a short web address without anything odd in it."""
    if text is None or len(text) > _LONGEST_URL or not text.isascii() or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    return text if usable and not set(text) & set(' <>|"\\^`{}') else None


def title_of(news: News) -> str:
    """What happened, in one line."""
    release = news.deployment.release
    name, version = plain(release.name, 60), plain(release.version, 40)
    if news.is_rollback:
        what = "rollback " + _STOPPED if _is_half_way(news) else _ROLLED_BACK.get(news.exit_code)
        return f"{name} {what or 'rollback failed'}"
    what = _STOPPED if _is_half_way(news) else _DEPLOYED.get(news.exit_code)
    return f"{name} {version} {what or 'failed'}"


def _is_half_way(news: News) -> bool:
    """True where one was put back, and those that were changed before it stay changed."""
    return news.exit_code is ExitCode.RESTORED and news.deployment.count(Outcome.UPDATED) > 0


def summary_of(news: News) -> str:
    """How many dependents ended how, and where; the numbers add up."""
    outcomes = Counter(one.outcome for one in news.deployment.dependents)
    counts = [f"{number:,} {word_of(news, each)}" for each, number in outcomes.items()]
    total = len(news.deployment.dependents)
    host = plain(news.deployment.workspace.host, 120)
    unread = len(news.deployment.unreadable)
    text = f"{', '.join(counts) or 'nothing to do'}; {total:,} in all, in {host}"
    return f"{text}; {unread:,} could not be read" if unread else text


def word_of(news: News, outcome: Outcome) -> str:
    """What became of a dependent, in a word or two."""
    return _PUT_BACK.get(outcome, outcome.value) if news.is_rollback else outcome.value


def change_of(dependent: DeployedDependent) -> str:
    """From which version to which, as `1.4.2 → 1.5.0`; empty where that is not known."""
    moves = {
        f"{plain(pin.from_version or '?', 30)} → {plain(pin.to_version or '?', 30)}": None
        for pin in dependent.upgrades
    }
    shown = list(moves)[:_VERSIONS]
    return ", ".join(shown) + (", …" if len(moves) > _VERSIONS else "")


def version_gone_back_to(news: News) -> str | None:
    """Of what went back, the version that most of it has now; None where that is not known."""
    gone = [one for one in news.deployment.dependents if one.outcome in _went_back_as(news)]
    pins = [pin for one in gone for pin in one.upgrades]
    versions = [pin.to_version if news.is_rollback else pin.from_version for pin in pins]
    common = Counter(version for version in versions if version).most_common(1)
    return common[0][0] if common else None


def _went_back_as(news: News) -> set[Outcome]:
    return {Outcome.UPDATED} if news.is_rollback else {Outcome.ROLLED_BACK}


def commands_of(news: News) -> tuple[str, ...]:
    """What somebody who reads the message may type next."""
    id_ = plain(news.deployment.id, 64)
    commands = [f"apparate show {id_}"]
    if news.exit_code is ExitCode.INTERRUPTED:
        commands.append(f"apparate resume {id_}")
    if news.touched and not news.went_back:
        commands.append(f"apparate rollback {id_}")
    return tuple(commands)
