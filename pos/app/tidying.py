"""Python's rubbish is taken out in idle moments, on the window's own thread, and never by itself.

A collection that starts by itself does so wherever memory is asked for: on a lane, where it would take Qt's objects
apart on the wrong thread, or in the middle of making a widget.
"""

from __future__ import annotations

import gc

YOUNG = 10_000
"""So many new objects are looked through in a moment."""
ROUNDS = 20
"""After so many looks at the young everything is looked through, which takes longer: only while nobody is served."""


def begin() -> None:
    """From here on nothing is collected by itself."""
    gc.disable()


def end() -> None:
    """Leave it to Python again."""
    gc.enable()


def tidy(*, is_idle: bool) -> None:
    """Take out what has gathered, if it is worth it. `is_idle`: nobody would notice a tenth of a second."""
    young, _, rounds = gc.get_count()
    if is_idle and rounds >= ROUNDS:
        gc.collect()
    elif young >= YOUNG:
        gc.collect(1)
