"""The screens. Shows state, sends intents, decides nothing."""
