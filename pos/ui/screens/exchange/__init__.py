"""Goods for goods: what comes back stands above the basket, with the difference either way."""
