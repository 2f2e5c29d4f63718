"""Goods come back: find the sale, choose, say why, done."""
