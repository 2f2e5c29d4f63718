"""The audit page: what somebody should ask about, the journal as a person reads it, and the state of the chain."""
