"""What each section of a member's page says, line by line: masked, unless the record was opened for a purpose."""

from __future__ import annotations

from datetime import date

from pos.domain.calendar import korean_day
from pos.domain.delivery import Recipient, region_of
from pos.domain.members import Dossier, mask_mail, mask_name, mask_phone
from pos.domain.people.rights import SubjectRequest
from pos.domain.people.standing import announced_loss, cure_until
from pos.domain.plus import Entitlement, last_day, left, reason_against
from pos.till.counter import Counter
from pos.till.feed import Member
from pos.ui import whose
from pos.ui.clauses import written
from pos.ui.figures import clock, day
from pos.ui.screens.person.course import Course, stands
from pos.ui.screens.refunds.pane import Fact
from pos.ui.words import Words

HIDDEN = "***"
PRESSING_DAYS = 2


def profile(counter: Counter, member: Member, words: Words, course: Course) -> tuple[Fact, ...]:
    """Who they are; what waits for a correction is marked, and is not used."""
    seen = course.whole.member if course.whole is not None else None
    frozen = counter.ports.people.frozen(member.number)
    told: list[tuple[str, str]] = [
        ("name", seen.name if seen else mask_name(member.name)),
        ("mobile", seen.mobile if seen else mask_phone(member.mobile)),
        ("email", seen.email if seen else mask_mail(member.email)),
        ("phone", seen.phone if seen else mask_phone(member.phone)),
        ("sex", _sex(member, words) if seen else HIDDEN if member.sex else ""),
        *(("address", _place(one, words, is_whole=seen is not None)) for one in member.addresses),
    ]
    facts = [_field(name, text, words, is_frozen=name in frozen) for name, text in told if text]
    if member.guardian is not None:
        name, mobile = member.guardian.name, member.guardian.mobile
        text = f"{name} · {mobile}" if seen else f"{mask_name(name)} · {mask_phone(mobile)}"
        facts.append(Fact(words("person.field.guardian"), text))
    facts.append(Fact(words("person.field.number"), member.number))
    if member.joined_on is not None:
        facts.append(Fact(words("person.joined"), member.joined_on.isoformat()))
    return tuple(facts)


def _field(name: str, text: str, words: Words, *, is_frozen: bool) -> Fact:
    if not is_frozen:
        return Fact(words(f"person.field.{name}"), text)
    return Fact(words(f"person.field.{name}"), words("person.frozen", value=text), "warning")


def _sex(member: Member, words: Words) -> str:
    return words(f"person.sex.{member.sex}") if member.sex else ""


def _place(one: Recipient, words: Words, *, is_whole: bool) -> str:
    if is_whole:
        where = ", ".join(part for part in (one.address, one.detail) if part)
        return f"({one.postcode}) {where}"
    region = region_of(one.postcode)
    return f"{words(f'delivery.region.{region}') if region else one.postcode[:2]} {HIDDEN}"


def told(counter: Counter, course: Course, words: Words) -> tuple[Fact, ...]:
    """When they were told at the counter, and by whom; nothing where nobody wrote it down."""
    one = course.told[0] if course.told else None
    if one is None:
        return ()
    when = f"{day(one.at.date(), words.language)} {clock(one.at)}"
    return (Fact(words("person.told_on"), f"{when} · {whose.name_of(counter, one.who)}"),)


def standing(counter: Counter, member: Member, words: Words) -> tuple[Fact, ...]:
    """Whole or limited; of a limited one why, until when it can be put right, and what is reckoned from what."""
    state = words(f"person.standing.{member.standing}")
    if member.standing == "active":
        return (Fact(words("person.state"), state),)
    facts = [Fact(words("person.state"), state, "danger")]
    found = stands(counter, member)
    if found is None:
        return (*facts, Fact(words("person.still"), words("person.limited_elsewhere")))
    if found.reason:
        clause = written(f"7 (2) {found.reason}", words.language)
        why = words("person.with_clause", text=reason(found.reason, words), clause=clause)
        facts.append(Fact(words("person.why"), why))
        facts.append(Fact(words("person.note"), found.note))
        facts.append(Fact(words("person.since"), day(found.since, words.language)))
        facts.append(Fact(words("person.cure"), words("person.until", day=day(found.cure_until, words.language))))
    if found.explain_until is not None and found.takes_effect is not None:
        until, effect = day(found.explain_until, words.language), day(found.takes_effect, words.language)
        facts.append(Fact(words("person.explain"), words("person.until", day=until)))
        facts.append(Fact(words("person.effect"), words("person.from", day=effect), "warning"))
    still = "person.still_may" if found.reason else "person.limited_elsewhere"
    facts.append(Fact(words("person.still"), words(still)))
    return tuple(facts)


def reason(number: int, words: Words) -> str:
    """One of the eight reasons in words."""
    return words(f"person.reason.{number}")


