"""Two versions of the terms of sale side by side, for managers."""
