"""Adding up: what entries come to, for a shift, a day or a period, and what stands out in it."""
