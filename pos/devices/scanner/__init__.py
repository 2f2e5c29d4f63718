"""Barcode scanners on a serial port or as a keyboard; what they read is data, never a command."""
