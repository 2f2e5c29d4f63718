"""An order is not taken: one of the nine reasons of the terms, a note, and a manager."""
