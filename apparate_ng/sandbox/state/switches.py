"""Behaviour that differs between servers, or that nobody has confirmed; all off at first."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(kw_only=True, slots=True)
class Switches:
    """What the sandbox plays. Changed while it runs, through the control endpoint."""

    replace_tasks: bool = False
    """`jobs/update` replaces `tasks` and `job_clusters` instead of merging (third-party emulators)."""

    environments_merge: bool = False
    """`jobs/update` merges `environments` by key instead of replacing the array."""

    ignore_updates: bool = False
    """Writes of jobs, pipelines and cluster policies answer 200 and change nothing."""

    drop_unknown: bool = False
    """Writes drop the fields that an older server does not know."""

    missing_is_404: bool = False
    """A job that is not there is answered with 404 instead of 400 (both were seen)."""

    prefixed_paths: bool = False
    """Paths of workspace objects are answered as `/Workspace/X` instead of `/X`."""

    dbfs_off: bool = False
    """DBFS answers 403 to everything (documented: an admin may disable its root)."""

    volume_parents: bool = False
    """An upload to a volume makes the folders above it, instead of 404 (nobody has confirmed which)."""

    policies_by_admins: bool = False
    """Cluster policies are written by admins only (documented); off, who may manage them may."""

    clock_ahead_s: int = 0
    """Seconds by which the server's clock is ahead: in `Date` headers and in the times of files."""

    token_ends_in_s: int = 0
    """In so many seconds the token of whoever asks ends, as `token/list` says; 0 is no end."""

    page_limit_cap: int = 0
    """`jobs/list` refuses a larger `limit` (some deployments: 25); 0 is no cap but the 100."""

    def set(self, name: str, value: object) -> None:
        """Change one switch.

        Raises:
            ValueError: there is no such switch, or the value is not of its kind.
        """
        known = {field.name for field in fields(self)}
        if name not in known:
            raise ValueError(f"No switch {name!r}; there are {', '.join(sorted(known))}.")
        if type(value) is not type(getattr(self, name)):
            raise ValueError(f"Switch {name!r} does not take {value!r}.")
        setattr(self, name, value)

    def turn_off(self) -> None:
        """Every switch as it was at first."""
        for field in fields(self):
            setattr(self, field.name, field.default)
