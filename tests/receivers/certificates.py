"""Certificates for servers on loopback, and a file with which clients trust them."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """What a server shows, and what a client has to trust for it."""

    server: ssl.SSLContext
    authority: Path


def certificates_in(
    folder: Path, names: tuple[str, ...] = ("127.0.0.1", "localhost")
) -> Certificates:
    """A new authority, and a server certificate of it for hosts of these names: this machine's."""
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(server)
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return Certificates(server=server, authority=file)
