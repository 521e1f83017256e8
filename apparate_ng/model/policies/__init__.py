"""The policy: what people allow, on which dependents, and when."""
