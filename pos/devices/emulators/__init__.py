"""Devices made of software, for the demo, training and tests; they judge strictly, and never alone."""
