"""Digests as values and as text."""
