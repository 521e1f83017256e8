"""Setting up: a workspace, a store and a pipeline are chosen, and everything is looked at."""
