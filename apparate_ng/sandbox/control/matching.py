"""Which requests a rule is about."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

from apparate_ng.sandbox.api.volume_files import BASE as RAW
from apparate_ng.sandbox.documents.json_text import from_text

if TYPE_CHECKING:
    from aiohttp import web


class Pattern(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a request must look like; `*` in method and path stands for anything, `/` included."""

    method: str = "*"
    path: str = "*"
    job_id: int | None = None
    containing: str | None = None
    """Text that must stand in the body (not looked for in multipart forms and raw uploads)."""

    def fits(self, seen: Seen) -> bool:
        """True where the request is one of those meant."""
        return (
            self.method in {"*", seen.method}
            and fnmatchcase(seen.path, self.path)
            and self.job_id in {None, seen.job_id}
            and (self.containing is None or self.containing.encode() in seen.body)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What rules look at in a request."""

    method: str
    path: str
    body: bytes = b""
    job_id: int | None = None


async def seen(request: web.Request) -> Seen:
    """The request as rules see it. A form or a raw upload is left for the handler to stream."""
    body = b"" if _is_streamed(request) else await request.read()
    return Seen(method=request.method, path=request.path, body=body, job_id=_job_id(request, body))


def _is_streamed(request: web.Request) -> bool:
    return request.content_type.startswith("multipart/") or request.path.startswith(RAW)


def _job_id(request: web.Request, body: bytes) -> int | None:
    found: object = request.match_info.get("job_id") or request.query.get("job_id")
    if found is None and b'"job_id"' in body:
        try:
            content = from_text(body)
        except ValueError:
            return None
        found = content.get("job_id") if isinstance(content, dict) else None
    return int(found) if isinstance(found, int | str) and str(found).isdecimal() else None
