"""Dependents: what refers to a library, where, and what a reference becomes."""
