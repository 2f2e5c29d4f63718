"""Delivery orders after they were paid: where they stand, and cancelling one before it leaves."""
