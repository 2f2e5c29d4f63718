"""What arrives: whole pages or nothing, terms read strictly, members sealed."""

import re
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.catalogue import Name, Price, Product
from pos.storage import members
from pos.till.feed import FeedPage, Member, PutAside, Staff
from tests.domain.products import NOW, POLICIES, product
from tests.storage.conftest import BOUTIQUE, Rig


def test_a_page_arrives_with_its_cursor(rig: Rig) -> None:
    assert rig.outbox.cursor() == 7
    assert rig.shelf.boutique() == BOUTIQUE
    assert [one.id for one in rig.shelf.staff()] == ["B1", "C1"]
    assert [policy.version for policy in rig.shelf.policies()] == ["2024-11-11", "2025-02-10"]


def test_terms_that_are_not_understood_change_nothing_and_the_rest_arrives(rig: Rig) -> None:
    page = FeedPage(9, policies=("version = 1",), staff=(Staff("C9", "새 사람", "cashier", "-"),))
    assert rig.outbox.arrive(page) == ("policy.rejected",)
    assert [policy.version for policy in rig.shelf.policies()] == ["2024-11-11", "2025-02-10"]
    assert rig.outbox.cursor() == 9
    assert "C9" in [one.id for one in rig.shelf.staff()]


def test_a_version_that_is_there_never_changes(rig: Rig) -> None:
    document = (POLICIES / "2025-02-10.toml").read_text("utf-8")
    assert rig.outbox.arrive(FeedPage(9, policies=(document,))) == ()
    assert rig.outbox.arrive(FeedPage(10, policies=(document.replace("fee = 2500", "fee = 0"),))) == (
        "policy.rejected",
    )
    assert rig.shelf.policies()[-1].rules.delivery_fee.fee == 2_500


