"""The HTTP session: our headers are for the workspace, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from apparate_ng.__about__ import __version__

_FOR_ANYBODY = frozenset(
    {"user-agent", "accept", "accept-encoding", "connection", "proxy-authorization"}
)
"""Headers that prove nothing to a server; the last is for the proxy on the way there."""


class _HeaderAuth(AuthBase):
    """Sets our headers last, so that no .netrc entry for the host replaces them."""

    def __init__(self, headers: Callable[[], Mapping[str, str]]) -> None:
        self._headers = headers

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.update(self._headers())
        return request


class Session(requests.Session):
    """One that asks as `headers` say, over at most `connections` connections to a host."""

    def __init__(self, headers: Callable[[], Mapping[str, str]], *, connections: int) -> None:
        super().__init__()
        self.auth = _HeaderAuth(headers)
        self.headers["User-Agent"] = f"apparate-ng/{__version__}"
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=connections)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def rebuild_auth(
        self, prepared_request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        """On a redirect to another origin, drop whatever proves who we are; add nothing anywhere.

        The base class drops `Authorization` alone, and takes another from .netrc.
        """
        ways = response.request.url, prepared_request.url
        if not self.should_strip_auth(*ways):  # type: ignore[no-untyped-call]  # a gap of the stubs
            return
        for name in set(prepared_request.headers):
            if name.lower() not in _FOR_ANYBODY:
                del prepared_request.headers[name]
