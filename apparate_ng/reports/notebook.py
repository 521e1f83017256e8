"""What a notebook's cell shows of a document."""

from __future__ import annotations

from apparate_ng.reports.rendering import Document, page_of_document

_MOST_ROWS = 200
"""A cell is no page: what is more is counted."""


def notebook_html(document: Document) -> str:
    """Return the table of the document's page as HTML: escaped, without scripts or styles."""
    from apparate_ng.reports.pages.html_page import html_fragment  # the templates' engine

    return html_fragment(page_of_document(document), _MOST_ROWS)
