"""Baskets that were put aside, to be taken up again."""
