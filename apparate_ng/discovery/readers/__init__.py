"""Readers: from a document as the platform sends it to the dependent that planning reads."""
