"""Qt. Shows state, sends intents, decides nothing."""
