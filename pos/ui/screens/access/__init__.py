"""Who opened whose record, when, what and why: the unusual first, for a manager."""
