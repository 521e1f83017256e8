"""What the workspace holds: documents and identities in SQLite, contents of large files on disk."""
