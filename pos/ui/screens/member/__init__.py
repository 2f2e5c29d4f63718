"""Whose basket it is: a member sought, told apart by masks, and attached."""
