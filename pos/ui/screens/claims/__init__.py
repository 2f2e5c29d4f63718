"""Deliveries that came damaged or short: a claim is made with its photographs, and taken up when it is settled."""
