"""Who may do what: one table, and one question put to it.

Rights follow `customer.owner`: the speaker, or someone under him. A customer without an owner is open to every
salesperson. A fact is never refused: what a person may not book on a colleague's customer becomes a proposal.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork


class Scope(StrEnum):
    """How far a role reaches: ALL customers; OWN (his, and those of people under him); TEAM is OWN for managers;
    PROPOSE: own ones are booked, others become a proposal; MINE: what he recorded himself; NO: not at all."""

    ALL = "all"
    OWN = "own"
    PROPOSE = "propose"
    MINE = "mine"
    NO = "no"


class Verdict(StrEnum):
    YES = "yes"
    PROPOSE = "propose"
    OTHERS = "others"  # a colleague's customer: answered with the owner's name and no figures
    NO = "no"  # not for this role


ROLES = ("sales", "clerk", "warehouse", "finance", "manager", "admin")


def _row(
    sales: str, clerk: str, warehouse: str, finance: str, manager: str, admin: str
) -> Mapping[str, Scope]:
    scopes = (sales, clerk, warehouse, finance, manager, admin)
    return MappingProxyType({role: Scope(scope) for role, scope in zip(ROLES, scopes, strict=True)})


#                        sales      clerk   warehouse finance manager admin
MAY: Mapping[str, Mapping[str, Scope]] = MappingProxyType(
    {
        "debt": _row("propose", "all", "no", "all", "own", "all"),
        "payment": _row("propose", "all", "no", "all", "own", "all"),
        "credit_note": _row("propose", "all", "no", "all", "own", "all"),
        "customer": _row("own", "all", "no", "all", "own", "all"),
        "correction": _row("own", "mine", "no", "all", "own", "all"),
        "undo": _row("own", "mine", "no", "all", "own", "all"),
        "balance": _row("own", "no", "no", "all", "own", "all"),
        "due": _row("own", "no", "no", "all", "own", "all"),
        "overdue": _row("own", "no", "no", "all", "own", "all"),
        "statement": _row("own", "no", "no", "all", "own", "all"),
        "link": _row("own", "no", "no", "all", "own", "all"),
        "detail": _row("own", "mine", "no", "all", "own", "all"),
        "story": _row("own", "no", "no", "all", "own", "all"),
        "invoice": _row("own", "all", "no", "all", "own", "all"),
        "receipt": _row("no", "no", "no", "all", "no", "all"),
        "unclaimed": _row("no", "no", "no", "all", "no", "all"),
        "claim": _row("all", "no", "no", "all", "all", "all"),
        "promise": _row("own", "no", "no", "all", "own", "all"),
        "follow_up": _row("own", "all", "no", "all", "own", "all"),
        "dispute": _row("own", "all", "no", "all", "own", "all"),
        "hold": _row("own", "all", "no", "all", "own", "all"),
        "stop": _row("own", "no", "no", "all", "own", "all"),
        "chase": _row("own", "no", "no", "all", "own", "all"),
        "silence": _row("own", "no", "no", "all", "own", "all"),
        "task": _row("own", "all", "no", "all", "own", "all"),
        "reminder": _row("all", "all", "all", "all", "all", "all"),
        "may_deliver": _row("own", "all", "all", "all", "own", "all"),
        "staff": _row("no", "no", "no", "no", "no", "all"),
        "hand_over": _row("no", "no", "no", "no", "own", "all"),
        "merge": _row("own", "all", "no", "all", "own", "all"),
        "merge_approval": _row("no", "no", "no", "all", "own", "all"),
        "misuse": _row("no", "no", "no", "no", "own", "all"),
        "limit": _row("no", "no", "no", "no", "own", "all"),
        "write_off": _row("own", "no", "no", "all", "own", "all"),
        "late_fee": _row("own", "no", "no", "all", "own", "all"),
        "fee_waiver": _row("own", "no", "no", "all", "own", "all"),
        "provision": _row("no", "no", "no", "all", "all", "all"),
        "release": _row("no", "no", "no", "all", "own", "all"),
        "setting": _row("no", "no", "no", "all", "all", "all"),
        "report": _row("own", "no", "no", "all", "own", "all"),
        "digest": _row("own", "no", "no", "all", "own", "all"),
        "unsent": _row("no", "no", "no", "no", "no", "all"),
        "help": _row("all", "all", "all", "all", "all", "all"),
    }
)


def reach(action: str, speaker: StaffView, customer: CustomerView | None, uow: UnitOfWork) -> Verdict:
    """May this person do this to this customer? `customer` None asks about the role alone."""
    scope = MAY[action].get(speaker.role, Scope.NO)
    if scope is Scope.NO:
        return Verdict.NO
    if scope is Scope.ALL or customer is None or is_own(speaker, customer, uow):
        return Verdict.YES
    if scope is Scope.PROPOSE:
        return Verdict.PROPOSE
    return Verdict.OTHERS


def is_own(speaker: StaffView, customer: CustomerView, uow: UnitOfWork) -> bool:
    """Is the customer his, nobody's, or that of someone under him (manager chain, else department)?"""
    if customer.owner in ("", speaker.userid):
        return True
    return speaker.role in ("manager", "admin") and customer.owner in uow.staff.under(speaker.userid)


def owners_seen(action: str, speaker: StaffView, uow: UnitOfWork) -> frozenset[str] | None:
    """Whose customers a list may show: None for everybody's, else a set of userids (may be empty)."""
    scope = MAY[action].get(speaker.role, Scope.NO)
    if scope is Scope.ALL:
        return None
    if scope in (Scope.NO, Scope.MINE):
        return frozenset()
    if speaker.role == "manager":
        return frozenset({speaker.userid, *uow.staff.under(speaker.userid)})
    return frozenset({speaker.userid})


def may_see_figures(speaker: StaffView, customer: CustomerView, uow: UnitOfWork) -> bool:
    """May a reply to this person show what the customer owes?"""
    return reach("balance", speaker, customer, uow) is Verdict.YES
