"""Walkers: every place of a document where a version can stand, one module for each kind."""
