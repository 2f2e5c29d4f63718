"""Practising on the real till: what it is, how to begin, what came out of the printer, how to get back."""
