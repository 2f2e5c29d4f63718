"""What the office decides about a damaged or short delivery is told the boutique, as long as nothing has settled it."""

import pytest
from msgspec.structs import replace

from pos.domain.back.decided import ClaimClosed, ClaimDecided
from pos.domain.back.returns import Claim
from pos.domain.errors import Refused
from pos.domain.facts import ClaimMade, ReturnCompleted
from pos.mall.chain import Mall
from tests.mall.backs import bring_back, last_sale, want
from tests.mall.tills import NAME, NOON, Till

CLAIM = Claim("claim-1", "sale-1", "SEL01-1-000001", (want(),), NOON, "상자가 젖음")


@pytest.fixture
def claimed(till: Till) -> Till:
    till.sell(1)
    till.write(ClaimMade(CLAIM))
    till.push()
    return till


def states(mall: Mall) -> list[str]:
    return [one.state for one in mall.delivery_claims()]


def test_a_decision_is_told_and_may_be_another_one_later(mall: Mall, claimed: Till) -> None:
    (held,) = mall.delivery_claims()
    assert (held.name, held.claim, held.state) == (NAME, CLAIM, "open")
    mall.decide_claim(NAME, "claim-1", reason="too_late")
    refused = ClaimDecided("claim-1", "1", "refused", NOON, "too_late")
    assert claimed.feed(0).decided == (refused,) and states(mall) == ["refused"]
    mall.decide_claim(NAME, "claim-1")
    assert claimed.feed(0).decided == (ClaimDecided("claim-1", "1", "accepted", NOON),) and states(mall) == ["accepted"]


def test_nothing_else_is_decided(mall: Mall, claimed: Till) -> None:
    for claim, reason in (("claim-9", ""), ("claim-1", "because"), ("", "")):
        with pytest.raises(Refused, match=r"request\.invalid"):
            mall.decide_claim(NAME, claim, reason=reason)
    assert claimed.feed(0).decided == ()


def test_once_a_return_settled_it_or_the_shop_closed_it_nothing_is_decided(mall: Mall, claimed: Till) -> None:
    back = bring_back(claimed, last_sale(claimed), want())
    claimed.journal.pop()
    claimed.write(ReturnCompleted(replace(back, claim=CLAIM.id)))
    claimed.push(3)
    assert states(mall) == []
    with pytest.raises(Refused, match=r"request\.invalid"):
        mall.decide_claim(NAME, "claim-1")
    claimed.write(ClaimMade(Claim("claim-2", "sale-1", "SEL01-1-000001", (want(),), NOON)))
    claimed.push(4)
    mall.decide_claim(NAME, "claim-2", reason="no_damage")
    claimed.write(ClaimClosed("claim-2", "no_damage"))
    claimed.push(5)
    assert states(mall) == []


def test_a_claim_that_comes_again_is_one(mall: Mall, claimed: Till) -> None:
    claimed.write(ClaimMade(CLAIM))
    claimed.push(3)
    assert states(mall) == ["open"]
