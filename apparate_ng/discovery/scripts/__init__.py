"""Init scripts and notebooks: what they install, command by command."""
