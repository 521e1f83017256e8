"""Plans: wished for, made, saved and read again."""
