"""What is said in every shape alike: counts, summaries, and which pins are said together."""
