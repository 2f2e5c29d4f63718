"""A PIN is changed by its owner, or given out to somebody else."""
