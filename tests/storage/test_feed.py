"""What arrives: whole pages or nothing, terms read strictly, members sealed."""

from pos.storage import members
from pos.till.feed import FeedPage, Member, Staff
from tests.domain.products import POLICIES
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
    assert rig.shelf.waiting().count == 3
    rig.outbox.acknowledged(3)
    rig.outbox.acknowledged(2)
    assert rig.outbox.next_expected() == 3
    assert [entry.seq for entry in rig.outbox.unsent(most=10, most_bytes=10**6)] == [3]
    assert rig.shelf.waiting().count == 1


def test_a_batch_is_bounded_but_never_empty(rig: Rig) -> None:
    for name in "abcde":
        rig.sell(name)
    assert len(rig.outbox.unsent(most=2, most_bytes=10**6)) == 2
    assert len(rig.outbox.unsent(most=10, most_bytes=1)) == 1
