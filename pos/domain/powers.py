"""Who may do what: the powers of each role, read strictly from a document. One question, asked in one place."""

from __future__ import annotations

import tomllib
from typing import Literal, TypeAlias

import msgspec

from pos.domain.approval import Action
from pos.domain.errors import Refused
from pos.domain.people.access import Purpose

Role: TypeAlias = Literal["cashier", "senior_cashier", "manager", "technician", "auditor"]
Power: TypeAlias = Literal[
    "sell",
    "refund",
    "approve",
    "approve_some",
    "close_any_shift",
    "see_figures",
    "see_reports",
    "see_audit",
    "see_papers",
    "edit_staff",
    "open_member_record",
    "handle_subject_requests",
    "refuse_subject_requests",
    "suspend_member",
    "export_lists",
    "release_feed",
    "set_up_devices",
    "train",
    "bring_back",
    "settle_aside",
]

_Roles: TypeAlias = frozenset[Role]


class _Granted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The roles that have each power; whose purposes stand in a table of their own are not said twice."""

    sell: _Roles
    refund: _Roles
    approve: _Roles
    approve_some: _Roles
    close_any_shift: _Roles
    see_figures: _Roles
    see_reports: _Roles
    see_audit: _Roles
    see_papers: _Roles
    edit_staff: _Roles
    handle_subject_requests: _Roles
    refuse_subject_requests: _Roles
    suspend_member: _Roles
    export_lists: _Roles
    release_feed: _Roles
    set_up_devices: _Roles
    train: _Roles
    bring_back: _Roles
    settle_aside: _Roles


class Powers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole document. `some` are the actions that who has `approve_some`, and not `approve`, may say yes to.

    `purposes`: what each role may open a member's record for; a role that is not named there opens none.
    """

    power: _Granted
    some: frozenset[Action]
    purposes: dict[Role, frozenset[Purpose]]

    def may(self, role: Role, power: Power) -> bool:
        """Whether a role has a power."""
        if power == "open_member_record":
            return bool(self.purposes.get(role))
        granted: _Roles = getattr(self.power, power)
        return role in granted

    def may_approve(self, role: Role, action: str) -> bool:
        """Whether a role may be the second person who allows an action."""
        return self.may(role, "approve") or (self.may(role, "approve_some") and action in self.some)

    def may_open(self, role: Role, purpose: str) -> bool:
        """Whether a role may see a member's record unmasked for a purpose."""
        return purpose in self.purposes.get(role, frozenset())

    def with_power(self, power: Power) -> frozenset[Role]:
        """The roles that have a power."""
        return frozenset(role for role in ROLES if self.may(role, power))


ROLES: tuple[Role, ...] = ("cashier", "senior_cashier", "manager", "technician", "auditor")


def read_powers(document: str) -> Powers:
    """The powers in a document (TOML). Raises Refused("powers.rejected", cause=...) unless all of it is understood.

    Nobody could mend a document in which no role may edit staff, and it is refused, too.
    """
    try:
        powers = msgspec.convert(tomllib.loads(document), Powers)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise Refused("powers.rejected", cause=str(error)) from error
    if not powers.power.edit_staff:
        raise Refused("powers.rejected", cause="nobody may edit_staff")
    return powers
