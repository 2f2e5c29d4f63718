"""What a member asks for, on the till's real database: a copy with everything, a correction that everybody hears of."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.people.rights import RequestDone, SubjectRequest
from pos.domain.sale import Sale
from pos.till import delivering, membership, selling
from pos.till.feed import Member
from pos.till.paying import checkout
from pos.till.people import copying, records, reviewing, rights
from pos.ui.screens.person.both import both
from tests.till.scene import ARIA, Scene
from tests.till.shop import HOME, entitled


def at_home(shop: Scene) -> Member:
    """A member with an address at the basket, with goods in it."""
    entitled(shop)
    shop.play(membership.attach(shop.counter, "M1"))
    member = membership.attached(shop.counter)
    assert member is not None
    known = replace(member, addresses=(HOME,), email="gildong@example.com")
    shop.play(shop.counter.write(shop.counter.commit_of(member=known)))
    selling.scan(shop.counter, ARIA)
    return known


def delivered(shop: Scene) -> Sale:
    """An order of theirs that leaves the shop."""
    at_home(shop)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None
    return sale


def asks(shop: Scene, kind: str = "correction", *fields: str) -> SubjectRequest:
    """By an official document."""
    story = rights.ask(shop.counter, "M1", kind, shown="id_card", fields=fields)  # type: ignore[arg-type]  # as typed
    return shop.play(story)


def test_a_stored_address_is_not_delivered_to_until_it_is_corrected(shop: Scene) -> None:
    before = at_home(shop)
    request = asks(shop, "correction", "address")
    with pytest.raises(Refused, match=r"privacy\.correction_pending"):
        shop.play(delivering.deliver_to(shop.counter, HOME))
    new = replace(HOME, detail="5층")
    shop.play(rights.correct(shop.counter, request.id, replace(before, addresses=(new,))))
    shop.play(delivering.deliver_to(shop.counter, new))
    assert delivering.recipient_of(shop.counter) == new


def test_who_had_the_old_value_is_named_in_the_entry(shop: Scene) -> None:
    delivered(shop)
    request = asks(shop, "correction", "mobile")
    member = shop.counter.ports.books.member("M1")
    assert member is not None
    now = shop.play(rights.correct(shop.counter, request.id, replace(member, mobile="010-7777-6666")))
    assert now.addresses[0].phone == "01077776666"
    (settled,) = [one for one in shop.counter.ports.people.requests("M1") if one.outcome]
    assert settled.outcome == "done" and shop.kinds()[-1] == RequestDone.__name__


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mobile": "12"}, "member.mobile"),
        ({}, "member.same_value"),
        ({"email": "other@example.com"}, "member.not_corrected"),
        ({"name": "card 4111 1111 1111 1111"}, "privacy.sensitive"),
    ],
)
def test_what_is_no_correction_changes_nothing(shop: Scene, change: dict[str, str], code: str) -> None:
    member = at_home(shop)
    request = asks(shop, "correction", "mobile", "name")
    with pytest.raises(Refused) as refused:
        shop.play(rights.correct(shop.counter, request.id, replace(member, **change)))
    assert refused.value.code == code
    assert shop.counter.ports.books.member("M1") == member


def test_the_copy_holds_everything_as_pdf_and_json(shop: Scene, tmp_path: Path) -> None:
    sale = delivered(shop)
    made = shop.play(rights.copy(shop.counter, asks(shop, "copy").id))
    tables = copying.tables_of(shop.counter, made, both())
    told = str(tables)
    assert all(text in told for text in ("홍길동", "gildong@example.com", sale.code, "Bollore", "열람 요청"))
    assert sale.id not in told and "e-M1" not in told and made.request not in told
    pdf, body = shop.play(copying.write(shop.counter, made, both(), to=tmp_path / "copy.pdf"))
    assert pdf.read_bytes().startswith(b"%PDF") and "홍길동" in body.read_text("utf-8")
    assert shop.counter.ports.people.requests() == ()


def test_the_review_knows_what_a_record_was_opened_for(shop: Scene) -> None:
    delivered(shop)
    shop.play(records.open_record(shop.counter, "M1", "delivery"))
    shop.clock.passes(days=40)
    shop.counter.shift = None
    shop.play(records.open_record(shop.counter, "M1", "service"))
    shop.counter.staff = replace(shop.counter.cashier(), role="manager")
    today = shop.clock.now().date()
    found = shop.play(reviewing.review(shop.counter, today.replace(day=1, month=11), today))
    assert [one.purpose for one in found.openings] == ["service", "delivery"]
    assert [(one.kind, one.count, one.of) for one in found.asked] == [("no_cause", 1, 2)]
