"""Where figures are kept: one row for each run, in the documentation."""
