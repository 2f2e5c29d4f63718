"""People at work: who they are, and what is changed of them."""
