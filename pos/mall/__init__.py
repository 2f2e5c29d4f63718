"""A reference mall: the other end of the contract."""
