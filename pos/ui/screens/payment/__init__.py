"""Taking money: what is due, what was given, what goes back."""
