"""What the list of open things shows: what it is, since when or by when, what to do about it, and where."""

from __future__ import annotations

from datetime import date

from pos.domain.bulletins import Bulletin
from pos.till import bulletins, looking_at
from pos.till.back import claiming, refunding
from pos.till.counter import Counter
from pos.till.day import open_items
from pos.till.day.open_items import Item
from pos.ui.figures import clock, day, won
from pos.ui.screens.doubt.cases import can_be_told
from pos.ui.screens.refunds import claimed
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane, Told
from pos.ui.words import Words

PANELS = {
    "refund.owed": "refunds",
    "claim.open": "claims",
    "basket.held": "held",
    "paper.unknown": "paper",
    "order.stopped": "orders",
    "request.due": "person",
    "request.open": "person",
    "change.held": "changes",
    "change.unread": "changes",
    "agreement.differs": "agreements",
}
"""Where a thing is seen to, by its kind; a card payment and a cash receipt have ways of their own."""


NOTES = ("fine", "mended", "told")
"""What somebody may say of an entry that they looked at."""

FOUND = (Choice("fine", "F5"), Choice("mended", "F6"), Choice("told", "F7"))
"""The same as buttons: none of them by a key that is pressed by habit."""


def id_of(item: Item) -> str:
    """What a row is known by."""
    return f"{item.code}:{item.id}"


def chosen_of(found: tuple[Item, ...], chosen: str) -> Item | None:
    """The one the person means: the one they chose, or the most urgent."""
    return next((item for item in found if id_of(item) == chosen), found[0] if found else None)


def way_of(counter: Counter, item: Item) -> str:
    """Where it is seen to: a panel, "payment", "receipt" for what is tried again here, "seen" and "read" for what is
    read and put away here, "aside" for what somebody says here that they looked at; "" where nothing is to do."""
    if item.code == "card.in_doubt":
        return "payment" if counter.draft is not None and counter.draft.basket.id == item.id else "held"
    if item.code.startswith("tax."):
        return "receipt"
    if item.code == "benefit.refused":
        return "seen" if counter.may("approve") else ""
    if item.code == "bulletin.new":
        return "read"
    if item.code == "entry.aside":
        return "aside" if _is_own(counter, item) and counter.may("settle_aside") else ""
    if item.code == "agreement.differs" and not counter.may("see_figures"):
        return ""
    return PANELS.get(item.code, "")


def _is_own(counter: Counter, item: Item) -> bool:
    """Whether the boutique looks at an entry that was put aside, and not the chain's office."""
    aside = looking_at.aside_of(counter, item.id)
    return aside is not None and aside.owner == "boutique"


def present(counter: Counter, words: Words, chosen: str, *, is_busy: bool, found_what: bool = False) -> Pane:
    """The list as it stands; `found_what` asks who looked at an entry what they found."""
    found = open_items.items(counter)
    one = chosen_of(found, chosen)
    if one is None:
        return Pane()
    way, late = way_of(counter, one), sum(item.is_late for item in found)
    summary = words("open_items.summary_late" if late else "open_items.summary", count=len(found), late=late)
    return Pane(
        summary=summary,
        rows=tuple(_row(counter, item, words, is_chosen=item is one) for item in found),
        heading=_title(counter, one, words),
        figure=won(one.amount, words.language) if one.amount else "",
        facts=_facts(counter, one, words),
        told=Told("news", words("open_items.working")) if is_busy else None,
        choices=() if is_busy else FOUND if found_what and way == "aside" else _choices(counter, one, way),
        is_busy=is_busy,
    )


def _choices(counter: Counter, item: Item, way: str) -> tuple[Choice, ...]:
    """The way there; of a cash receipt that is stuck somebody may have found out what became of it."""
    told = way == "receipt" and can_be_told(counter, item.id)
    return (*([Choice(way, "Enter", "primary")] if way else []), *([Choice("by_hand", "F7")] if told else []))


def _row(counter: Counter, item: Item, words: Words, *, is_chosen: bool) -> Entry:
    about = _about(counter, item, words)
    detail = " · ".join(part for part in (_when(item, words), about) if part) or " "
    amount = won(item.amount, words.language) if item.amount else ""
    told = _bulletin(counter, item)
    warns, title = told is not None and told.grade == "warning", _title(counter, item, words)
    sign = "alert" if warns else ""
    return Entry(id_of(item), title, detail, amount, is_chosen, is_pressing=item.code == "request.due", sign=sign)


def _title(counter: Counter, item: Item, words: Words) -> str:
    """What it is; of what the office tells, what that is called."""
    told = _bulletin(counter, item)
    if told is not None:
        return told.title.in_language(words.language)
    return words(f"open_items.{_words_of(counter, item)}.title", count=item.count)


def _bulletin(counter: Counter, item: Item) -> Bulletin | None:
    """What the office tells, where the thing is that."""
    if item.code != "bulletin.new":
        return None
    return next((one for one in bulletins.unread(counter) if one.id == item.id), None)


def _told(told: Bulletin, words: Words) -> tuple[Fact, ...]:
    """What the office tells, and from when until when."""
    text = told.text.in_language(words.language)
    first, last = day(told.since.date(), words.language), day(told.until.date(), words.language)
    return (
        Fact(words("open_items.bulletin.text"), text, "warning" if told.grade == "warning" else "ink"),
        Fact(words("open_items.bulletin.time"), f"{first} – {last} {clock(told.until)}"),
    )


