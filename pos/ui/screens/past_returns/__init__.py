"""What came back lately: for the manager's eye, and for another copy of its receipt."""
