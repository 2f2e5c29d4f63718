"""Benefits beside the basket: which there are, what each makes of the total, what is missing for others, and why."""
