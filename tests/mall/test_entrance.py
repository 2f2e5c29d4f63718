"""Only tills that were let in are heard, and only as themselves."""

import msgspec
import pytest

from pos.domain.errors import Refused
from pos.mall.chain import Mall
from pos.sync import contract, signing
from pos.sync.contract import TillName
from tests.mall.tills import NAME, FixedClock, Till


def test_a_code_makes_a_till(mall: Mall, till: Till) -> None:
    assert till.enrolled.name == NAME
    assert len(till.enrolled.pepper) == 32
    assert till.feed().boutique is not None


def test_an_answer_that_was_lost_can_be_asked_for_again(mall: Mall, clock: FixedClock) -> None:
    till = Till(mall, clock)
    code = mall.invite(NAME)
    first = mall.enrol(till.enrolment(code))
    clock.pass_by(hours=48)
    assert mall.enrol(till.enrolment(code)) == first


def test_a_till_that_was_shut_out_is_told_no_secret_again(mall: Mall, clock: FixedClock) -> None:
    till = Till(mall, clock)
    code = mall.invite(NAME)
    mall.enrol(till.enrolment(code))
    mall.revoke(NAME)
    with pytest.raises(Refused, match=r"enrol\.code"):
        mall.enrol(till.enrolment(code))


def test_a_code_serves_one_till_only(mall: Mall, clock: FixedClock) -> None:
    code = mall.invite(NAME)
    mall.enrol(Till(mall, clock).enrolment(code))
    with pytest.raises(Refused, match=r"enrol\.code"):
        mall.enrol(Till(mall, clock).enrolment(code))


def test_a_code_that_is_a_day_old_is_refused(mall: Mall, clock: FixedClock) -> None:
    code = mall.invite(NAME)
    clock.pass_by(hours=24, seconds=1)
    with pytest.raises(Refused, match=r"enrol\.code"):
        mall.enrol(Till(mall, clock).enrolment(code))


def test_a_code_that_nobody_made_is_refused(mall: Mall, clock: FixedClock) -> None:
    with pytest.raises(Refused, match=r"enrol\.code"):
        mall.enrol(Till(mall, clock).enrolment("AAAA-AAAA-AAAA"))


def test_a_code_is_taken_as_people_type_it(mall: Mall, clock: FixedClock) -> None:
    code = mall.invite(NAME)
    typed = code.lower().replace("-", " ")
    assert mall.enrol(Till(mall, clock).enrolment(typed)).name == NAME


def test_a_key_that_the_till_does_not_have_is_refused(mall: Mall, clock: FixedClock) -> None:
    asked = Till(mall, clock).enrolment(mall.invite(NAME))
    other = Till(mall, clock).key.public_key().public_bytes_raw()
    with pytest.raises(Refused, match=r"mall\.signature"):
        mall.enrol(msgspec.structs.replace(asked, public_key=other))


def test_a_till_with_a_journal_is_not_replaced(mall: Mall, till: Till, clock: FixedClock) -> None:
    till.sell()
    till.push()
    with pytest.raises(Refused, match=r"enrol\.taken"):
        mall.enrol(Till(mall, clock).enrolment(mall.invite(NAME)))
    assert till.push().next == 2


def test_a_till_without_a_journal_may_be_set_up_anew(mall: Mall, till: Till, clock: FixedClock) -> None:
    again = Till.enrolled_at(mall, clock)
    again.sell()
    assert again.push().next == 2
    with pytest.raises(Refused, match=r"mall\.signature"):
        till.feed()


def test_an_unknown_till_is_refused(mall: Mall, clock: FixedClock) -> None:
    with pytest.raises(Refused, match=r"mall\.unknown_till"):
        Till(mall, clock, name=TillName("BUS01", "7")).feed()


@pytest.mark.parametrize("changed", ["method", "target", "at", "sent", "till"])
def test_what_is_signed_cannot_be_changed_on_the_way(mall: Mall, till: Till, clock: FixedClock, changed: str) -> None:
    second = Till.enrolled_at(mall, clock, name=TillName("SEL01", "2"))
    till.sell()
    good = till.asked("POST", contract.JOURNAL, b'{"epoch":1,"first":1,"entries":[]}')
    other = {
        "method": "PUT",
        "target": contract.JOURNAL + "?x=1",
        "at": good.at.replace("12:00", "12:01"),
        "sent": good.sent + b" ",
        "till": str(second.name),
    }
    with pytest.raises(Refused, match=r"mall\.signature"):
        mall.push(msgspec.structs.replace(good, **{changed: other[changed]}))
    assert mall.push(good).next == 1


def test_a_wrong_signature_is_refused(mall: Mall, till: Till) -> None:
    good = till.asked("GET", contract.FEED)
    for signature in (b"", bytes(64), good.signature[:-1]):
        with pytest.raises(Refused, match=r"mall\.signature"):
            mall.feed(msgspec.structs.replace(good, signature=signature), 0)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_clock_that_is_off_is_told_the_malls_time(mall: Mall, till: Till, seconds: int) -> None:
    till.clock = FixedClock()
    till.clock.pass_by(seconds=seconds)
    with pytest.raises(Refused) as refused:
        till.feed()
    assert refused.value.code == "mall.clock"
    assert refused.value.facts["mall"] == "2026-11-02T12:00:00+09:00"


@pytest.mark.parametrize("seconds", [-299, 299])
def test_a_clock_that_is_nearly_right_will_do(till: Till, seconds: int) -> None:
    till.clock = FixedClock()
    till.clock.pass_by(seconds=seconds)
    assert till.feed().products


@pytest.mark.parametrize("at", ["", "noon", "2026-11-02T12:00:00"])
def test_a_time_that_is_none_is_refused(mall: Mall, till: Till, at: str) -> None:
    told = signing.request_bytes(till.name, method="GET", target=contract.FEED, at=at, body=b"")
    good = till.asked("GET", contract.FEED)
    with pytest.raises(Refused, match=r"mall\.clock"):
        mall.feed(msgspec.structs.replace(good, at=at, signature=till.key.sign(told)), 0)


def test_a_revoked_till_is_shut_out_at_once(mall: Mall, till: Till) -> None:
    till.sell()
    mall.revoke(till.name)
    for ask in (till.feed, till.push):
        with pytest.raises(Refused, match=r"mall\.revoked"):
            ask()
    assert mall.entries(till.name) == ()
