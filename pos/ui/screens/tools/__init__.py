"""What is needed too seldom for a key of its own: a menu over any screen."""
