"""What is printed: papers as values, composed from what happened; nothing here knows a printer."""
