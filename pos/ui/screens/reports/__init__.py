"""Reports of shifts: what the open one came to so far, and the Z reports of those that were closed."""