def _when(item: Item, words: Words) -> str:
    if item.due is not None and item.code == "request.due" and not item.is_late:
        return words("open_items.soon", day=day(item.due, words.language))
    if item.due is not None:
        return words("open_items.late" if item.is_late else "open_items.due", day=day(item.due, words.language))
    return words("open_items.since", day=day(item.at.date(), words.language), time=clock(item.at)) if item.at else ""


def _facts(counter: Counter, item: Item, words: Words) -> tuple[Fact, ...]:
    bulletin = _bulletin(counter, item)
    if bulletin is not None:
        return _told(bulletin, words)
    facts = []
    if item.at is not None:
        time = "" if item.code.startswith("request.") else clock(item.at)  # its day is what counts
        facts.append(Fact(words("open_items.when"), f"{day(item.at.date(), words.language)} {time}".strip()))
    if item.due is not None:
        due, is_pressing = day(item.due, words.language), item.is_late or item.code == "request.due"
        text = words("open_items.late", day=due) if item.is_late else due
        facts.append(Fact(words("open_items.until"), text, "danger" if is_pressing else "ink"))
    about, why = _about(counter, item, words), _why(counter, item, words)
    facts += [Fact(words("open_items.about"), about)] if about else []
    asks = "open_items.why" if item.code == "benefit.refused" else "open_items.reason"
    facts += [Fact(words(asks), why, "warning")] if why else []
    said = {"reason": why} if item.code == "benefit.refused" else {}
    facts.append(Fact(words("open_items.next"), words(f"open_items.{_words_of(counter, item)}.do", **said)))
    return tuple(facts)


def _words_of(counter: Counter, item: Item) -> str:
    """Under what its words stand: of a claim what was decided, of an entry put aside whether it is the shop's."""
    if item.code == "claim.open":
        told = claiming.decision_of(counter, item.id)
        return f"claim_{told.verdict}" if told is not None else item.code
    return "aside_here" if item.code == "entry.aside" and _is_own(counter, item) else item.code


def _about(counter: Counter, item: Item, words: Words) -> str:
    """A receipt's number, a paper's kind, a basket's first item."""
    shelf = counter.ports.shelf
    if item.code.startswith("tax."):
        told = next((one for one in counter.ports.tax.open_receipts() if one.receipt.id == item.id), None)
        sale = shelf.sale(told.receipt.sale) if told else None
        return " · ".join(part for part in (sale.code if sale else "", told.receipt.masked if told else "") if part)
    if item.code == "paper.unknown":
        kind = next((job.kind for job in shelf.jobs() if job.id == item.id), "")
        return words(f"open_items.paper.{kind}") if kind else ""
    if item.code in ("basket.held", "card.in_doubt"):
        draft = next((one for one in (*shelf.held(), counter.draft) if one and one.basket.id == item.id), None)
        product = shelf.product(draft.basket.lines[0].product) if draft and draft.basket.lines else None
        return product.name.in_language(words.language) if product else ""
    if item.code == "order.stopped":
        order = shelf.sale(item.id)
        return order.code if order else ""
    if item.code.startswith("request."):
        return _asked(counter, item, words)
    if item.code == "benefit.refused":
        refused = claimed.refused_of(counter, item.id)
        return claimed.about(counter, refused) if refused is not None else ""
    if item.code == "refund.owed":
        return _confirmed(counter, item, words)
    if item.code == "agreement.differs":
        return day(date.fromisoformat(item.id), words.language)
    if item.code == "bulletin.new":
        return words("open_items.bulletin.new.title")
    return _entry(counter, item, words) if item.code == "entry.aside" else ""


def _entry(counter: Counter, item: Item, words: Words) -> str:
    """An entry that was put aside by the till it is of, and by its place as papers and the audit show it."""
    aside = looking_at.aside_of(counter, item.id)
    if aside is None:
        return ""
    return words("open_items.aside_entry", till=aside.till, epoch=aside.epoch, seq=aside.seq)


def _confirmed(counter: Counter, item: Item, words: Words) -> str:
    """A benefit that was confirmed, and whose; nothing of goods that came back."""
    back = next((one.back for one in refunding.owed(counter) if one.part.id == item.id), None)
    if back is None or not back.benefit:
        return ""
    what = words("open_items.confirmed", benefit=claimed.benefit(back, words))
    return " · ".join(part for part in (what, claimed.whose(counter, back.member)) if part)


def _asked(counter: Counter, item: Item, words: Words) -> str:
    """What was asked for, and whose it is."""
    found = next((one for one in counter.ports.people.requests() if one.id == item.id), None)
    return words("open_items.asked", what=words(f"person.kind.{found.kind}"), member=found.member) if found else ""


def _why(counter: Counter, item: Item, words: Words) -> str:
    """Why a cash receipt is not issued yet, or an entry was put aside."""
    if item.code == "entry.aside":
        found = counter.ports.shelf.put_aside()
        reason = next((one.reason for one in found if f"{one.till}-{one.epoch}-{one.seq}" == item.id), "")
        key = f"open_items.aside.{reason}"
        return words(key) if words.has(key) else reason
    if item.code == "benefit.refused":
        refused = claimed.refused_of(counter, item.id)
        return claimed.reason(refused, words) if refused is not None else ""
    if not item.code.startswith("tax."):
        return ""
    told = next((one for one in counter.ports.tax.open_receipts() if one.receipt.id == item.id), None)
    return words(f"open_items.state.{told.state}") if told else ""
