"""Looking for entries: what was typed is read here, and what cannot be read is said before anything is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from msgspec import structs

from pos.domain.audit.lines import Wanted
from pos.domain.money import Won
from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.audit.asking import Finding
from pos.ui.screens.audit.filter_card import FilterCard, FilterView
from pos.ui.screens.figures.periods import QUICK, Quick, quick, read_day

NO_AMOUNT = -1


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields, and who is chosen."""

    texts: tuple[str, str, str, str] = ("", "", "", "")
    who: str = ""
    is_wrong: bool = False


class Filtering:
    """Mutable: what was typed and touched so far."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._about: Finding | None = None
        self._typed = Typed()
        self.screen = FilterCard()
        self.screen.typed.connect(self._type)
        self.screen.pressed.connect(self._pressed)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin with what is looked for now."""
        about = self._desk.about
        self._about = about if isinstance(about, Finding) else None
        if self._about is not None:
            wanted = self._about.wanted
            amounts = tuple("" if won is None else str(won) for won in (wanted.least, wanted.most))
            self._typed = Typed((str(wanted.first), str(wanted.last), amounts[0], amounts[1]), wanted.who)
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Quick days by a digit while no field has the focus; people by the arrows."""
        names = enumerate(QUICK, 1)
        return [
            *(KeyUse(str(at), f"figures.quick.{name}", partial(self.show_quick, name)) for at, name in names),
            KeyUse("Up", "audit.filter.who", partial(self.step, -1)),
            KeyUse("Down", "audit.filter.who", partial(self.step, 1)),
            KeyUse("Enter", "audit.filter.show", self.show),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - those that mean something are keys
        """Other digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - a page for looking takes no goods
        """Nothing is sold here."""
        return True

    # --- what the person does ---

    def show_quick(self, name: Quick) -> None:
        """These days; the rest as it stands."""
        period = quick(name, self._desk.counter.day())
        self._typed = replace(self._typed, texts=(str(period.first), str(period.last), *self._typed.texts[2:]))
        self.show()

    def step(self, step: int) -> None:
        """Another person."""
        people = self._people()
        at = people.index(self._typed.who) if self._typed.who in people else 0
        self.choose(people[(at + step) % len(people)])

    def choose(self, who: str) -> None:
        """Only this person, "" for everybody."""
        self._typed = replace(self._typed, who=who)
        self.draw()

    def show(self) -> None:
        """Look for it, where it can be read."""
        wanted = self._read()
        if wanted is None or self._about is None:
            self._typed = replace(self._typed, is_wrong=True)
            self._desk.toned.emit("bad")
            self.draw()
        else:
            self._about.then(wanted)

    def _people(self) -> list[str]:
        return ["", *(who for who, _ in self._about.people)] if self._about else [""]

    def _read(self) -> Wanted | None:
        texts = self._typed.texts
        first, last = read_day(texts[0]), read_day(texts[1] or texts[0])
        least, most = _amount(texts[2]), _amount(texts[3])
        if self._about is None or first is None or last is None or last < first:
            return None
        if NO_AMOUNT in (least, most) or (least is not None and most is not None and most < least):
            return None
        return structs.replace(self._about.wanted, first=first, last=last, who=self._typed.who, least=least, most=most)

    def _type(self, place: int, text: str) -> None:
        texts = list(self._typed.texts)
        texts[place] = text
        self._typed = replace(self._typed, texts=(texts[0], texts[1], texts[2], texts[3]), is_wrong=False)
        self.draw()

    def _pressed(self, name: str) -> None:
        kind, _, rest = name.partition(":")
        if kind == "who":
            self.choose(rest)
        elif kind == "quick":
            self.show_quick(next(one for one in QUICK if one == rest))
        elif kind == "show":
            self.show()
        else:
            self._desk.close()

    # --- drawing ---

    def view(self) -> FilterView:
        """What is to be seen now."""
        message = self._desk.words("audit.filter.wrong") if self._typed.is_wrong else ""
        return FilterView(self._typed.texts, self._typed.who, self._about.people if self._about else (), message)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)


def _amount(text: str) -> Won | None:
    """An amount as it was typed, with or without commas; None where nothing was, `NO_AMOUNT` for what is none."""
    bare = text.replace(",", "").replace("원", "").replace("₩", "").strip()
    if not bare:
        return None
    return int(bare) if bare.isascii() and bare.isdigit() else NO_AMOUNT
