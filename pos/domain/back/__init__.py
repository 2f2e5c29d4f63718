"""What comes back: whether it may, for how much, which way the money goes, and what becomes of a benefit."""
