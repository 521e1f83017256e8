"""The fingerprint of a document: equal exactly where the documents are equal."""

from __future__ import annotations

import hashlib
import json


def fingerprint(settings: object) -> str:
    """`sha256:` and the digest of the canonical JSON of `settings`.

    Canonical: keys sorted, no white space, ASCII escapes.
    """
    canonical = json.dumps(settings, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
