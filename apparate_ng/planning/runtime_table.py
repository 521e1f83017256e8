"""Which Python each Databricks runtime has: facts of the platform, to be kept up to date.

Source: "System environment" in the release notes of each runtime
(https://docs.databricks.com/release-notes/runtime/) and of each serverless environment version
(https://docs.databricks.com/release-notes/serverless/environment-version/). Machine learning, GPU
and Photon variants have the Python of the runtime of the same number. A runtime is written here
only when its Python is known: 19, which was out by then, is not.
"""

from __future__ import annotations

AS_OF = "2026-08-10"
"""How far the release notes went that the table was held against."""

RUNTIMES: dict[str, str] = {
    "9.1": "3.8.8",
    "10.0": "3.8.8",
    "10.1": "3.8.8",
    "10.2": "3.8.8",
    "10.3": "3.8.10",
    "10.4": "3.8.10",
    "10.5": "3.8.10",
    "11.0": "3.9.5",
    "11.1": "3.9.5",
    "11.2": "3.9.5",
    "11.3": "3.9.5",
    "12.0": "3.9.5",
    "12.1": "3.9.5",
    "12.2": "3.9.5",
    "13.0": "3.10.6",
    "13.1": "3.10.6",
    "13.2": "3.10.6",
    "13.3": "3.10.6",
    "14.0": "3.10.12",
    "14.1": "3.10.12",
    "14.2": "3.10.12",
    "14.3": "3.10.12",
    "15.0": "3.11.0",
    "15.1": "3.11.0",
    "15.2": "3.11.0",
    "15.3": "3.11.0",
    "15.4": "3.11.0",
    "16.0": "3.12.3",
    "16.1": "3.12.3",
    "16.2": "3.12.3",
    "16.3": "3.12.3",
    "16.4": "3.12.3",
    "17.0": "3.12.3",
    "17.1": "3.12.3",
    "17.2": "3.12.3",
    "17.3": "3.12.3",
    "18": "3.12.3",
    "18.0": "3.12.3",
    "18.1": "3.12.3",
    "18.2": "3.12.3",
}
"""The Python with which a runtime came out, or an older one: maintenance updates only raise it."""

ENVIRONMENTS: dict[str, str] = {
    "1": "3.10.12",
    "2": "3.11.10",
    "3": "3.12.3",
    "4": "3.12.3",
    "5": "3.12.3",
}
"""Versions of serverless environments."""

LAST_WITH_EGGS = (13, 3)
"""From 14.0 on eggs are not installed (https://docs.databricks.com/libraries/)."""
