"""What a day of the journal shows that somebody should ask about: a question for each, with its arithmetic."""
