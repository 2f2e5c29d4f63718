"""Machines by their serial number: how long their warranty runs, whom to call, and their registration."""