def test_a_stored_version_that_this_program_cannot_read_stops_nobody(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    """Another program stored it; the versions that are understood go on holding."""
    with rig.database.write() as connection:
        row = ("2026-01-01", "2026-01-01T00:00:00+09:00", "version = 1")
        connection.exec_driver_sql("INSERT INTO policy VALUES (?, ?, ?)", row)
    assert [policy.version for policy in rig.shelf.policies()] == ["2024-11-11", "2025-02-10"]
    assert "2026-01-01" in caplog.text


def new_terms(announced: str, effective: str, *, change: str = "neutral") -> str:
    """The newest terms under another name, announced and effective on other days."""
    document = (POLICIES / "2025-02-10.toml").read_text("utf-8")
    for name, value in (("announced_on", announced), ("effective_from", f"{effective}T00:00:00+09:00")):
        document = re.sub(rf"^{name} = .*$", f"{name} = {value}", document, flags=re.MULTILINE)
    document = re.sub(r"^change = .*$", f'change = "{change}"', document, flags=re.MULTILINE)
    return re.sub(r"^version = .*$", f'version = "{effective}"', document, flags=re.MULTILINE)


def test_terms_that_were_announced_too_late_are_refused(rig: Rig) -> None:
    late = new_terms("2026-10-30", "2026-11-02")
    assert rig.outbox.arrive(FeedPage(9, policies=(late,))) == ("policy.notice",)
    assert [policy.version for policy in rig.shelf.policies()] == ["2024-11-11", "2025-02-10"]
    assert rig.outbox.arrive(FeedPage(10, policies=(new_terms("2026-09-30", "2026-11-02"),))) == ()
    assert rig.shelf.policies()[-1].version == "2026-11-02"


def test_the_terms_in_force_at_the_announcement_say_how_long_before(rig: Rig) -> None:
    """Not those that the new terms replace, nor the new ones' own rule."""
    strict = new_terms("2026-01-01", "2026-06-01").replace("neutral_days = 7", "neutral_days = 60")
    assert "neutral_days = 60" in strict
    assert rig.outbox.arrive(FeedPage(9, policies=(strict,))) == ()
    before, after = new_terms("2026-05-31", "2026-07-01"), new_terms("2026-06-01", "2026-07-02")
    assert rig.outbox.arrive(FeedPage(10, policies=(before, after))) == ("policy.notice",)
    assert [policy.version for policy in rig.shelf.policies()][2:] == ["2026-06-01", "2026-07-01"]


def a_product(**changed: Any) -> Product:
    return replace(product("NEW", 7_200, name=Name("신상품", "New one")), **changed)


@pytest.mark.parametrize(
    "unsound",
    [
        a_product(prices=(Price(NOW, -1),)),
        a_product(prices=(Price(NOW, 7_200), Price(NOW.replace(tzinfo=None), 7_300))),
        a_product(code=" "),
        a_product(code=""),
        a_product(name=Name("", "New one")),
    ],
    ids=["negative", "no zone", "blank code", "no code", "no name"],
)
def test_a_product_that_cannot_be_sold_is_held_back_and_the_rest_arrives(
    rig: Rig, caplog: pytest.LogCaptureFixture, unsound: Product
) -> None:
    page = FeedPage(9, products=(unsound, product("GOOD", 5_000), unsound))
    assert rig.outbox.arrive(page) == ("product.rejected",)
    assert rig.shelf.product("GOOD") == product("GOOD", 5_000)
    assert rig.shelf.search("신상품") == () and rig.shelf.product(unsound.code) is None
    assert rig.outbox.cursor() == 9
    assert "2 of 3" in caplog.text and "New" not in caplog.text and "NEW" not in caplog.text


def test_a_product_that_arrives_spoilt_stays_as_it_was(rig: Rig) -> None:
    before = rig.shelf.product("ARIA")
    spoilt = replace(product("ARIA", 1), prices=(Price(NOW, -7_200),))
    assert rig.outbox.arrive(FeedPage(9, products=(spoilt,))) == ("product.rejected",)
    assert rig.shelf.product("ARIA") == before


def test_a_price_of_nothing_is_a_price(rig: Rig) -> None:
    assert rig.outbox.arrive(FeedPage(9, products=(a_product(prices=(Price(NOW, 0),)),))) == ()


def test_a_member_is_sealed_under_their_own_key(rig: Rig) -> None:
    with rig.database.read() as connection:
        assert members.by_number(connection, "M1") == Member("M1", "홍길동", "010-1111-2222")
        sealed = connection.exec_driver_sql("SELECT sealed FROM member").scalar_one()
    assert "홍길동".encode() not in sealed and b"010" not in sealed
    with rig.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM person_key WHERE number = 'M1'")
    with rig.database.read() as connection:
        assert members.by_number(connection, "M1") is None


def test_what_the_mall_holds_never_goes_backwards(rig: Rig) -> None:
    for name in "abc":
        rig.sell(name)
    assert rig.shelf.waiting().count == 4
    rig.outbox.acknowledged(4)
    rig.outbox.acknowledged(2)
    assert rig.outbox.next_expected() == 4
    assert [entry.seq for entry in rig.outbox.unsent(most=10, most_bytes=10**6)] == [4]
    assert rig.shelf.waiting().count == 1


def test_a_batch_is_bounded_but_never_empty(rig: Rig) -> None:
    for name in "abcde":
        rig.sell(name)
    assert len(rig.outbox.unsent(most=2, most_bytes=10**6)) == 2
    assert len(rig.outbox.unsent(most=10, most_bytes=1)) == 1


def test_what_somebody_has_to_look_at_comes_on_the_list_and_off_it(rig: Rig) -> None:
    first, second = PutAside("1", 1, 7, "sale.twice"), PutAside("2", 1, 3, "entry.poisoned")
    rig.outbox.arrive(FeedPage(9, aside=(second, first)))
    assert rig.shelf.put_aside() == (first, second)
    rig.outbox.arrive(FeedPage(10, aside=(replace(first, reason="entry.kind"), replace(second, reason=""))))
    assert rig.shelf.put_aside() == (replace(first, reason="entry.kind"),)
