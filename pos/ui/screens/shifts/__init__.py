"""Choosing the shift to close, where more than one is open."""
