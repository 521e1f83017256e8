"""Where releases live: one protocol, one module for each kind of place."""