def cure_dates(counter: Counter, words: Words) -> tuple[Fact, ...]:
    """Until when it could be put right if the membership were limited now, and how that is reckoned."""
    today, rule = korean_day(counter.now()), counter.policy().rules.membership
    until = cure_until(today, rule, counter.calendar())
    how = _how(today, rule.cure_days, words, clause="7 (3)")
    return (Fact(words("person.cure"), words("person.until", day=day(until, words.language))), how)


def loss_dates(counter: Counter, words: Words) -> tuple[Fact, ...]:
    """The same of a loss that were announced now."""
    today, rule = korean_day(counter.now()), counter.policy().rules.membership
    until, effect = announced_loss(today, rule, counter.calendar())
    return (
        Fact(words("person.explain"), words("person.until", day=day(until, words.language))),
        Fact(words("person.effect"), words("person.from", day=day(effect, words.language)), "warning"),
        _how(today, rule.explain_days, words, clause="7 (4)"),
    )


def _how(today: date, days: int, words: Words, *, clause: str) -> Fact:
    text = words("person.how", first=day(today, words.language), days=days, clause=written(clause, words.language))
    return Fact(words("person.reckoned"), text)


def benefits(counter: Counter, member: Member, words: Words) -> tuple[Fact, ...]:
    """Plus benefits with what is left of them, the newest first, and what stands in the way."""
    dossier = counter.ports.books.dossier(member.number)
    newest_first = sorted(dossier.entitlements, key=lambda one: one.bought_at, reverse=True) if dossier else []
    facts = [
        Fact(_machine(counter, one.machine, words), _left(counter, one, dossier, words))
        for one in newest_first
        if dossier
    ]
    for mark in dossier.marks if dossier else ():
        facts.append(Fact(words("person.mark"), words(f"member.mark.{mark}"), "warning"))
    return tuple(facts) or (Fact(words("person.plus"), words("member.no_plus")),)


def _machine(counter: Counter, code: str, words: Words) -> str:
    product = counter.ports.shelf.product(code)
    return product.name.in_language(words.language) if product else words("person.plus")


def _left(counter: Counter, one: Entitlement, dossier: Dossier, words: Words) -> str:
    against = reason_against(one, dossier.uses, counter.now())
    if against:
        return words(f"member.plus.{against.removeprefix('plus.')}")
    return words("member.plus.left", count=left(one, dossier.uses), until=last_day(one) or "–")


def consents(counter: Counter, member: Member, words: Words) -> tuple[Fact, ...]:
    """Every text with the version they agreed to, or that they did not."""
    given = {one.kind: one.version for one in member.consents}
    facts = []
    for text in counter.ports.texts:
        title = words(f"person.agreed_to.{text.kind}")
        version = given.get(text.kind)
        if version is None:
            facts.append(Fact(title, words("person.consent.no"), "muted" if not text.is_required else "danger"))
        elif version != text.version:
            facts.append(Fact(title, words("person.consent.older", version=version, newest=text.version), "warning"))
        else:
            facts.append(Fact(title, words("person.consent.yes", version=version)))
    return tuple(facts)


def request(counter: Counter, one: SubjectRequest, words: Words) -> tuple[Fact, ...]:
    """What was asked for, how they showed who they are, and how long there is."""
    facts = [
        Fact(words("person.made"), day(one.made_on, words.language)),
        Fact(words("person.shown"), words(f"person.identity.{one.shown}")),
        Fact(words("person.by"), due_in_words(counter, one, words), "danger" if is_pressing(counter, one) else "ink"),
    ]
    if one.fields:
        fields = ", ".join(words(f"person.field.{name}") for name in one.fields)
        facts.insert(0, Fact(words("person.to_correct"), fields, "warning"))
    return tuple(facts)


def days_left(counter: Counter, one: SubjectRequest) -> int:
    """How many days there are to answer, less than none when it is late."""
    return (one.due - korean_day(counter.now())).days


def is_pressing(counter: Counter, one: SubjectRequest) -> bool:
    """Whether it is due within two days."""
    return days_left(counter, one) <= PRESSING_DAYS


def due_in_words(counter: Counter, one: SubjectRequest, words: Words) -> str:
    """Until when, and how long that is from today."""
    count, until = days_left(counter, one), day(one.due, words.language)
    key = "late" if count < 0 else "today" if count == 0 else "left"
    return words(f"person.due.{key}", day=until, count=abs(count))


def past_requests(counter: Counter, member: Member, words: Words) -> tuple[Fact, ...]:
    """What they asked for before, and what became of it."""
    settled = [one for one in counter.ports.people.requests(member.number) if one.outcome]
    newest = sorted(settled, key=lambda one: one.made_on, reverse=True)[:5]
    return tuple(
        Fact(day(one.made_on, words.language), words("person.past", kind=words(f"person.kind.{one.kind}"),
             outcome=words(f"person.outcome.{one.outcome}")))
        for one in newest
    )  # fmt: skip
