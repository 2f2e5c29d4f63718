"""Screens, panels or sides under their names, each made when it is first asked for: most of them no day ever opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from pos.ui.desk import Actions, Side

Room = TypeVar("Room", Actions, Side, covariant=True)


class Rooms(Mapping[str, Room]):
    """Mutable: it fills. Whether a name is there is answered without making anything."""

    def __init__(self, makers: Mapping[str, Callable[[], Room]], *, at_once: Iterable[str] = ()) -> None:
        self._makers: dict[str, Callable[[], Room]] = dict(makers)
        self._made: dict[str, Room] = {name: makers[name]() for name in at_once}

    def __getitem__(self, name: str) -> Room:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    @property
    def made(self) -> frozenset[str]:
        """The names of those that stand."""
        return frozenset(self._made)
