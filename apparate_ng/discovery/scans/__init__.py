"""Scans: everything of one kind passes by, and what names the library is kept."""
