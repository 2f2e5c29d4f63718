"""Addresses: sealed, apart from the journal, sent to the mall after their sale, destroyed when nothing names them."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.basket import Basket, Delivery
from pos.domain.delivery import Recipient
from pos.domain.errors import Unavailable
from pos.domain.facts import OrderCancelled, SaleCompleted
from pos.till.books import MemberRecord, Sent
from pos.till.feed import Member
from pos.till.ports import Commit, Draft
from tests.domain.products import NOW
from tests.storage.conftest import Rig
from tests.storage.deals import HOME, delivered

PAGE, SALT, RESERVED = 2_048, 16, 48
WHO = Recipient("남궁훈", "010-9753-8642", "04524", "서울특별시 중구 남대문로 77", "별관 1907호", "경비실에")
PERSONAL = ("남궁훈", "9753", "8642", "04524", "남대문로", "별관", "1907호", "경비실")
OTHER = replace(HOME, detail="4층")


def draft(sale: str, recipient: str = "") -> Draft:
    """An open basket, delivered where there is a recipient."""
    delivery = Delivery(recipient) if recipient else None
    return Draft(baskets.add(Basket(sale, NOW, NOW, delivery=delivery), "ARIA"))


def save(rig: Rig, draft: Draft, sent: Sent | None = None) -> None:
    rig.store.commit(Commit("C1", NOW, NOW.date(), save=draft, recipient=sent))


def drop(rig: Rig, sale: str, *facts: SaleCompleted) -> None:
    rig.store.commit(Commit("C1", NOW, NOW.date(), facts, drop=sale))


def pages(rig: Rig) -> Iterator[bytes]:
    """Every page of the file as who has the key reads it, with what lies between the rows."""
    rig.database.checkpoint()
    raw = rig.path.read_bytes()
    for start in range(0, len(raw), PAGE):
        page = raw[max(start, SALT) : start + PAGE]
        iv = page[-RESERVED:][:16]
        decryptor = Cipher(algorithms.AES256(rig.keys.database), modes.CBC(iv)).decryptor()
        yield decryptor.update(page[:-RESERVED])


def holds(rig: Rig, what: bytes) -> bool:
    """Whether the decrypted file has it anywhere, also where a page ends."""
    return any(what in page for page in pages(rig))


def sealed(rig: Rig, recipient: str) -> tuple[bytes, bytes]:
    with rig.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT sealed, secret FROM recipient JOIN recipient_key USING (id) WHERE id = ?", (recipient,)
        ).one()
    return row[0], row[1]


def test_an_address_waits_with_its_basket_and_opens(rig: Rig) -> None:
    save(rig, draft("d", "r1"), Sent("r1", "d", HOME))
    save(rig, baskets_more(draft("d", "r1")))
    rig.reopen()
    assert rig.books.recipient("r1") == HOME
    assert rig.books.recipient("r9") is None
    assert rig.outbox.unsent_recipients(most=10) == ()


def baskets_more(draft: Draft) -> Draft:
    return replace(draft, basket=baskets.add(draft.basket, "BELLO"))


def test_another_address_destroys_the_first(rig: Rig) -> None:
    save(rig, draft("d", "r1"), Sent("r1", "d", HOME))
    save(rig, draft("d", "r2"), Sent("r2", "d", OTHER))
    assert (rig.books.recipient("r1"), rig.books.recipient("r2")) == (None, OTHER)


def test_taking_the_goods_along_or_giving_up_destroys_it(rig: Rig) -> None:
    save(rig, draft("d", "r1"), Sent("r1", "d", HOME))
    save(rig, draft("d"))
    assert rig.books.recipient("r1") is None
    save(rig, draft("e", "r2"), Sent("r2", "e", HOME))
    save(rig, draft("f", "r3"), Sent("r3", "f", OTHER))
    drop(rig, "e")
    assert (rig.books.recipient("r2"), rig.books.recipient("r3")) == (None, OTHER)
    with rig.database.read() as connection:
        assert connection.exec_driver_sql("SELECT id FROM recipient_key").scalars().all() == ["r3"]


def test_a_held_basket_keeps_its_address(rig: Rig) -> None:
    save(rig, replace(draft("d", "r1"), held_at=NOW), Sent("r1", "d", HOME))
    save(rig, draft("e"))
    drop(rig, "e")
    assert rig.books.recipient("r1") == HOME


def test_an_address_that_comes_before_its_basket_names_it_stays(rig: Rig) -> None:
    rig.store.commit(Commit("C1", NOW, NOW.date(), recipient=Sent("r1", "d", HOME)))
    assert rig.books.recipient("r1") == HOME


def test_a_sale_keeps_its_address_and_it_goes_to_the_mall_after_the_sale(rig: Rig) -> None:
    for name in ("d", "e"):
        save(rig, draft(name, f"r-{name}"), Sent(f"r-{name}", name, HOME))
        drop(rig, name, SaleCompleted(delivered(name, recipient=f"r-{name}")))
    assert rig.outbox.unsent_recipients(most=10) == ()
    rig.outbox.acknowledged(3)  # the mall holds the first sale
    assert rig.outbox.unsent_recipients(most=10) == (Sent("r-d", "d", HOME),)
    rig.outbox.acknowledged(4)
    assert [sent.id for sent in rig.outbox.unsent_recipients(most=10)] == ["r-d", "r-e"]
    assert [sent.id for sent in rig.outbox.unsent_recipients(most=1)] == ["r-d"]
    rig.outbox.recipient_sent("r-d")
    assert [sent.id for sent in rig.outbox.unsent_recipients(most=10)] == ["r-e"]
    rig.outbox.recipient_sent("nobody")
    assert rig.books.recipient("r-d") == HOME


def test_the_same_commit_again_is_the_same_address_once(rig: Rig) -> None:
    save(rig, draft("d", "r1"), Sent("r1", "d", HOME))
    save(rig, draft("d", "r1"), Sent("r1", "d", OTHER))
    assert rig.books.recipient("r1") == OTHER
    drop(rig, "d", SaleCompleted(delivered("d")))
    rig.outbox.acknowledged(3)
    rig.outbox.recipient_sent("r1")
    rig.store.commit(Commit("C1", NOW, NOW.date(), recipient=Sent("r1", "d", OTHER)))
    assert rig.outbox.unsent_recipients(most=10) == ()


def test_an_address_for_a_sale_that_is_there_waits_at_once(rig: Rig) -> None:
    rig.commit(SaleCompleted(delivered("d", recipient="r2")))
    rig.store.commit(Commit("C1", NOW, NOW.date(), recipient=Sent("r2", "d", HOME)))
    rig.outbox.acknowledged(3)
    assert [sent.id for sent in rig.outbox.unsent_recipients(most=10)] == ["r2"]


def test_a_commit_that_fails_destroys_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    save(rig, draft("d", "r1"), Sent("r1", "d", HOME))
    monkeypatch.setattr("pos.storage.store._DROP_DRAFT", "DELETE FROM nothing WHERE id = ?")
    with pytest.raises(Unavailable, match=r"disk\.failed"):
        drop(rig, "d")
    assert rig.books.recipient("r1") == HOME


def test_a_sealed_address_opens_as_no_other(rig: Rig) -> None:
    save(rig, draft("d", "r1"), Sent("r1", "d", HOME))
    save(rig, draft("e", "r2"), Sent("r2", "e", HOME))
    (first, one), (second, two) = sealed(rig, "r1"), sealed(rig, "r2")
    assert first != second and one != two
    with rig.database.write() as connection:
        connection.exec_driver_sql("UPDATE recipient SET sealed = ? WHERE id = 'r2'", (first,))
        connection.exec_driver_sql("UPDATE recipient_key SET secret = ? WHERE id = 'r2'", (one,))
    with pytest.raises(Unavailable, match=r"database\.broken"):
        rig.books.recipient("r2")


def test_nothing_in_the_open_file_says_who_or_where(rig: Rig) -> None:
    """Not in the journal, nor anywhere else, for who has the database's key but not the person's."""
    member = Member("M5", WHO.name, WHO.phone, addresses=(WHO,))
    dossier = rig.books.dossier("M1")
    assert dossier is not None
    learned = MemberRecord(member, replace(dossier, member="M5"))
    rig.store.commit(Commit("C1", NOW, NOW.date(), learned=learned))
    save(rig, draft("d", "r1"), Sent("r1", "d", WHO))
    drop(rig, "d", SaleCompleted(delivered("d", member="M5")))
    rig.commit(OrderCancelled("d", 1, ()))
    save(rig, draft("e", "r2"), Sent("r2", "e", WHO))
    assert rig.books.find_members("8642") == (member,)
    seen = b"".join(pages(rig))
    assert b"OrderCancelled" in seen and "아리아".encode() in seen  # the reading works
    for secret in PERSONAL:
        assert secret.encode() not in seen, secret


@pytest.mark.parametrize("way", ["dropped", "replaced"])
def test_what_was_destroyed_is_gone_from_the_file(rig: Rig, way: str) -> None:
    save(rig, draft("d", "r1"), Sent("r1", "d", HOME))
    box, key = sealed(rig, "r1")
    rig.database.checkpoint()
    assert holds(rig, box) and holds(rig, key)
    if way == "dropped":
        drop(rig, "d")
    else:
        save(rig, draft("d", "r2"), Sent("r2", "d", OTHER))
    assert not holds(rig, box) and not holds(rig, key)
    assert not holds(rig, box[:32]) and not holds(rig, box[-32:])


def test_only_whoever_switches_secure_delete_off_leaves_traces(rig: Rig) -> None:
    """The proof above can fail: without the pragma the same bytes lie in the file for ever."""
    save(rig, draft("d", "r1"), Sent("r1", "d", HOME))
    _, key = sealed(rig, "r1")
    with rig.database.outside_transaction() as connection:
        connection.execute("PRAGMA secure_delete = OFF")
    drop(rig, "d")
    assert holds(rig, key)


def test_no_file_has_it_in_clear(rig: Rig) -> None:
    save(rig, draft("d", "r1"), Sent("r1", "d", WHO))
    for path in rig.path.parent.iterdir():
        raw = path.read_bytes()
        assert not any(secret.encode() in raw for secret in PERSONAL), path.name
