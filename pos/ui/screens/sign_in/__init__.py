"""Signing in: who stands at the counter, and their PIN."""
