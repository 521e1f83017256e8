"""Which addresses may be links."""

from __future__ import annotations

_ENDS_A_LINK = frozenset(" <>\"'`\\|^{}")


def is_web_address(address: str) -> bool:
    """True for an address of the web, with nothing in it that would end it early."""
    begins = address.startswith(("https://", "http://"))
    return begins and address.isprintable() and not _ENDS_A_LINK & set(address)


def link_into(host: str, address: str | None) -> str | None:
    """Return the address if it leads into this workspace, else None: a file may be edited."""
    if address is None or not is_web_address(address):
        return None
    return address if is_web_address(host) and address.startswith(f"{host}/") else None
