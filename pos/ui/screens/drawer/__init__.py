"""The drawer without a sale: cash in, cash out, to the safe, or opened for another reason."""
