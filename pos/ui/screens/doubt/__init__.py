"""What became of a payment or a cash receipt in doubt, found out elsewhere: somebody says it, and what it means."""
