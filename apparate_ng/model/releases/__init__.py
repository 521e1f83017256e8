"""Releases: the library that one is of, its kind, its version, and the step from one to the next."""
