"""What only the sandbox can do: faults, edits by somebody else, limits, a journal, its switches."""
