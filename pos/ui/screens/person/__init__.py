"""A member's page: what is known about them, how they stand, what they agreed to and asked for."""
