"""Documents and errors as text for people: one module for each."""
