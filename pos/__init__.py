"""The till: a point of sale for coffee boutiques that works whole days without the network."""
