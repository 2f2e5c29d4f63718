"""What pyserial lets through when a port vanishes. It raises none of it."""

from __future__ import annotations


def _failures() -> tuple[type[Exception], ...]:
    try:
        import termios
    except ImportError:  # Windows
        return (OSError,)
    return (OSError, termios.error)


FAILURES = _failures()
"""Pyserial's own errors are OSErrors, but those of the terminal interface, which it passes on, are not."""
