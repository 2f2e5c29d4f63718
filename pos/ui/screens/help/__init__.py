"""Help: what the keys do on the screen that is in front."""
