"""What the doctor looks at: one module for each check, each a function of the case."""
