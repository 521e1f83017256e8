"""The commands: read options, wire the rooms, call one function, hand the result to a report."""
