"""The shop's day: shifts, the drawer, reports, the manager's figures, and what is left to see to."""
