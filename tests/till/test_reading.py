"""A page is read whole, or thing by thing: what an older program does not understand keeps nothing else away."""

import msgspec
import pytest

from pos.domain.catalogue import Name, Product
from pos.till.feed import Boutique, FeedPage, Member, PutAside, Staff, TillKey
from pos.till.reading import KINDS, TYPES, Delivered, Unread, digest_of, page_of, read_page, read_thing, written
from pos.till.sifting import key_of
from tests.domain.products import product

PAGE = FeedPage(
    9,
    boutique=Boutique("SEL01", "가게", "1", "김", "서울", "02"),
    products=(product("A"), product("B")),
    staff=(Staff("C1", "하나", "cashier", "-"),),
    members=(Member("M1", "홍길동", "010"),),
    aside=(PutAside("1", 1, 2, "sale.twice"),),
    policies=("[a]\n",),
)


def changed(old: str, new: str) -> bytes:
    raw = msgspec.json.encode(PAGE).decode()
    assert old in raw
    return raw.replace(old, new, 1).encode()


def test_a_page_that_is_understood_is_read_as_it_was_written() -> None:
    read = read_page(msgspec.json.encode(PAGE), signature=b"s")
    assert all(getattr(read, kind) == getattr(PAGE, kind) for kind in (*KINDS, "cursor", "more"))
    assert (read.unread, read.signature, len(read.digest)) == ((), b"s", 32)


@pytest.mark.parametrize(
    ("old", "new", "kind", "key"),
    [
        ('"code":"A","name"', '"code":"A","nom"', "products", "A"),
        ('"kind":"capsule"', '"kind":"hologram"', "products", "A"),
        ('"won":7200', '"won":7200.5', "products", "A"),
        ('"role":"cashier"', '"role":"barista"', "staff", "C1"),
        ('"standing":"active"', '"standing":"asleep"', "members", "M1"),
        ('"id":"SEL01"', '"id":7', "boutique", ""),
        ('"policies":["[a]\\n"]', '"policies":[7]', "policies", ""),
        ('"aside":[', '"aside":7,"newer":[', "aside", ""),
    ],
)
def test_what_is_not_understood_is_set_aside_and_the_rest_is_read(old: str, new: str, kind: str, key: str) -> None:
    raw = msgspec.json.encode(PAGE).decode()
    if '"standing"' in old and old not in raw:
        raw = raw.replace('"number":"M1"', '"number":"M1","standing":"active"')
    assert old in raw, old
    read = read_page(raw.replace(old, new, 1).encode())
    (one,) = read.unread
    assert (one.kind, one.key or key) == (kind, key or one.key)
    assert one.body == b"" if kind == "members" else one.body, "nobody's record lies about"
    others = [name for name in KINDS if name not in (kind, "products")]
    assert all(getattr(read, name) == getattr(PAGE, name) for name in others)
    assert [one.code for one in read.products] == (["B"] if kind == "products" else ["A", "B"])
    assert read.cursor == 9


@pytest.mark.parametrize("raw", [b"", b"[]", b"7", b'{"cursor":"x"}', b'{"products":[]}', b"\xff", b'{"cursor":1'])
def test_what_is_no_page_is_garbage(raw: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        read_page(raw)


def test_a_newer_program_reads_what_was_kept() -> None:
    kept = Unread("products", "A", written(product("A")))
    assert read_thing(kept.kind, kept.body) == product("A")
    assert page_of("products", product("A"), cursor=7) == FeedPage(7, products=(product("A"),))
    assert page_of("boutique", PAGE.boutique, cursor=7).boutique == PAGE.boutique
    with pytest.raises(msgspec.ValidationError):
        read_thing("robots", b"{}")


def test_every_list_of_the_page_can_be_read_alone() -> None:
    assert TYPES["products"] is Product and set(TYPES) == set(FeedPage.__struct_fields__) - {"cursor", "more"}
    assert isinstance(read_page(b'{"cursor":1}'), Delivered)


def test_a_version_is_known_by_all_of_it() -> None:
    seen = {digest_of(*one) for one in (("a", "b", b"c"), ("ab", "", b"c"), ("a", "bc", b""), ("a", "b", b"C"))}
    assert len(seen) == 4
    assert digest_of("products", "A", written(product("A"))) != digest_of(
        "products", "A", written(product("A", name=Name("다른", "")))
    )


def test_things_of_one_till_that_are_not_understood_are_not_taken_for_one() -> None:
    asides = [{"till": "1", "epoch": 1, "seq": seq, "reason": "new", "owner": "nobody yet"} for seq in (7, 8)]
    tills = [{"boutique": boutique, "till": "1", "public_key": 7} for boutique in ("SEL01", "SEL02")]
    claims = [{"sale": sale, "till": "1", "benefit": "plus:1", "amount": "much"} for sale in ("s1", "s2")]
    raw = msgspec.json.encode({"cursor": 9, "aside": asides, "tills": tills, "claims": claims})
    found = [(one.kind, one.key) for one in read_page(raw).unread]
    assert sorted(found) == [
        ("aside", "1/1/7"),
        ("aside", "1/1/8"),
        ("claims", "s1"),
        ("claims", "s2"),
        ("tills", "SEL01/1"),
        ("tills", "SEL02/1"),
    ]
    assert key_of("aside", PutAside("1", 1, 7, "new")) == "1/1/7", "and one that is understood takes its place"
    assert key_of("tills", TillKey("SEL01", "1", b"")) == "SEL01/1"
