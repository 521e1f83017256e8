"""What each command does: make ready, call one operation, show its result."""
