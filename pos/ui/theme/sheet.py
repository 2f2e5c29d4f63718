"""The stylesheet for what Qt draws itself: labels, fields, frames, scroll bars. What we draw asks for tokens."""

from __future__ import annotations

from pos.ui.theme.fonts import SIZES
from pos.ui.theme.tokens import Tokens

_FRAME = """
QMainWindow, QWidget#window {{ background: {t.ground}; }}
QLabel {{ color: {t.ink}; background: transparent; }}
QLabel[tone="muted"] {{ color: {t.muted}; }}
QLabel[tone="accent"] {{ color: {t.accent}; }}
QLabel[tone="danger"] {{ color: {t.danger}; }}
QLabel[tone="warning"] {{ color: {t.warning}; }}
QFrame[role="panel"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {radius}px; }}
QFrame[role="marked"] {{ background: {t.surface}; border: 2px solid {t.accent}; border-radius: {radius}px; }}
QFrame[role="bar"] {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame[role="foot"] {{ background: {t.surface}; border: none; border-top: 1px solid {t.line}; }}
QFrame[role="inset"] {{ background: {t.raised}; border: none; border-radius: {radius}px; }}
QFrame[role="rule"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="news"] {{ background: {t.chosen}; border: none; border-radius: {radius}px; }}
QFrame[role="warning"] {{ background: {t.warning_ground}; border: none; border-radius: {radius}px; }}
QFrame[role="error"] {{ background: {t.danger_ground}; border: none; border-radius: {radius}px; }}
QScrollArea, QScrollArea > QWidget > QWidget#canvas {{ background: transparent; border: none; }}
QAbstractItemView {{ background: transparent; border: none; outline: none; color: {t.ink}; }}
QDialog QPushButton, QDialog QComboBox {{ min-height: {touch}px; min-width: {touch}px; }}
QDialog QToolButton {{ min-height: {touch}px; min-width: {touch}px; }}
QHeaderView {{ background: {t.raised}; border: none; }}
QHeaderView::section {{ background: {t.raised}; color: {t.ink}; border: none; padding: 0 {cell}px; }}
QTableView {{ background: {t.surface}; alternate-background-color: {t.ground}; }}
QTableView::item {{ padding: 0 {cell}px; border-bottom: 1px solid {t.line}; }}
QTableView::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
QLineEdit {{
    background: {t.surface}; color: {t.ink}; border: 1px solid {t.edge}; border-radius: {radius}px;
    padding: 0 {pad}px; min-height: {touch}px; selection-background-color: {t.accent};
    selection-color: {t.on_accent};
}}
QLineEdit:focus {{ border: 2px solid {t.accent}; }}
QLineEdit[state="wrong"] {{ border: 2px solid {t.danger}; }}
QLineEdit[role="amount"] {{ font-weight: bold; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {t.edge}; border-radius: {half}px; min-height: {touch}px; min-width: {touch}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {t.ink}; color: {t.ground}; border: none; padding: {pad}px; }}
"""


def sheet(tokens: Tokens, zoom: int) -> str:
    """The stylesheet of a mode at `zoom` per cent."""
    frame = _FRAME.format(
        t=tokens,
        radius=10 * zoom // 100,
        pad=14 * zoom // 100,
        cell=8 * zoom // 100,
        touch=48 * zoom // 100,
        bar=6 * zoom // 100,
        half=3 * zoom // 100,
    )
    sizes = [
        f'QLabel[face="{role}"], QLineEdit[face="{role}"] '
        f"{{ font-size: {size * zoom // 100}px; font-weight: {'bold' if bold else 'normal'}; }}"
        for role, (size, bold) in SIZES.items()
    ]
    return frame + "\n".join(sizes)
