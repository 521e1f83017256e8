"""The served part of the REST API: one module for each family, each with a `routes` function."""
