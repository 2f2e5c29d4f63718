"""A stored address that is being corrected: refused, shown as frozen before it is chosen, free again afterwards."""

import pytest
from msgspec.structs import replace

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused
from pos.domain.people.rights import Field, SubjectRequest
from pos.till import delivering, membership, selling
from pos.till.paying import checkout
from pos.till.people import rights
from tests.ui.fake_deeds import play
from tests.ui.fakes import Till
from tests.ui.shop import JISU, barcode
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
HOME = Recipient("김지수", "010-1234-5678", "04524", "서울특별시 중구 세종대로 110", "3층")
OFFICE = Recipient("김지수", "010-1234-5678", "06133", "서울특별시 강남구 테헤란로 123")


def furnish(till: Till) -> None:
    """A member with a home and an office stands at the basket."""
    till.books.put(replace(JISU, addresses=(HOME,)))
    play(till, membership.attach(till.counter, JISU.number))
    selling.scan(till.counter, barcode("C001"))


def asks(till: Till, *fields: Field) -> SubjectRequest:
    """The member asks for a correction."""
    made: SubjectRequest = play(till, rights.ask(till.counter, JISU.number, "correction", shown="app", fields=fields))
    return made


def test_it_is_refused_until_it_is_corrected(front: Shopfront) -> None:
    till, counter = front.till, front.counter
    request = asks(till, "address")
    for told in (HOME, replace(HOME, name="누구든", phone="010-9999-0000")):
        with pytest.raises(Refused, match=r"privacy\.correction_pending"):
            play(till, delivering.deliver_to(counter, told))
    play(till, delivering.deliver_to(counter, OFFICE))
    member, new = membership.attached(counter), replace(HOME, detail="5층")
    assert member is not None
    play(till, rights.correct(counter, request.id, replace(member, addresses=(new,))))
    play(till, delivering.deliver_to(counter, new))
    assert delivering.recipient_of(counter) == new


def test_a_mobile_that_is_wrong_is_given_to_no_courier(front: Shopfront) -> None:
    asks(front.till, "mobile")
    with pytest.raises(Refused) as refused:
        play(front.till, delivering.deliver_to(front.counter, OFFICE))
    assert refused.value.facts == {"field": "mobile"}
    play(front.till, delivering.deliver_to(front.counter, replace(OFFICE, phone="010-2222-3333")))


def test_what_was_chosen_before_is_asked_for_anew(front: Shopfront) -> None:
    play(front.till, delivering.deliver_to(front.counter, HOME))
    asks(front.till, "address")
    basket = front.counter.basket
    assert basket is not None and basket.delivery is not None and basket.delivery.recipient == ""
    with pytest.raises(Refused, match=r"delivery\.recipient"):
        checkout.check_payable(front.counter)


def test_the_form_shows_it_frozen_before_it_is_chosen(front: Shopfront) -> None:
    asks(front.till, "address")
    front.till.desk.aside("delivery")
    row = front.find("delivery-place-1")
    assert not row.isEnabled() and "정정 요청 중" in row.accessibleName()
    front.press("1")
    assert delivering.recipient_of(front.counter) is None
    assert front.window.flash.tone == "bad"


def test_the_page_is_one_key_from_where_members_are_found(front: Shopfront) -> None:
    front.press("F3", "F6")
    assert front.at == "sale+person" and JISU.number in front.seen()
    front.press("Esc")
    front.touch("member-page")
    assert front.at == "sale+person"
