"""The slip that says until when a machine is under warranty and whom to call; nothing personal is on it."""

from __future__ import annotations

from datetime import date

from pos.domain.papers import paper_words as words
from pos.domain.papers.paper import Block, Cut, Document, Feed, Pair, Rule, Text
from pos.domain.papers.receipt import Letterhead, shop_blocks
from pos.domain.warranty import Machine

TITLE = "머신 보증서"


def warranty_slip(machine: Machine, name: str, until: date, shop: Letterhead, *, service_phone: str) -> Document:
    """The warranty of a machine (terms 9 (8) 8, 18). `name` is the product's, `until` the last day."""
    blocks: list[Block] = [
        *shop_blocks(shop),
        Rule(double=True),
        Text(TITLE, align="centre", bold=True, size=2),
        Feed(),
        Pair("머신", name, bold=True),
        Pair("일련번호", machine.serial),
        Pair("구입일", words.day(machine.sold_on)),
    ]
    if machine.registered_on is not None:
        blocks.append(Pair("제품 등록일", words.day(machine.registered_on)))
    blocks += [
        Pair("무상 보증", f"{until.isoformat()}까지", bold=True, size=2),
        Rule(),
        Text("수리와 문의는 제조사 머신 서비스로 연락해 주십시오. (이용약관 18)"),
        Pair("머신 서비스", service_phone, bold=True),
        Text("구입 영수증과 함께 보관해 주십시오."),
        Feed(),
        Cut(),
    ]
    return Document(f"{TITLE} {machine.serial}", tuple(blocks))
