"""What the shop should have of a product, what changed it, and putting it right."""
