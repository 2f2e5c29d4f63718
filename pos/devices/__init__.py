"""Bytes and cables: printers, scanners, drawers, displays and card terminals."""
