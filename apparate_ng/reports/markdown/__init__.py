"""Documents as Markdown, for pull requests and the summaries of CI runs."""
