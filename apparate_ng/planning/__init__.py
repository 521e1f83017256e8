"""Deciding: a plan is a pure function of release, survey and policy."""
