"""What happens while a sale is being found: by its number, the card and the day, the member, a serial number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from pos.domain.errors import Refused, TillError
from pos.domain.members import mask_name
from pos.domain.sale import Sale
from pos.till import membership
from pos.till.back import finding
from pos.till.feed import Member
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.member.view import found as member_row
from pos.ui.screens.returning.find_page import FindPage
from pos.ui.screens.returning.find_view import WAYS, FindView, Hit, Way, day_of, hits_of

CARD_DIGITS = 4
ENOUGH = 4


class Finding:
    """Mutable: the way, what is written, whose sales. `take` gets the code of the receipt that was found."""

    def __init__(
        self, desk: Desk, page: FindPage, *, take: Callable[[str], None], unproven: Callable[[], None]
    ) -> None:
        self._desk, self.page = desk, page
        self._take, self._unproven = take, unproven
        self.way: Way = "number"
        self._text, self._at, self._day = "", 0, date.min
        self._sales: tuple[Sale, ...] = ()
        self._members: tuple[Member, ...] = ()
        self._member: Member | None = None
        self._asked = ""
        page.way_touched.connect(self._touched)
        page.sought.connect(self._seek)
        page.taken.connect(self._pick)
        page.stepped.connect(self.step_day)
        page.go_pressed.connect(self.enter)
        page.unproven_pressed.connect(unproven)

    # --- which way ---

    def begin(self, way: Way = "number") -> None:
        """A way, with nothing written; for a member the one at the basket is taken at once."""
        self.way, self._day = way, self._desk.counter.day()
        self._forget()
        self.page.field.setText("")
        self.page.field.setFocus()
        basket = self._desk.counter.basket
        if way == "member" and basket is not None and basket.member is not None:
            self.of_member(basket.member)
        self.draw()

    def end(self) -> None:
        """Put away."""
        self._forget()
        self.page.field.setText("")
        self.page.field.clearFocus()

    def _forget(self) -> None:
        self._text, self._at, self._asked = "", 0, ""
        self._sales, self._members, self._member = (), (), None

    def _touched(self, name: str) -> None:
        self.begin(next(way for way, _ in WAYS if way == name))

    def keys(self) -> tuple[KeyUse, ...]:
        """Enter takes what is marked, or looks for what is written."""
        ways = (KeyUse(key, f"returning.key.{way}", lambda way=way: self.begin(way)) for way, key in WAYS)  # type: ignore[misc]  # a default binds the loop's value
        return (
            KeyUse("Enter", "returning.key.take", self.enter),
            *ways,
            KeyUse("F6", "returning.key.unproven", self._unproven),
            KeyUse("Up", "key.up", lambda: self.step(-1)),
            KeyUse("Down", "key.down", lambda: self.step(1)),
            KeyUse("PgUp", "returning.key.day", lambda: self.step_day(-1)),
            KeyUse("PgDn", "returning.key.day", lambda: self.step_day(1)),
        )

    def typed(self, digit: str) -> None:
        """A digit while nothing has the focus is meant for the field."""
        self.page.field.setFocus()
        self.page.field.insert(digit)

    def back(self) -> bool:
        """One step back: from a member's sales to the members, from what is written. False where there is none."""
        if self._member is not None:
            self._member, self._sales, self._at = None, (), 0
        elif self._text:
            self.page.field.setText("")
        else:
            return False
        self.draw()
        return True

    # --- seeking ---

    def _seek(self, text: str) -> None:
        self._text, self._at, self._member = text.strip(), 0, None
        self._sales, self._members = (), ()
        if self.way == "card":
            self._of_card()
        elif self.way == "member":
            self._members = membership.find(self._desk.counter, self._text)
            self._ask_mall()
        self.draw()

    def _of_card(self) -> None:
        if len(self._text) >= CARD_DIGITS:
            try:
                self._sales = finding.of_card(self._desk.counter, self._text, self._day)
            except Refused as error:
                self._desk.refused(error)

    def _ask_mall(self) -> None:
        if len(self._text) >= ENOUGH and self._text != self._asked:
            self._asked = self._text
            self._desk.counter.ports.start(self._hear(self._text))

    async def _hear(self, text: str) -> None:
        """The mall may know a member whom this shop does not; its silence is nobody's fault here."""
        try:
            told = await membership.find_at_mall(self._desk.counter, text)
        except TillError:
            return
        if text == self._text and self._member is None:
            known = {member.number: member for member in (*self._members, *told)}
            self._members = tuple(known.values())
            self.draw()

    def of_member(self, number: str) -> bool:
        """A member's sales at this till; False for a number that nobody here has."""
        member = self._desk.counter.ports.books.member(number)
        if member is None:
            member = next((one for one in self._members if one.number == number), None)
        if member is None:
            return False
        self.way, self._member, self._at = "member", member, 0
        self._sales = finding.of_member(self._desk.counter, number)
        self.draw()
        return True

    def step_day(self, step: int) -> None:
        """The day the card was used."""
        if self.way == "card":
            self._day = min(self._day + timedelta(days=step), self._desk.counter.day())
            self._sales = ()
            self._of_card()
            self.draw()

    # --- taking ---

    def step(self, step: int) -> None:
        """Mark another row."""
        count = len(self._hits())
        self._at = max(0, min(self._at + step, count - 1))
        self.draw()

    def enter(self) -> None:
        """Take what is marked; otherwise what is written is a receipt's number, or a machine's."""
        self.page.field.settle()
        if self._hits():
            self._pick(self._at)
        elif self._text and self.way == "number":
            self._take(finding.code_of(self._desk.counter, self._text))
        elif self._text and self.way == "serial":
            self._take_machine(self._text)
        else:
            self._desk.toned.emit("bad")

    def _take_machine(self, serial: str) -> None:
        """Serial numbers are printed in capitals and typed as they come; what is not found can be typed over."""
        past = self._desk.counter.ports.past
        serial = serial if past.sale_by_serial(serial) is not None else serial.upper()
        sale = self._desk.attempt(lambda: finding.of_serial(self._desk.counter, serial))
        if sale is not None:
            self._take(sale.code)
        else:
            self.page.field.selectAll()

    def _pick(self, place: int) -> None:
        hit = self._hits()[place]
        if self.way == "member" and self._member is None:
            self.of_member(hit.id)
        else:
            self._take(hit.id)

    # --- drawing ---

    def _hits(self) -> tuple[Hit, ...]:
        counter, words = self._desk.counter, self._desk.words
        if self.way == "member" and self._member is None:
            rows = (member_row(member, words) for member in self._members)
            return tuple(Hit(one.number, one.name, one.detail) for one in rows)
        return hits_of(counter, self._sales, words)

    def _said(self, hits: tuple[Hit, ...]) -> str:
        words = self._desk.words
        if self._desk.counter.is_looking_back:
            return words("returning.asking")
        if hits:
            return ""
        if self._member is not None:
            return words("returning.nothing.member_sales")
        is_whole = len(self._text) >= CARD_DIGITS and self.way in ("card", "member")
        return words(f"returning.nothing.{self.way}") if is_whole else ""

    def draw(self) -> None:
        """Draw it."""
        counter, words, hits = self._desk.counter, self._desk.words, self._hits()
        today, member = counter.day(), self._member
        waits = counter.basket is not None and not counter.basket.is_empty
        self.page.speak(words, basket=words("returning.basket_waits") if waits else "")
        whose = words("member.strip", name=mask_name(member.name), number=member.number) if member else ""
        day = day_of(self._day, words, today=today) if self.way == "card" else None
        self.page.render(
            FindView(self.way, day, hits, self._at, self._said(hits), counter.is_looking_back, whose), words
        )
