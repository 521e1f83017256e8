"""The plan: what it is made from, each decision with its reason, and how it is read again."""
