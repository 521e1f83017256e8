"""Claims: who needs a release, or may need it, so that it must not go."""
