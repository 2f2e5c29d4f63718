"""A second person allows one action: what, how much, who asks, why, and their PIN."""
