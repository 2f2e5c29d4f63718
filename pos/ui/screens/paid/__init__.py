"""After the sale: the change, the receipt, and what became of its paper."""
