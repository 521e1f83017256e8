"""Facts that checks need: files, runtimes and comparisons, each looked up once."""
