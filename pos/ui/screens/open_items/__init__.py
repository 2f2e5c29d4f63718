"""What somebody still has to see to: one list, with the way to where each thing is settled."""
