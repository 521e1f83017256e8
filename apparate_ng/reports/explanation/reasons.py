"""What each reason means, and what lifts it: for people, in the reference and in help."""

from __future__ import annotations

from typing import NamedTuple

from apparate_ng.model.plans.decision import Reason


class ReasonWords(NamedTuple):
    """A reason in words."""

    meaning: str
    lifted_by: str = ""
    """Empty where nothing has to be lifted, or nothing can be."""


REASON_WORDS = {
    Reason.ALLOWED: ReasonWords("nothing stands against it"),
    Reason.SAME_VERSION: ReasonWords("it has this version already"),
    Reason.NEWER_VERSION: ReasonWords("the pin is newer than the release", "--allow-downgrade"),
    Reason.IN_RANGE: ReasonWords("the range admits the release"),
    Reason.REPORT_ONLY: ReasonWords(
        "a place that is never rewritten; the hint says where", "by hand"
    ),
    Reason.UNVERSIONED: ReasonWords(
        "it names no version that can be read, or only a run completes it"
    ),
    Reason.SYSTEM_MANAGED: ReasonWords("the platform says that the job is read-only"),
    Reason.MANAGED_BY_BUNDLE: ReasonWords(
        "the next deploy of its bundle would undo the change", "--include-bundle-managed"
    ),
    Reason.PINNED_BY_TAG: ReasonWords("a tag of the job says so", "the job's owners"),
    Reason.HELD_BY_RULE: ReasonWords("a rule of the configuration holds it", "a later rule"),
    Reason.OUTSIDE_STORE: ReasonWords(
        "its file lies in none of the configured stores", "also_stores"
    ),
    Reason.INDEX_PIN: ReasonWords(
        "it is installed from an index, where this release may not be", "index_pins"
    ),
    Reason.KIND_CHANGED: ReasonWords(
        "an egg is pinned and the release is a wheel", "--replace-eggs"
    ),
    Reason.NEEDS_RESTART: ReasonWords(
        "it is installed on an all-purpose cluster, which has to restart", "--include-clusters"
    ),
    Reason.SHARED_FILE: ReasonWords(
        "somebody who uses the file may not have the release, or could not be read",
        "files of their own",
    ),
    Reason.EDITED_SINCE: ReasonWords("rollback, resume: somebody changed it since", "by hand"),
    Reason.FILE_GONE: ReasonWords("rollback: the file to go back to is gone", "upload it again"),
    Reason.FLOATING: ReasonWords("a range or wildcard that does not admit the release", "by hand"),
    Reason.BREAKING_STEP: ReasonWords("a step that may break its users", "--allow major"),
    Reason.STEP_ABOVE_LIMIT: ReasonWords("the step is larger than this job's limit", "--allow"),
    Reason.PRERELEASE: ReasonWords("the release is a prerelease", "--pre"),
    Reason.LOCAL_VERSION: ReasonWords("only the local part differs", "a version of its own"),
    Reason.SOAKING: ReasonWords("the release has not been in the store for long enough", "time"),
    Reason.FROZEN: ReasonWords("a freeze is on", "--override-freeze REASON, or time"),
    Reason.PYTHON_INCOMPATIBLE: ReasonWords(
        "the wheel does not admit the Python that the task runs on", "another runtime"
    ),
    Reason.PLATFORM_INCOMPATIBLE: ReasonWords(
        "the file cannot be installed on the task's platform", "another build, or runtime"
    ),
    Reason.ENTRY_POINT_MISSING: ReasonWords(
        "what the task starts was in the pinned release and is not in the new one", "the release"
    ),
    Reason.API_BREAK: ReasonWords(
        "the step does not say so, and the public API breaks", "an honest version, or api_allow"
    ),
    Reason.UNCHECKED: ReasonWords("a check could not be made", 'unchecked = "allow"'),
}
"""Every reason, in the order in which a reader meets them."""
