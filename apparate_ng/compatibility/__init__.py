"""Two wheels: is what the older one promised still there? Read statically, nothing is imported."""
