"""Writes docs/reference from the code, so that it says what the code says. Run by `ci/docs`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pages.commands import commands_page
from pages.exit_codes import exit_codes_page
from pages.reasons import reasons_page
from pages.settings import settings_page

_FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
_PAGES = {
    "commands": commands_page,
    "exit-codes": exit_codes_page,
    "reasons": reasons_page,
    "settings": settings_page,
}


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a page is out of date.")
def main(check: bool) -> None:  # noqa: FBT001  click's way
    """Write each page whose text is another now."""
    fresh = {_FOLDER / f"{name}.md": page() for name, page in _PAGES.items()}
    stale = [file for file, text in fresh.items() if _text(file) != text]
    if check and stale:
        click.echo(f"out of date: {', '.join(file.name for file in stale)}; run ci/docs", err=True)
        sys.exit(1)
    for file in stale:
        file.parent.mkdir(exist_ok=True)
        file.write_text(fresh[file], encoding="utf-8")


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


if __name__ == "__main__":
    main()
