"""A local Databricks workspace over HTTP on loopback: for trying things, for tests, for benchmarks.

It shares no code with the client, so that the two cannot share a misreading.
"""
