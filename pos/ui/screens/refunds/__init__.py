"""What the shop still owes its customers, and every way to pay it."""
