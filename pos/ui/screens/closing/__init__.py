"""Closing a shift: held baskets, the blind count, what it came to, and the Z report."""
