"""What the mall holds beyond this till, after an old copy was put back: how much, and bringing it back."""
