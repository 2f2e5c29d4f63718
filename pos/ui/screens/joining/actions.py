"""What happens while somebody joins: field by field, tick by tick, and with one key a member.

What was typed stays while the person only looks elsewhere; it is forgotten with the basket it stood beside, with who
typed it, and once somebody has joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from pos.domain.errors import Refused, TillError
from pos.domain.members import mask_name, phone_digits
from pos.domain.people.joining import REQUIRED, ConsentKind, Joining, is_mobile
from pos.till import membership, printing
from pos.till.changes import Touched
from pos.till.counter import Notice
from pos.till.feed import Member
from pos.till.people import joining
from pos.ui.desk import Desk
from pos.ui.haste import Haste
from pos.ui.keys import KeyUse
from pos.ui.screens.joining.screen import JoiningScreen
from pos.ui.screens.joining.view import (
    GUARDIAN,
    MORE,
    SEXES,
    Course,
    JoiningView,
    first_missing,
    masked,
    missing,
    place_of,
    present,
)
from pos.ui.screens.joining.whose import Whose

EMPTY = Joining()


class JoiningActions:
    """The joining page. Mutable: what is ticked, and where the person is."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.screen = desk, JoiningScreen()
        self._course = Course()
        self._person, self._basket = "", ""
        self._whose = Whose(desk, known=self._is_known, heard=self._is_heard)
        self._is_listening, self._haste = False, Haste()
        self._connect()

    def _connect(self) -> None:
        screen, who, consents = self.screen, self.screen.who, self.screen.consents
        screen.left.connect(self.back)
        screen.check_pressed.connect(self.check)
        screen.joined.connect(self.submit)
        who.edited.connect(self._edited)
        who.under_14_pressed.connect(self.turn_under_14)
        who.more_pressed.connect(self.turn_more)
        who.sex_pressed.connect(self.choose_sex)
        consents.ticked.connect(self.tick)
        consents.read_pressed.connect(self.read)
        consents.all_pressed.connect(self.tick_required)
        screen.reading.ticked.connect(lambda: self.tick(self._course.read))
        screen.reading.english_pressed.connect(self.turn_english)
        screen.reading.left.connect(self.back)
        screen.checking.left.connect(self.back)
        screen.checking.joined.connect(self.submit)

    # --- as the window knows it ---

    def opened(self) -> None:
        """With the mobile that was sought, or where the person was before."""
        about, counter = self._desk.about, self._desk.counter
        if not self._is_listening:  # before it was opened there is nothing to forget
            self._is_listening = True
            self._desk.touched.connect(self._heard)
        mobile = about if isinstance(about, str) else ""
        if mobile and phone_digits(mobile) != phone_digits(self.form().mobile):
            self.wipe()
            self.screen.who.write(Joining(mobile=mobile))
        self._person = counter.staff.id if counter.staff else ""
        self._basket = counter.basket.id if counter.basket else ""
        self._to(replace(self._course, page="form", is_english=self._desk.words.language == "en"))
        self._go_to("name" if is_mobile(self.form().mobile) else "mobile")
        self._ask()

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """By what is in front: the fields, a text, or what the customer looks at."""
        back = KeyUse("Esc", "joining.key.back", self.back)
        if self._course.page == "text":
            english = KeyUse("F2", "joining.key.english", self.turn_english)
            tick = KeyUse("Space", "joining.key.tick", lambda: self.tick(self._course.read))
            return (KeyUse("Enter", "joining.key.done", self.back), tick, english, back)
        if self._course.page == "check":
            return (KeyUse("Enter", "joining.key.join", self.submit), back)
        return (
            KeyUse("Enter", "joining.key.next", self.enter),
            KeyUse("Up", "joining.key.place", lambda: self._step(-1)),
            KeyUse("Down", "joining.key.place", lambda: self._step(1)),
            KeyUse("Space", "joining.key.tick", lambda: None),
            KeyUse("F8", "joining.key.all", self.tick_required),
            KeyUse("F2", "joining.key.read", self.read_this),
            KeyUse("F5", "joining.key.check", self.check),
            KeyUse("F6", "joining.key.more", self.turn_more),
            KeyUse("F7", "joining.key.under_14", self.turn_under_14),
            back,
        )

    def typed(self, digit: str) -> bool:
        """A digit that no field has belongs to the mobile, while there is none."""
        mobile = self.screen.who.fields["mobile"].edit
        if self._course.page == "form" and not mobile.text():
            self._go_to("mobile")
            mobile.insert(digit)
            self._edited("mobile")
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - no code belongs into a form
        """Goods wait until somebody has joined."""
        self._desk.refused(Refused("scan.refused"))
        return True

    # --- what is typed ---

    def form(self) -> Joining:
        """The form as it is filled in."""
        course = self._course
        return msgspec.structs.replace(
            self.screen.who.written(),
            sex=course.sex,
            is_under_14=course.is_under_14,
            consents=course.consents,
        )

    def enter(self) -> None:
        """The next field; in the consents the last key; where the mobile is somebody's, they are attached."""
        self.screen.settle()
        view = self.view()
        at = self.screen.at(view)
        if view.known:
            self.attach()
        elif not at or at.startswith("consent_"):
            self.submit()
        elif at == "mobile" and not self._mobile_stands():
            self._desk.toned.emit("bad")
        else:
            self._go_on(at)

    def _mobile_stands(self) -> bool:
        """Whether what is typed is a mobile, and nobody's here; it is spelt as people spell it."""
        mobile = self.screen.who.fields["mobile"]
        mobile.write(mobile.text)
        form = self.form()
        if not is_mobile(form.mobile):
            code = "member.mobile" if phone_digits(form.mobile) else "member.required"
            self._wrong(Refused(code, field="mobile"))
            return False
        if self._whose.is_known_here(form.mobile):
            return False
        self._ask()
        return True

    def _go_on(self, at: str) -> None:
        """The place after this one; past the fields the first text that has to be agreed to."""
        view = self.view()
        places = [name for name in self.screen.places(view) if at == "under_14" or name != "under_14"]
        after = places[places.index(at) + 1]
        lacking = first_missing(view.agreements)
        self._go_to(lacking.place if after.startswith("consent_") and lacking else after)

    def _step(self, step: int) -> None:
        view = self.view()
        places = list(self.screen.places(view))
        at = self.screen.at(view)
        place = places.index(at) + step if at else 0
        self._go_to(places[max(0, min(place, len(places) - 1))])

    def _edited(self, name: str) -> None:
        """What was said about the fields is out of date."""
        course = replace(self._course, wrong=())
        if name == "mobile":
            self._whose.forget()
            course = replace(course, known="", known_as="")
        self._to(course)
        if name == "mobile" and is_mobile(self.form().mobile):
            self._ask()

    # --- what is ticked ---

    def tick(self, kind: ConsentKind) -> None:
        """Agree to a text, or not after all; what has to be agreed to next is gone to."""
        given = self._course.consents ^ {kind}
        is_given = kind in given
        self._to(replace(self._course, consents=given, wrong=()))
        lacking = first_missing(self.view().agreements)
        if self._course.page == "form":
            self._go_to(lacking.place if is_given and lacking and kind in REQUIRED else f"consent_{kind}")

    def tick_required(self) -> None:
        """Agree to everything that is required, and to nothing else."""
        self._to(replace(self._course, consents=self._course.consents | set(REQUIRED), wrong=()))
        self._go_to(f"consent_{REQUIRED[-1]}")

    def turn_under_14(self) -> None:
        """Somebody under fourteen joins, or not."""
        is_under_14 = not self._course.is_under_14
        self._to(replace(self._course, is_under_14=is_under_14, wrong=()))
        self._go_to(GUARDIAN[0] if is_under_14 else "under_14")

    def turn_more(self) -> None:
        """What may be left out, shown or folded away."""
        is_more = not self._course.is_more
        self._to(replace(self._course, is_more=is_more))
        self._go_to(MORE[0] if is_more else "name")

    def choose_sex(self, sex: str) -> None:
        """One of three, of which one says nothing."""
        self._to(replace(self._course, sex=next(one for one in SEXES if one == sex)))

    # --- the other pages ---

    def read(self, kind: ConsentKind) -> None:
        """A text as a whole."""
        self._to(replace(self._course, page="text", read=kind))
        self.screen.reading.tick.setFocus()

    def read_this(self) -> None:
        """The text the person is at, otherwise the first one."""
        at = self.screen.at(self.view())
        kinds = [one.kind for one in self.view().agreements]
        self.read(next((kind for kind in kinds if at == f"consent_{kind}"), kinds[0]))

    def turn_english(self) -> None:
        """The English text beside the Korean one, or not."""
        self._to(replace(self._course, is_english=not self._course.is_english))

    def check(self) -> None:
        """The customer looks at what was typed."""
        self.screen.settle()
        self._to(replace(self._course, page="check"))
        self.screen.checking.setFocus()

    def back(self) -> None:
        """One step: from a text or the customer's look to the fields, from there to the sale; nothing is lost."""
        if self._course.page == "text":
            self._to(replace(self._course, page="form"))
            lacking = first_missing(self.view().agreements)
            self._go_to(lacking.place if lacking else f"consent_{self._course.read}")
        elif self._course.page == "check":
            self._to(replace(self._course, page="form"))
            self._go_to(f"consent_{REQUIRED[-1]}")
        elif not self._course.is_joining:
            self._desk.go("sale")

    # --- joining ---

    def submit(self) -> None:
        """Somebody becomes a member; what is missing is said at its place."""
        if self._course.known:
            self.attach()
            return
        if self._course.is_joining:
            return
        self.screen.settle()
        form = self.form()
        if needed := missing(form):
            self._desk.toned.emit("bad")
            self._wrong(*needed)
            return
        self._to(replace(self._course, is_joining=True, wrong=()))
        self._desk.do(joining.join(self._desk.counter, form), then=self._joined, otherwise=self._refused)

    def attach(self) -> None:
        """The mobile was somebody's already: the basket is theirs. An Enter that was meant for the field is none."""
        if not self._haste.is_over:
            return
        number = self._course.known
        self.wipe()
        self._desk.go("sale")
        self._desk.do(membership.attach(self._desk.counter, number), then=lambda _: self._desk.good())

    def _joined(self, member: Member) -> None:
        facts: dict[str, str | int] = {"name": mask_name(member.name), "member": member.number}
        self.wipe()
        printing.wake(self._desk.counter)
        if self._desk.counter.staff is None:  # locked meanwhile: whoever comes next is told
            self._desk.counter.tell(Notice("member.joined", dict(facts), "news"))
            return
        self._desk.go("sale")

        def attached(_: object) -> None:
            self._desk.good()
            self._desk.news("member.joined", **facts)

        def not_attached(error: TillError) -> None:
            self._desk.counter.tell(Notice("member.joined", dict(facts), "news"))
            self._desk.refused(error)

        story = membership.attach(self._desk.counter, member.number)
        self._desk.do(story, then=attached, otherwise=not_attached)

    def _refused(self, error: TillError) -> None:
        self._to(replace(self._course, is_joining=False))
        if isinstance(error, Refused) and error.code == "member.duplicate_mobile":
            number = str(error.facts.get("member", ""))
            self._is_known(number, self._desk.counter.ports.books.member(number))
        elif isinstance(error, Refused) and place_of(error, self.form()):
            self._wrong(error)
        else:
            self._desk.refused(error)

    def _wrong(self, *errors: Refused) -> None:
        """What is missing stands at its place, and the person is at the first of them."""
        places = [place_of(error, self.form()) for error in errors]
        is_more = self._course.is_more or places[0] in MORE
        self._to(replace(self._course, page="form", wrong=errors, is_more=is_more))
        self._go_to(places[0])

    # --- whose mobile it is ---

    def _ask(self) -> None:
        """Ask the mall whose mobile it is before anything else is typed."""
        mobile = self.form().mobile
        if is_mobile(mobile):
            self._whose.ask(mobile)

    def _is_heard(self, could_be_asked: bool) -> None:
        self._to(replace(self._course, is_offline=not could_be_asked))

    def _is_known(self, number: str, member: Member | None) -> None:
        told = masked(member.name, member.mobile) if member else ""
        if number != self._course.known:
            self._haste.begin()
        self._to(replace(self._course, page="form", known=number, known_as=told))
        if self.screen.isVisible():
            self._go_to("mobile")
            self._desk.toned.emit("bad")

    # --- forgetting ---

    def wipe(self) -> None:
        """Nothing of anybody is left on the page."""
        self.screen.who.write(EMPTY)
        self._whose.forget()
        self._to(Course(is_english=self._course.is_english))

    def _heard(self, noun: str) -> None:
        """Somebody else stands at the till, nobody does, or the basket it was typed beside is gone."""
        counter = self._desk.counter
        if noun == "session" and (counter.staff.id if counter.staff else "") != self._person:
            self._person = ""
            self.wipe()
        basket = counter.basket.id if counter.basket else ""
        if noun == "basket" and basket != self._basket:
            if self._basket and not self._course.is_joining:
                self.wipe()
            self._basket = basket

    # --- drawing ---

    def _go_to(self, place: str) -> None:
        if self.screen.isVisible():
            self.screen.go_to(self.view(), place)

    def _to(self, course: Course) -> None:
        self._course = course
        self.draw()

    def view(self) -> JoiningView:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._course, self.form())

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
