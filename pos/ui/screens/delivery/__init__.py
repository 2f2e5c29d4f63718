"""Where a basket is delivered to: a member's stored address, or a new one."""
