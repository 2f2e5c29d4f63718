"""Becoming a member at the counter: what is asked for, what is agreed to, and what the customer looks at before."""
