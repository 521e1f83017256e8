"""What the workspace holds, in SQLite: jobs, files, identities."""
