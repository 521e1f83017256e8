"""What the program can do: one use case each, wiring the rooms; no printing, no asking, no exit."""
