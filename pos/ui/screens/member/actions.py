"""What happens with members: sought here at once and at the mall beside it, attached by one key, detached by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pos.domain.errors import TillError, Unavailable
from pos.domain.people.joining import is_mobile
from pos.till import membership
from pos.till.changes import Touched
from pos.till.feed import Member
from pos.till.membership import Attached
from pos.till.people import records
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.member.panel import MemberPanel
from pos.ui.screens.member.view import found, plus_lines, strip

# Here whoever begins so is found at once; the mall is asked for what could be meant by somebody: four digits, a name.
LEAST_HERE = {True: 2, False: 1}
LEAST_AT_MALL = {True: 4, False: 2}
"""By whether it is in digits or Latin letters; a Korean syllable says more."""

_COMPOSING = re.compile("[ㄱ-ㅣ]+$")


class MemberSide:
    """Members beside the basket (F3). Mutable while somebody is sought.

    One question at a time is at the mall; what was written meanwhile is asked next. Enter before the answer takes
    whoever is found alone.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk, self.screen = desk, MemberPanel()
        self._text, self._asked = "", ""
        self._is_asking, self._is_open, self._is_eager = False, False, False
        self._is_reachable = True
        self._here: tuple[Member, ...] = ()
        self._there: tuple[Member, ...] = ()
        self.screen.sought.connect(self._seek)
        self.screen.chosen.connect(self.attach)
        self.screen.detached.connect(self.detach)
        self.screen.page.clicked.connect(self.open_page)
        self.screen.left.connect(self.leave)
        self.screen.joining.connect(self.join)

    # --- as the sale screen knows it ---

    def opened(self) -> None:
        """An empty field; where a member stands at the basket already, they are shown first."""
        self._is_open, self._is_reachable = True, True
        self.screen.field.clear()
        self._seek("")
        if self._desk.counter.basket is None or self._desk.counter.basket.member is None:
            self.screen.field.setFocus()

    def closed(self) -> None:
        """Nobody is sought; what was written is gone."""
        self._is_open = False
        self.screen.field.clear()
        self.screen.field.clearFocus()

    def refresh(self, noun: Touched) -> None:
        """Somebody was attached, or the language changed."""
        if noun == "member":
            self._look_again()
        if noun in ("member", "basket", "session"):
            self._draw()

    def keys(self) -> Sequence[KeyUse]:
        """Enter takes the marked one."""
        uses = [
            KeyUse("Enter", "member.key.attach", self.take),
            KeyUse("Up", "member.key.move", lambda: self.screen.step(-1)),
            KeyUse("Down", "member.key.move", lambda: self.screen.step(1)),
            self._third(),
            KeyUse("Esc", "key.back", self.leave),
        ]
        if self._has_member and not self.screen.field.hasFocus():
            uses.insert(1, KeyUse("Del", "member.key.detach", self.detach))
        if self._has_member or self.screen.marked is not None:
            uses.insert(1, KeyUse("F6", "person.open", self.open_page))
        return uses

    def _third(self) -> KeyUse:
        """F3 goes to the field; from there on to joining."""
        if self.screen.field.hasFocus():
            return KeyUse("F3", "member.key.join", self.join)
        return KeyUse("F3", "key.member", self.screen.field.setFocus)

    def typed(self, digit: str) -> bool:
        """Digits are written into the field, wherever the focus was."""
        self.screen.field.setFocus()
        self.screen.field.insert(digit)
        return True

    def scanned(self, code: str) -> bool:
        """What is no product is a member's number."""
        if self._desk.counter.ports.shelf.by_barcode(code) is not None:
            return False
        self.attach(code.strip())
        return True

    def open_page(self) -> None:
        """The page of whoever is marked, otherwise of the member at the basket."""
        basket, counter = self._desk.counter.basket, self._desk.counter
        number = self.screen.marked or (basket.member if basket is not None else None)
        if number is not None:
            story = records.bring(counter, number)
            self._desk.do(story, then=lambda member: self._desk.open("person", about=member.number))

    def leave(self) -> None:
        """The favourites again."""
        self._desk.aside("")

    # --- what the person does ---

    def take(self) -> None:
        """Attach whoever is marked; with nothing written and a member there, that's it."""
        self.screen.field.settle()
        if self.screen.marked is not None:
            self.attach(self.screen.marked)
        elif self._is_asking:
            self._is_eager = True
        elif is_mobile(self._text):
            self.join()
        elif not self._text and self._has_member:
            self.leave()
        else:
            self._desk.toned.emit("bad")

    def join(self) -> None:
        """Somebody becomes a member; a mobile that was typed goes along."""
        self.screen.field.settle()
        text = self.screen.field.text()
        self._desk.go("joining", about=text if is_mobile(text) else "")

    def attach(self, number: str) -> None:
        """The basket is this member's."""
        if not self._desk.counter.is_looking_up:
            self._desk.do(membership.attach(self._desk.counter, number), then=self._attached)

    def detach(self) -> None:
        """The basket is nobody's any more."""
        self._desk.attempt(lambda: membership.detach(self._desk.counter))
        self._draw()

    def _attached(self, _attached: Attached) -> None:
        self._desk.good()
        if self._is_open:
            self.leave()

    # --- seeking ---

    def _seek(self, text: str) -> None:
        self._text, self._is_eager = _COMPOSING.sub("", text).strip(), False
        enough = _is_enough(self._text, LEAST_HERE)
        self._here = membership.find(self._desk.counter, self._text) if enough else ()
        self._there = () if self._text != self._asked else self._there
        self._draw()
        self._ask()

    def _look_again(self) -> None:
        """Who has left meanwhile is not shown on; the mall need not be asked for that."""
        before = {member.number for member in self._here}
        self._here = membership.find(self._desk.counter, self._text) if _is_enough(self._text, LEAST_HERE) else ()
        gone = before - {member.number for member in self._here}
        self._there = tuple(member for member in self._there if member.number not in gone)

    def _ask(self) -> None:
        text = self._text
        if self._is_asking or not self._is_open or text == self._asked or not _is_enough(text, LEAST_AT_MALL):
            return
        self._is_asking, self._asked = True, text
        self._draw()
        self._desk.counter.ports.start(self._hear(text))

    async def _hear(self, text: str) -> None:
        """The mall's answer; silence is no "nobody": then it is said that only this shop was searched."""
        try:
            answer = await membership.find_at_mall(self._desk.counter, text)
        except TillError as error:
            answer = ()
            self._is_reachable = not isinstance(error, Unavailable)
        else:
            self._is_reachable = True
        finally:
            self._is_asking = False
        if text == self._text:
            self._there = answer
        self._draw()
        if self._is_eager and text == self._text and len(self._members()) < 2:
            self._is_eager = False
            self.take()
        self._ask()

    def _members(self) -> tuple[Member, ...]:
        """Everybody who was found, once each; what the mall says of somebody counts."""
        known = {member.number: member for member in (*self._here, *self._there)}
        return tuple(known.values())

    # --- drawing ---

    @property
    def _has_member(self) -> bool:
        basket = self._desk.counter.basket
        return basket is not None and basket.member is not None

    def _draw(self) -> None:
        counter, words, screen = self._desk.counter, self._desk.words, self.screen
        screen.speak(words, has_member=self._has_member)
        screen.show_card(strip(counter, words), plus_lines(counter, words), words)
        screen.take([found(member, words) for member in self._members()], self._empty())
        is_left = is_mobile(self._text) and not self._members() and not self._is_asking
        # Beside a member F3 leads to the field first: no key is promised that does something else.
        key = "Enter" if is_left else "" if self._has_member and not self._text else "F3"
        screen.offer_joining(words("member.join_this" if is_left else "member.join"), key=key)
        if counter.is_looking_up:
            screen.say(words("member.attaching"))
        elif self._is_asking:
            screen.say(words("member.asking"))
        else:
            unreachable = bool(self._text) and not self._is_reachable
            screen.say(words("member.unreachable") if unreachable else "", is_trouble=True)

    def _empty(self) -> str:
        words = self._desk.words
        if not self._text:
            return "" if self._has_member else words("member.begin")
        if self._is_asking or not _is_enough(self._text, LEAST_HERE):
            return ""
        more = "member.nothing_join" if is_mobile(self._text) else "member.nothing_more"
        return f"{words('member.nothing')}\n\n{words(more)}"


def _is_enough(text: str, least: dict[bool, int]) -> bool:
    return len(text) >= least[text.isascii()]
