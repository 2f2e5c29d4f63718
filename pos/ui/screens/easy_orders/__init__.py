"""Easy-Orders at the counter: why none is taken here, what the member has, and how to join."""
