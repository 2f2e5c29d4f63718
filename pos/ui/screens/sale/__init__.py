"""Ringing up: the basket, the favourites, what it comes to."""
