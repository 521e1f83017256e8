"""What the server does to a job document: defaults, merging, paging, validation. Pure functions."""
