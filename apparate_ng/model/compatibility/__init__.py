"""Compatibility: what a file needs, what its API lost, and what came of checking it."""
