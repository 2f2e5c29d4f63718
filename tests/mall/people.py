"""People who join, say things and leave at tills, as the mall hears of it."""

from datetime import date

import msgspec

from pos.domain.facts import Fact
from pos.domain.people.joining import Consent, MemberJoined
from pos.mall import tables
from pos.mall.chain import Mall
from pos.sync import contract
from pos.sync.contract import PersonPut, PersonTaken
from pos.till.feed import FeedPage, Member
from tests.mall.tills import Till

TERMS, PRIVACY = Consent("terms", "2026-11"), Consent("privacy", "2026-11")
MARKETING = Consent("marketing", "2026-11")
A, B = "SEL01-1-000001", "BUS01-1-000001"
HONG = Member(A, "홍길동", "01011112222", email="hong@example.com", joined_on=date(2026, 11, 2))


def join(till: Till, member: Member = HONG, *, consents: tuple[Consent, ...] = (TERMS, PRIVACY)) -> int:
    """Somebody joins at a till; the place of the entry."""
    return write(till, MemberJoined(member.number, consents))


def write(till: Till, *facts: Fact) -> int:
    """Write entries, a minute after those before; the place of the last."""
    for fact in facts:
        till.clock.pass_by(minutes=1)
        till.write(fact)
    return len(till.journal)


def bring(till: Till, member: Member, seq: int) -> PersonTaken:
    """Tell the mall who somebody is."""
    body = msgspec.json.encode(PersonPut(1, seq, member))
    asked = till.asked("PUT", contract.MEMBER.format(number=member.number), body)
    return till.mall.enquiries.take_member(asked, member.number)


def joined(till: Till, member: Member = HONG, *, consents: tuple[Consent, ...] = (TERMS, PRIVACY)) -> PersonTaken:
    """Somebody joins, and the mall hears all of it."""
    seq = join(till, member, consents=consents)
    till.push()
    return bring(till, member, seq)


def tell(till: Till, *facts: Fact) -> int:
    """Entries that reach the mall at once; the place of the last."""
    seq = write(till, *facts)
    till.push()
    return seq


def asked_for(till: Till, number: str) -> Member:
    """A member as the mall answers a till."""
    return till.mall.enquiries.member(till.asked("GET", contract.MEMBER.format(number=number)), number).member


def found(till: Till, text: str) -> list[str]:
    """The numbers the mall finds."""
    body = msgspec.json.encode(contract.MemberSearch(text))
    return [one.number for one in till.mall.enquiries.find_members(till.asked("POST", contract.MEMBERS, body)).members]


def whole_feed(till: Till) -> FeedPage:
    """What a till hears that begins anew."""
    return till.feed(0)


def reasons(mall: Mall, *tills: Till) -> dict[tuple[str, int], str]:
    """What somebody has to look at, by boutique and place."""
    return {(till.name.boutique, one.seq): one.reason for till in tills for one in mall.reviews(till.name)}


def everything_of(mall: Mall) -> str:
    """Every row of every table but the journals: what a person leaves behind at the mall."""
    with mall._engine.begin() as connection:
        rows = [
            " ".join(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in row)
            for table in tables.metadata.sorted_tables
            if table.name != "entry"
            for row in connection.execute(table.select())
        ]
    return "\n".join(rows)
