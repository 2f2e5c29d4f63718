"""Holidays that were announced late, entered by hand with a manager."""
