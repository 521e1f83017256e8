"""The SQLite database: its schema, and how it is opened."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS identities (
    user_name TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, admin INTEGER NOT NULL,
    default_level TEXT, groups TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS clients (
    client_id TEXT PRIMARY KEY, secret TEXT NOT NULL, user_name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS access_tokens (token TEXT PRIMARY KEY, user_name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS jobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, job_id INTEGER NOT NULL UNIQUE, name TEXT NOT NULL,
    creator TEXT, document TEXT NOT NULL, expanded TEXT NOT NULL, brief TEXT NOT NULL,
    large INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS jobs_by_name ON jobs (name, sequence);
CREATE TABLE IF NOT EXISTS job_access (
    job_id INTEGER NOT NULL, principal TEXT NOT NULL, level TEXT NOT NULL,
    PRIMARY KEY (job_id, principal));
CREATE TABLE IF NOT EXISTS objects (
    path TEXT PRIMARY KEY, parent TEXT NOT NULL, object_id INTEGER NOT NULL,
    object_type TEXT NOT NULL, language TEXT, content BLOB, created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS objects_by_parent ON objects (parent, path);
CREATE TABLE IF NOT EXISTS folder_rules (
    path TEXT PRIMARY KEY, readers TEXT NOT NULL, writers TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL,
    creator TEXT, document TEXT NOT NULL, UNIQUE (kind, id));
CREATE INDEX IF NOT EXISTS documents_by_kind ON documents (kind, sequence);
CREATE TABLE IF NOT EXISTS document_access (
    kind TEXT NOT NULL, id TEXT NOT NULL, principal TEXT NOT NULL, level TEXT NOT NULL,
    PRIMARY KEY (kind, id, principal));
CREATE TABLE IF NOT EXISTS runs (
    run_id INTEGER PRIMARY KEY, job_id INTEGER NOT NULL, active INTEGER NOT NULL,
    document TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS runs_by_job ON runs (job_id, run_id);
CREATE TABLE IF NOT EXISTS tree_entries (
    tree TEXT NOT NULL, path TEXT NOT NULL, parent TEXT NOT NULL, blob TEXT, size INTEGER NOT NULL,
    modified_at INTEGER NOT NULL, PRIMARY KEY (tree, path));
CREATE INDEX IF NOT EXISTS tree_entries_by_parent ON tree_entries (tree, parent, path);
"""


def open_database(file: Path | None) -> sqlite3.Connection:
    """A database in `file`, or in memory, with its tables.

    Every statement commits by itself. What was answered survives the end of the process, though
    not of the machine: the sandbox is for tests, and waits for no disk.
    """
    database = sqlite3.connect(file or ":memory:", isolation_level=None)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA synchronous = OFF")
    database.executescript(_SCHEMA)
    return database


def copied(database: sqlite3.Connection) -> sqlite3.Connection:
    """The whole database as it is now, in memory."""
    copy = sqlite3.connect(":memory:")
    database.backup(copy)
    return copy


@contextmanager
def together(database: sqlite3.Connection) -> Iterator[None]:
    """Many writes as one: all of them stand, or none."""
    database.execute("BEGIN")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
