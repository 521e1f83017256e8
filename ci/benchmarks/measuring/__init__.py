"""How something is measured: whole processes, in turn, against a floor, on a local workspace."""
