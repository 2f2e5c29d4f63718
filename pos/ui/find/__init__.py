"""Finding a product: a field, and what was found under it."""
