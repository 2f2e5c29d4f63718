"""What past returns show: the newest, with flags first for a manager, and of each what to look at."""

from __future__ import annotations

from pos.domain.back.returns import Return
from pos.domain.calendar import korean_day
from pos.till.counter import Counter
from pos.ui.figures import clock, day, won
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane
from pos.ui.screens.refunds.view import card_of
from pos.ui.words import Words


def in_order(counter: Counter) -> tuple[Return, ...]:
    """The newest returns; for a manager those with flags come first. Nobody else is shown flags."""
    found = counter.ports.past.returns()
    return tuple(sorted(found, key=lambda back: not back.flags)) if sees_flags(counter) else found


def sees_flags(counter: Counter) -> bool:
    """Whether who is signed in is told of what stands out."""
    return counter.may("see_figures")


def chosen_of(counter: Counter, chosen: str) -> Return | None:
    """The return that the person means."""
    found = in_order(counter)
    return next((back for back in found if back.id == chosen), found[0] if found else None)


def present(counter: Counter, words: Words, chosen: str, printed: str = "") -> Pane:
    """The card as it stands; `printed` is "printing", "printed", "stopped" or "" of the chosen one's receipt."""
    back, found = chosen_of(counter, chosen), in_order(counter)
    if back is None:
        return Pane()
    flagged = sum(bool(one.flags) for one in found)
    shows_flags = sees_flags(counter)
    return Pane(
        summary=words("past_returns.flagged", count=flagged) if shows_flags and flagged else "",
        rows=tuple(_row(counter, one, words, is_chosen=one.id == back.id) for one in found),
        heading=words("past_returns.heading", code=back.code),
        figure=won(back.refund, words.language),
        facts=_facts(counter, back, words),
        note=words(f"past_returns.print.{printed}") if printed else "",
        choices=() if printed == "printing" else (Choice("print", "F12"),),
    )


def flags_of(counter: Counter, back: Return, words: Words) -> tuple[str, ...]:
    """Its flags in words; none where nobody is to see them, and none that has no words."""
    if not sees_flags(counter):
        return ()
    return tuple(words(f"past_returns.flag.{flag}") for flag in back.flags if words.has(f"past_returns.flag.{flag}"))


def _row(counter: Counter, back: Return, words: Words, *, is_chosen: bool) -> Entry:
    flags = flags_of(counter, back, words)
    goods = ", ".join(line.name.in_language(words.language) for line in back.lines)
    when = f"{day(korean_day(back.at), words.language)} {clock(back.at)}"
    detail = words("past_returns.row_flags", count=len(flags), goods=goods) if flags else goods
    return Entry(back.id, when, detail, won(back.refund, words.language), is_chosen)


def _facts(counter: Counter, back: Return, words: Words) -> tuple[Fact, ...]:
    def of(name: str, text: str) -> Fact:
        return Fact(words(f"past_returns.fact.{name}"), text)

    names = {one.id: one.name for one in counter.ports.shelf.staff()}
    facts = [Fact(words("past_returns.fact.look"), flag, "warning") for flag in flags_of(counter, back, words)]
    facts += [of("when", f"{day(korean_day(back.at), words.language)} {clock(back.at)}"),
              of("sale", back.original or words("refunds.no_receipt")),
              of("who", names.get(back.cashier, back.cashier))]  # fmt: skip
    if back.seller and back.seller != back.cashier:
        facts.append(of("seller", names.get(back.seller, back.seller)))
    facts += [of("goods", _goods(line.name.in_language(words.language), line.quantity, words, line.condition,
                                 line.reason)) for line in back.lines]  # fmt: skip
    if back.clawed_back:
        facts.append(of("clawback", won(back.clawed_back, words.language)))
    if back.unpaid:
        facts.append(of("unpaid", won(back.unpaid, words.language)))
    return (*facts, *_money(counter, back, words))


def _goods(name: str, quantity: int, words: Words, condition: str, reason: str) -> str:
    said = f"{words(f'past_returns.condition.{condition}')} · {words(f'claims.reason.{reason}')}"
    return f"{name} × {quantity}\n{said}"


def _money(counter: Counter, back: Return, words: Words) -> list[Fact]:
    """Which way each part of it went, or that it is still owed."""
    paid = {one.part: one for one in counter.ports.past.paid_out(back.id)}
    facts = []
    for part in back.parts:
        way, card = words(f"tender.{part.kind}"), card_of(part.approval)
        done = paid.get(part.id)
        how = words(f"tender.{done.how}") if done else ""
        name = " ".join(text for text in (how or way, card if done is None or done.how == part.kind else "") if text)
        key = "past_returns.paid" if done else "past_returns.owed"
        text = words(key, way=name, amount=won(part.amount, words.language))
        facts.append(Fact(words("past_returns.fact.money"), text, "ink" if done else "warning"))
    if back.exchange:
        credit = won(sum(part.amount for part in back.credit), words.language)
        facts.append(Fact(words("past_returns.fact.money"), words("past_returns.exchanged", amount=credit)))
    return facts
