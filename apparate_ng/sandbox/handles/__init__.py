"""The parts of the handle of a running sandbox: one module for each kind of thing it holds."""
