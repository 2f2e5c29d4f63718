"""Bytes and cables: printers, drawers, scanners and card terminals behind the till's ports; no rule of the shop."""
