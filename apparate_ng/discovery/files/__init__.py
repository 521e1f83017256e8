"""Pins that stand in files: bytes in, places out, and bytes again with some places rewritten."""
