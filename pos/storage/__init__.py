"""The till's own database, and the only SQL of the till."""
