"""The release at hand, or in the store already; and how it gets there."""
