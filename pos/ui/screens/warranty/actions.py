"""What happens with a warranty: a serial number is scanned or typed, and its machine registered for a member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pos.domain.errors import TillError
from pos.domain.papers.receipt_token import is_receipt, is_token, read_token
from pos.domain.sale import receipt_code
from pos.domain.warranty import Machine
from pos.till import machines, membership
from pos.till.changes import Touched
from pos.till.feed import Member
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.member.view import found
from pos.ui.screens.warranty.card import WarrantyCard
from pos.ui.screens.warranty.view import Course, WarrantyView, can_register, present

MOST_MEMBERS = 3


class Warranty:
    """The warranty panel. Mutable: which machine it is about, and how far its registration is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._course = Course()
        self.screen = WarrantyCard()
        self.screen.pressed.connect(lambda name: self._verbs()[name]())
        self.screen.member_touched.connect(self.register_for)
        self.screen.member.textChanged.connect(lambda _: self._forget_members())
        self.screen.serial.textEdited.connect(lambda _: self._ask_anew())

    # --- what the window asks ---

    def opened(self) -> None:
        """With a serial number, or asking for one."""
        about = self._desk.about
        self.begin()
        if isinstance(about, str) and about:
            self.look_up(about)

    def refresh(self, noun: Touched) -> None:
        """The language changed, or a machine was registered."""
        if noun in ("session", "member"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """What can be done in this step; Esc goes one step back."""
        view, verbs = self.view(), self._verbs()
        uses = [KeyUse(one.key, f"warranty.do.{one.name}", verbs[one.name]) for one in view.pane.choices]
        if view.members:
            uses += [
                KeyUse("Up", "warranty.move", lambda: self._mark(-1)),
                KeyUse("Down", "warranty.move", lambda: self._mark(1)),
            ]
        if all(use.key != "Esc" for use in uses):
            uses.append(KeyUse("Esc", "key.close", self.close))
        return uses

    def typed(self, digit: str) -> bool:
        """A digit begins the next serial number, where one can be asked for."""
        if self.view().asks_serial and not self.view().pane.is_busy:
            self._ask_anew()
            self.screen.serial.setFocus()
            self.screen.serial.setText(digit)
        return True

    def scanned(self, code: str) -> bool:
        """A machine's number; while it is asked whose it is, the receipt or the member's card."""
        if self._course.step in ("looking_up", "writing"):
            return True
        if self._course.step == "whose":
            self._take(code)
        elif self._desk.counter.ports.shelf.by_barcode(code) is not None:
            self._desk.toned.emit("bad")
            self._course = Course(said=self._desk.words("warranty.not_a_serial"))
            self.draw()
        else:
            self.look_up(code)
        return True

    # --- looking up ---

    def begin(self) -> None:
        """The next machine."""
        self._course = Course()
        self.screen.serial.clear()
        self.draw()
        self.screen.serial.setFocus()

    def look_up(self, serial: str) -> None:
        """Ask for a machine, here and at the mall."""
        serial = serial.strip()
        if not serial:
            self._desk.toned.emit("bad")
            return
        self.screen.serial.setText(serial)
        self._course = Course("looking_up")
        self.draw()
        self._desk.do(machines.look_up(self._desk.counter, serial), then=self._found, otherwise=self._refused)

    def _found(self, machine: Machine) -> None:
        self._course = Course("found", machine)
        self._desk.good()
        self.draw()
        self.screen.serial.selectAll()

    def _ask_anew(self) -> None:
        if self._course.step in ("found", "refused") or self._course.said:
            self._course = Course()
            self.draw()
            self.screen.serial.setFocus()

    # --- registering ---

    def register(self) -> None:
        """For the buyer; where nobody is known to have bought it, whoever shows the receipt."""
        machine = self._course.machine
        if machine is None or not can_register(machine):
            self._desk.toned.emit("bad")
        elif machine.member is not None:
            self.register_for(machine.member)
        else:
            self.screen.member.clear()
            self._course = Course("whose", machine)
            self.draw()
            self.screen.member.setFocus()

    def register_for(self, member: str) -> None:
        """Write it down, and print the slip."""
        machine, receipt = self._course.machine, self._course.receipt
        if machine is None or self._course.step == "writing":
            return
        if machine.member is None and not receipt:
            self._say("warranty.receipt_first")
            return
        self._course = replace(self._course, step="writing", said="")
        self.draw()
        story = machines.register(self._desk.counter, machine.serial, member, receipt=receipt)
        self._desk.do(story, then=self._registered, otherwise=self._refused)

    def for_member(self) -> None:
        """By what is typed: the receipt first, then the member; of several the marked one."""
        text, course = self.screen.member.text().strip(), self._course
        if not course.receipt:
            self._take_receipt(text)
        elif course.members:
            self.register_for(course.members[course.marked].number)
        elif not text:
            self._say("warranty.member_first")
        elif known := membership.find(self._desk.counter, text):
            self._choose_among(known, is_sure=membership.is_named(known[0], text))
        else:
            story = membership.find_at_mall(self._desk.counter, text)
            self._desk.do(story, then=self._choose_among, otherwise=lambda _: self._say("warranty.nobody"))

    def _choose_among(self, members: Sequence[Member], *, is_sure: bool = True) -> None:
        """The only one at once where that is sure; a beginning could be somebody else's who is not known here."""
        if self._course.step != "whose":
            return
        if not members:
            self._say("warranty.nobody")
        elif len(members) == 1 and is_sure:
            self.register_for(members[0].number)
        else:
            rows = tuple(found(one, self._desk.words) for one in members[:MOST_MEMBERS])
            self._course = replace(self._course, members=rows, marked=0, said="")
            self.draw()

    def _take(self, code: str) -> None:
        """The receipt, or once it is there a member's card."""
        if not self._course.receipt or is_token(code):
            self._take_receipt(code)
            return
        self.screen.member.setText(code)
        self.for_member()

    def _take_receipt(self, code: str) -> None:
        """A receipt's code, short or long."""
        try:
            told = read_token(code) if is_token(code) else None
        except TillError:
            self._say("warranty.no_such_receipt")
            return
        short = receipt_code(told.boutique, told.till, told.number) if told else code.strip().upper()
        if not is_receipt(short):
            self._say("warranty.no_such_receipt" if short else "warranty.receipt_first")
            return
        self._course = replace(self._course, receipt=short, said="")
        self.screen.member.clear()
        self._desk.good()
        self.draw()

    def _forget_members(self) -> None:
        if self._course.members:
            self._course = replace(self._course, members=(), marked=0)
            self.draw()

    def _mark(self, step: int) -> None:
        last = len(self._course.members) - 1
        self._course = replace(self._course, marked=max(0, min(self._course.marked + step, last)))
        self.draw()

    def _say(self, key: str) -> None:
        self._desk.toned.emit("bad")
        self._course = replace(self._course, said=self._desk.words(key))
        self.draw()

    # --- how it ended ---

    def _registered(self, machine: Machine) -> None:
        self._course = Course("done", machine)
        self._desk.good()
        self.draw()

    def _refused(self, error: TillError) -> None:
        self._course = Course("refused", self._course.machine, error=error)
        self._desk.noted(error, self.screen)
        self.draw()
        self.screen.serial.setFocus()
        self.screen.serial.selectAll()

    def stay(self) -> None:
        """Back to the machine."""
        self._course = Course("found", self._course.machine)
        self.draw()

    def close(self) -> None:
        """Away."""
        if self._course.step not in ("looking_up", "writing"):
            self._desk.close()

    # --- drawing ---

    def _verbs(self) -> dict[str, Callable[[], None]]:
        return {
            "look_up": lambda: self.look_up(self.screen.serial.text().upper()),
            "register": self.register,
            "for_member": self.for_member,
            "take_receipt": self.for_member,
            "next": self.begin,
            "stay": self.stay,
            "close": self.close,
        }

    def view(self) -> WarrantyView:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._course)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
