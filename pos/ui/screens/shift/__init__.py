"""Opening the shift: how much is in the drawer before the first sale."""
