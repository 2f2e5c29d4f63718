"""People at the counter where two things happen at once, or far apart: doubled, merged, limited, gone elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import decode_fact
from pos.domain.payback import Voucher
from pos.domain.people.access import ListExported
from pos.domain.people.joining import REQUIRED, ConsentKind, Guardian, Joining
from pos.domain.people.rights import SubjectRequest
from pos.domain.sale import Sale
from pos.till import delivering, holding, machines, membership, selling, session
from pos.till.counter import Story
from pos.till.feed import FeedPage, Member, Merged
from pos.till.paying import checkout
from pos.till.people import joining, leaving, lists, rights, standing
from tests.till.scene import ARIA, Scene
from tests.till.shop import HOME, entitled
from tests.till.slowly import UNO, begun, ended, run_out, slow

FORM = Joining("박서연", "010-4444-3333", "seoyeon@example.com", consents=frozenset((*REQUIRED, "marketing")))
NO_MARKETING: frozenset[ConsentKind] = frozenset({"marketing"})


@pytest.fixture
def park(shop: Scene) -> Member:
    return shop.play(joining.join(shop.counter, FORM))


def told_to_mall(scene: Scene) -> None:
    """The mall has every entry and every record."""
    scene.rig.outbox.acknowledged(len(scene.journal()) + 1)
    for sent in scene.rig.outbox.unsent_members(most=9):
        scene.rig.outbox.member_sent(sent)


def merged(scene: Scene, number: str) -> None:
    """M1 is at this till, and another number turns out to be theirs."""
    scene.mall.knows("M1")
    scene.play(membership.attach(scene.counter, "M1"))
    membership.detach(scene.counter)
    told_to_mall(scene)
    scene.rig.outbox.arrive(FeedPage(9, merged=(Merged(number, "M1"),)))


def as_manager(scene: Scene) -> None:
    scene.play(session.sign_in(scene.counter, "B1", "930275"))


def sent_home(scene: Scene, number: str) -> Sale:
    scene.play(membership.attach(scene.counter, number))
    selling.scan(scene.counter, ARIA)
    scene.play(delivering.deliver_to(scene.counter, HOME))
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and sale.shipping is not None
    return sale


# --- at once ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Two:
    """Two things that are begun before either is written: who is at it, and what the second is told."""

    first: Callable[[Scene, Member, SubjectRequest], Story]
    second: Callable[[Scene, Member, SubjectRequest], Story]
    told: str
    kind: str


def leaves(scene: Scene, member: Member, _: SubjectRequest) -> Story:
    return leaving.leave(scene.counter, member.number)


def takes_back(scene: Scene, member: Member, _: SubjectRequest) -> Story:
    return joining.change_consents(scene.counter, member.number, withdrawn=NO_MARKETING)


def corrects(scene: Scene, member: Member, asked: SubjectRequest) -> Story:
    return rights.correct(scene.counter, asked.id, replace(member, mobile="010-9999-8888"))


def limits(scene: Scene, member: Member, _: SubjectRequest) -> Story:
    return standing.suspend(scene.counter, member.number, 5, "eleven returns in ten days")


def asks(scene: Scene, member: Member, _: SubjectRequest) -> Story:
    return rights.ask(scene.counter, member.number, "copy", shown="app")


@pytest.mark.parametrize(
    "two",
    [
        Two(leaves, leaves, "member.unknown", "MemberLeft"),
        Two(leaves, takes_back, "member.unknown", "MemberLeft"),
        Two(leaves, corrects, "member.request_unknown", "MemberLeft"),
        Two(corrects, corrects, "member.request_unknown", "RequestDone"),
        Two(limits, limits, "member.suspended", "MemberSuspended"),
        Two(asks, asks, "member.request_open", "RequestMade"),
    ],
    ids=lambda two: f"{two.first.__name__}, {two.second.__name__}",
)
def test_the_second_of_two_finds_what_the_first_wrote(shop: Scene, park: Member, two: Two) -> None:
    asked = shop.play(rights.ask(shop.counter, park.number, "correction", shown="app", fields=("mobile",)))
    as_manager(shop)
    before, disk = shop.kinds().count(two.kind), slow(shop, "disk")
    stories = [begun(shop, story(shop, park, asked)) for story in (two.first, two.second)]
    run_out(shop, disk)
    assert [ended(shop, story).split(" ")[0] for story in stories] == ["", two.told]
    assert shop.kinds().count(two.kind) == before + 1
    if two.first is leaves:
        assert shop.counter.ports.books.member(park.number) is None and not shop.rig.outbox.unsent_members(most=9)


def test_a_form_that_is_sent_twice_makes_one_member(shop: Scene) -> None:
    network = slow(shop, "network")
    stories = [begun(shop, joining.join(shop.counter, FORM)) for _ in range(2)]
    run_out(shop, network)
    assert [ended(shop, story).split(" ")[0] for story in stories] == ["", "member.duplicate_mobile"]
    assert shop.kinds().count("MemberJoined") == 1


def test_a_consent_that_is_taken_back_undoes_no_correction(shop: Scene, park: Member) -> None:
    asked = shop.play(rights.ask(shop.counter, park.number, "correction", shown="app", fields=("mobile",)))
    disk = slow(shop, "disk")
    begun(shop, corrects(shop, park, asked))
    begun(shop, takes_back(shop, park, asked))
    run_out(shop, disk)
    member = shop.counter.ports.books.member(park.number)
    assert member is not None and member.mobile == "01099998888"
    assert {one.kind for one in member.consents} == set(REQUIRED)


def test_who_takes_it_back_first_is_on_no_list(shop: Scene, park: Member) -> None:
    as_manager(shop)
    disk = slow(shop, "disk")
    begun(shop, lists.marketing(shop.counter, reason="a letter for autumn"))
    begun(shop, takes_back(shop, park, SubjectRequest("", "", "copy", "app", shop.counter.day(), shop.counter.day())))
    begun(shop, lists.marketing(shop.counter, reason="a letter for autumn"))
    run_out(shop, disk)
    facts = [decode_fact(entry.payload) for entry in shop.journal()]
    told = [fact for fact in facts if isinstance(fact, ListExported)]
    assert shop.kinds()[-3:] == ["ListExported", "ConsentsChanged", "ListExported"]
    assert [fact.count for fact in told] == [1, 0]


# --- gone -------------------------------------------------------------------------------------------------------------


def test_half_a_letter_is_nobodys_number(shop: Scene) -> None:
    with pytest.raises(Refused, match=r"member\.unknown"):
        shop.play(membership.attach(shop.counter, "\ud800"))


def test_a_held_basket_is_nobodys_once_they_left_also_without_the_mall(shop: Scene) -> None:
    entitled(shop, "M1")
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, ARIA)
    assert shop.counter.basket is not None
    held = shop.counter.basket.id
    shop.play(holding.hold(shop.counter))
    shop.play(leaving.leave(shop.counter, "M1"))
    shop.mall.is_down = True
    shop.play(holding.recall(shop.counter, held))
    assert shop.counter.basket.member is None and shop.counter.basket.lines and shop.codes() == ["member.unknown"]


def test_who_joined_here_and_left_elsewhere_is_nobody(shop: Scene, park: Member) -> None:
    told_to_mall(shop)
    with pytest.raises(Refused, match=r"member\.unknown"):
        shop.play(membership.attach(shop.counter, park.number))


def test_who_left_under_one_number_left_under_each(shop: Scene, park: Member) -> None:
    sale = sent_home(shop, park.number)
    merged(shop, park.number)
    shop.play(leaving.leave(shop.counter, "M1"))
    books, assigned = shop.counter.ports.books, sale.shipping
    assert assigned is not None and books.recipient(assigned.recipient) == HOME  # the mall has still to be told
    shop.rig.outbox.recipient_sent(assigned.recipient)
    assert books.recipient(assigned.recipient) is None
    shop.rig.outbox.arrive(FeedPage(10, members=(park,)))
    assert shop.counter.ports.people.is_gone(park.number) and books.member(park.number) is None


@pytest.mark.parametrize("is_sent", [True, False])
@pytest.mark.parametrize("is_merged", [True, False])
def test_of_who_left_elsewhere_nothing_stays(shop: Scene, park: Member, *, is_sent: bool, is_merged: bool) -> None:
    shipping = sent_home(shop, park.number).shipping
    assert shipping is not None
    told_to_mall(shop)
    if is_merged:
        merged(shop, park.number)
    gone = FeedPage(10, members=(Member("M1" if is_merged else park.number, "", "", "withdrawn"),))
    steps: list[Callable[[], object]] = [
        lambda: shop.rig.outbox.recipient_sent(shipping.recipient),
        lambda: shop.rig.outbox.arrive(gone),
    ]
    for step in steps if is_sent else reversed(steps):
        step()
    assert shop.counter.ports.books.recipient(shipping.recipient) is None
    assert shop.counter.ports.books.find_members("4444-3333"[-4:]) == ()


# --- two numbers ------------------------------------------------------------------------------------------------------


def test_a_machine_bought_under_one_number_is_registered_under_the_other(shop: Scene, park: Member) -> None:
    shop.play(membership.attach(shop.counter, park.number))
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0001")
    assert shop.play(checkout.pay_exact(shop.counter))
    merged(shop, park.number)
    with pytest.raises(Refused, match=r"serial\.used"):
        shop.play(machines.register(shop.counter, "UN0001", "M2"))
    assert shop.play(machines.register(shop.counter, "UN0001", "M1")).registered_by == "M1"


def test_a_voucher_that_one_number_used_is_the_others(shop: Scene, park: Member) -> None:
    voucher = Voucher("PB1", 10_000, 3, date(2026, 12, 1), account=park.number)
    books = shop.counter.ports.books
    assert books.as_used_here(voucher).account == park.number
    merged(shop, park.number)
    assert books.as_used_here(voucher).account == "M1"
    assert books.as_used_here(replace(voucher, account=None)).account is None


# --- limited ----------------------------------------------------------------------------------------------------------


def test_a_limit_under_one_number_is_announced_and_lifted_under_the_other(shop: Scene, park: Member) -> None:
    as_manager(shop)
    shop.play(standing.suspend(shop.counter, park.number, 5, "eleven returns in ten days"))
    merged(shop, park.number)
    limited = replace(shop.mall.records["M1"].member, standing="suspended")
    shop.rig.outbox.arrive(FeedPage(10, members=(limited,)))
    people = shop.counter.ports.people
    shop.play(standing.announce_loss(shop.counter, "M1", "nothing was put right"))
    stands = people.suspension("M1")
    assert stands is not None and stands.reason == 5 and stands.takes_effect is not None
    with pytest.raises(Refused, match=r"member\.announced"):
        shop.play(standing.announce_loss(shop.counter, park.number, "once more"))
    shop.play(standing.lift(shop.counter, park.number, "it was a mistake"))
    member = shop.counter.ports.books.member("M1")
    assert people.suspension("M1") is None and member is not None and member.standing == "active"
    assert shop.rig.verify().holds


def test_a_limit_of_another_till_can_be_announced_and_taken_to_its_end(shop: Scene) -> None:
    shop.mall.knows("M1", standing="suspended")
    shop.play(membership.attach(shop.counter, "M1"))
    membership.detach(shop.counter)
    as_manager(shop)
    fact = shop.play(standing.announce_loss(shop.counter, "M1", "nothing was put right"))
    with pytest.raises(Refused, match=r"member\.announced"):
        shop.play(standing.announce_loss(shop.counter, "M1", "once more"))
    shop.clock.passes(days=(fact.takes_effect - shop.counter.day()).days)
    shop.play(standing.cancel_membership(shop.counter, "M1"))
    assert shop.counter.ports.people.is_gone("M1") and shop.rig.verify().holds


def test_what_another_till_lifted_is_not_taken_away_here(shop: Scene, park: Member) -> None:
    as_manager(shop)
    shop.play(standing.suspend(shop.counter, park.number, 5, "eleven returns in ten days"))
    shop.play(standing.announce_loss(shop.counter, park.number, "nothing was put right"))
    told_to_mall(shop)
    shop.rig.outbox.arrive(FeedPage(10, members=(park,)))
    shop.clock.passes(days=60)
    with pytest.raises(Refused, match=r"member\.not_suspended"):
        shop.play(standing.cancel_membership(shop.counter, park.number))


def test_a_lift_that_the_mall_has_not_heard_of_stands_over_its_word(shop: Scene) -> None:
    shop.mall.knows("M1", standing="suspended")
    shop.play(membership.attach(shop.counter, "M1"))
    as_manager(shop)
    shop.play(standing.lift(shop.counter, "M1", "it was a mistake"))
    assert shop.play(membership.attach(shop.counter, "M1")).without_benefits == ""


# --- what is no name and no number ------------------------------------------------------------------------------------

RUBBISH = [
    ("name", "박\ud800", "member.too_long"),
    ("name", "ﷺ" * 80, "member.too_long"),
    ("name", "901010-1234567", "privacy.sensitive"),
    ("email", "4111 1111 1111 1111", "privacy.sensitive"),
    ("phone", "4111-1111-1111-1111", "member.too_long"),
]


@pytest.mark.parametrize(("field", "text", "code"), RUBBISH, ids=[str(place) for place in range(len(RUBBISH))])
def test_what_does_not_belong_into_a_record_comes_in_by_no_way(
    shop: Scene, park: Member, field: str, text: str, code: str
) -> None:
    anew = replace(FORM, mobile="010-4444-0000", **{field: text})
    with pytest.raises(Refused, match=code):
        shop.play(joining.join(shop.counter, anew))
    asked = shop.play(rights.ask(shop.counter, park.number, "correction", shown="app", fields=(field,)))  # type: ignore[arg-type]  # one of them
    with pytest.raises(Refused, match=code):
        shop.play(rights.correct(shop.counter, asked.id, replace(park, **{field: text})))


def test_a_representative_is_written_like_everybody_else(shop: Scene) -> None:
    form = replace(FORM, is_under_14=True)
    for wrong in ("김" * 81, "김\ud800", "4111 1111 1111 1111"):
        with pytest.raises(Refused):
            shop.play(joining.join(shop.counter, replace(form, guardian=Guardian(wrong, "010-2222-1111"))))
        with pytest.raises(Refused):
            shop.play(joining.join(shop.counter, replace(form, guardian=Guardian("김", "010-2222-1111", wrong))))
    joined = shop.play(joining.join(shop.counter, replace(form, guardian=Guardian(" 김\0하늘", "+82 10 2222 1111"))))
    assert joined.guardian == Guardian("김 하늘", "01022221111")


def test_a_corrected_name_is_kept_as_it_looks(shop: Scene, park: Member) -> None:
    asked = shop.play(rights.ask(shop.counter, park.number, "correction", shown="app", fields=("name",)))
    now = shop.play(rights.correct(shop.counter, asked.id, replace(park, name="\u202e박\n서현\0")))
    assert now.name == "박 서현" and shop.counter.ports.books.find_members("박서현") == (now,)
