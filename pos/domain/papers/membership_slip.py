"""The slip somebody takes home who became a member: their number, what they agreed to, and how to take it back.

Name and mobile are masked on it: it is left on counters and in bags.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from pos.domain.members import mask_name, mask_phone
from pos.domain.papers import paper_words as words
from pos.domain.papers.paper import Block, Cut, Document, Feed, Pair, Qr, Rule, Text
from pos.domain.papers.receipt import Letterhead, copy_blocks, shop_blocks
from pos.domain.people.joining import Consent, ConsentText

TITLE = "회원 가입 확인서"


class Joined(msgspec.Struct, frozen=True):
    """Personal. Who became a member, and to what they agree now."""

    number: str
    name: str
    mobile: str
    consents: tuple[Consent, ...] = ()
    joined_on: date | None = None
    by_guardian: bool = False


def membership_slip(
    joined: Joined, texts: Sequence[ConsentText], shop: Letterhead, *, is_copy: bool = False
) -> Document:
    """The confirmation of a membership (terms 6, 7 (1); privacy policy 1, 6). `texts` are what can be agreed to."""
    blocks: list[Block] = [
        *copy_blocks(is_copy=is_copy),
        *shop_blocks(shop),
        Rule(double=True),
        Text(TITLE, align="centre", bold=True, size=2),
        Feed(),
        Pair("회원 번호", joined.number, bold=True),
        Pair("이름", mask_name(joined.name)),
        Pair("휴대전화", mask_phone(joined.mobile)),
    ]
    if joined.joined_on is not None:
        blocks.append(Pair("가입일", words.day(joined.joined_on)))
    if joined.by_guardian:
        blocks.append(Text("법정대리인의 동의를 받았습니다."))
    for group, is_required in (("필수", True), ("선택", False)):
        asked = [text for text in texts if text.is_required is is_required]
        blocks += [Rule(), Text(f"{group} 동의", bold=True), *_consents(joined.consents, asked)] if asked else []
    blocks += [
        Rule(),
        Text("날짜는 동의하신 본문의 시행일입니다. 본문은 매장과 홈페이지에서 보실 수 있습니다."),
        Text("선택 동의는 매장이나 고객센터에서 언제든지 거두실 수 있고, 거두셔도 회원 자격은 그대로입니다."),
        Text("탈퇴도 매장이나 고객센터에서 언제든지 요청하실 수 있고, 바로 처리합니다. (이용약관 7 (1))"),
        Pair("개인정보·탈퇴 문의", shop.service_phone or shop.phone, bold=True),
        Feed(),
        Qr(joined.number, caption=joined.number),
        Text("계산하실 때 이 코드를 보여 주세요.", align="centre"),
        Cut(),
    ]
    return Document(f"{TITLE} {joined.number}", tuple(blocks))


def _consents(given: Sequence[Consent], texts: Sequence[ConsentText]) -> list[Block]:
    """Each text with the version that was agreed to; what was declined is said, too."""
    versions = {one.kind: one.version for one in given}
    return [Pair(text.title.ko, versions.get(text.kind, "동의 안 함")) for text in texts]
