"""The inventory: which versions are referred to where, how it is made, and how it is read again."""
