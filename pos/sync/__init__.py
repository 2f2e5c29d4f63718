"""Talking to the mall: what the till has sold goes out, the feed comes in."""
