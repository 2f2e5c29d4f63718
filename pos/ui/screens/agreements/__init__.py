"""Days held against the mall's: what is the same, what is not, and where a difference begins."""
