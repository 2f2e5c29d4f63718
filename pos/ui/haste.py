"""Two presses in haste are one: what the first has begun is not ended by the second before anybody could read it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer

MS = 600
"""Longer than between two presses in haste, shorter than it takes to read an amount."""


class Haste:
    """Mutable: when something to be read has come up."""

    def __init__(self) -> None:
        self._since = QElapsedTimer()

    def begin(self) -> None:
        """Something came up that has to be read."""
        self._since.start()

    @property
    def is_over(self) -> bool:
        """Whether there was time to see it."""
        return not self._since.isValid() or self._since.elapsed() >= MS
