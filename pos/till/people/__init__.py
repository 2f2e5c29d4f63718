"""The verbs around members beyond the basket: joining, leaving, standing, rights, and who saw what."""
