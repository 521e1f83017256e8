"""What people set once: files, environment, options, in this order; never credentials."""
