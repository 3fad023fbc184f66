"""Customers, the names people call them by, and where each stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, select, update

from ledger.money import CURRENCY
from ledger.values import value
from storage.positions import SIGNED, standing_now
from storage.prepared import Once, Prepared
from storage.relations import ALIAS, CUSTOMER, ENTRY, INSTALMENT, IS_OPEN, RECEIPT
from storage.work import Asked, Work

USUAL_OF = 20  # of so many last amounts is a usual one taken


@value
class CustomerView:
    """`credit_limit` in fen, None while none is set; `released`: reminders to the outside may go."""

    id: int
    name: str
    short_name: str = ""
    owner: str = ""
    category: str = ""
    industry: str = ""
    region: str = ""
    grade: str = ""
    credit_limit: int | None = None
    terms: str = ""
    state: str = "active"
    phone: str = ""
    released: bool = True
    created_by: str = ""
    email: str = ""
    contract: str = ""
    known_since: date | None = None
    merged_into: int | None = None


@value
class Position:
    """Where a customer stands in one currency, in fen. `net` = outstanding − unallocated.

    `reported` is money said to have arrived and not yet confirmed; `oldest_due` the earliest open due day.
    """

    currency: str
    outstanding: int
    overdue: int
    unallocated: int
    net: int
    reported: int
    oldest_due: date | None

    @property
    def expected(self) -> int:
        """What stays owed once the reported money is confirmed."""
        return self.net - self.reported


_COLUMNS = tuple(CUSTOMER.c[field.name] for field in fields(CustomerView))
_OURS = select(*_COLUMNS).where(CUSTOMER.c.corp_id == bindparam("corp"))
_GET = _OURS.where(CUSTOMER.c.id == bindparam("id")).execution_options(whose="id")
_BY_NAME = _OURS.where(CUSTOMER.c.name == bindparam("name"))
_OWNED = _OURS.where(
    CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)), CUSTOMER.c.merged_into.is_(None)
).order_by(CUSTOMER.c.name)
_ALL = _OURS.order_by(CUSTOMER.c.id)
_NAMES = (
    select(CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.short_name)
    .where(CUSTOMER.c.corp_id == bindparam("corp"), CUSTOMER.c.merged_into.is_(None))
    .order_by(CUSTOMER.c.id)
)
_ALIASES = (
    select(ALIAS.c.customer_id, ALIAS.c.alias)
    .where(ALIAS.c.corp_id == bindparam("corp"), ALIAS.c.kind == "name")
    .order_by(ALIAS.c.customer_id, ALIAS.c.alias)
)
_BY_ALIAS = (
    select(*_COLUMNS)
    .join(ALIAS, and_(ALIAS.c.corp_id == CUSTOMER.c.corp_id, ALIAS.c.customer_id == CUSTOMER.c.id))
    .where(
        ALIAS.c.corp_id == bindparam("corp"),
        ALIAS.c.kind == bindparam("kind"),
        ALIAS.c.alias == bindparam("alias"),
        CUSTOMER.c.merged_into.is_(None),
    )
    .order_by(CUSTOMER.c.name)
)
_OF_ALIAS = (
    select(ALIAS.c.alias, ALIAS.c.kind)
    .where(ALIAS.c.corp_id == bindparam("corp"), ALIAS.c.customer_id == bindparam("customer"))
    .order_by(ALIAS.c.kind, ALIAS.c.alias)
)
_MERGED = _OURS.where(CUSTOMER.c.merged_into == bindparam("into")).order_by(CUSTOMER.c.id.desc())
_UPDATES = {
    field.name: Prepared(
        update(CUSTOMER)
        .where(CUSTOMER.c.corp_id == bindparam("corp"), CUSTOMER.c.id == bindparam("row_id"))
        .values({field.name: bindparam("value")})
    )
    for field in fields(CustomerView)
    if field.name not in ("id", "created_by")
}
_LEARN = Once(ALIAS)


def _sum(column: Any) -> Any:
    return func.coalesce(func.sum(column), 0)


def _position() -> Select[Any]:
    late = case((INSTALMENT.c.due_on < bindparam("today"), INSTALMENT.c.outstanding), else_=0)
    owed = (
        select(_sum(INSTALMENT.c.outstanding), _sum(late), func.min(INSTALMENT.c.due_on))
        .where(
            INSTALMENT.c.corp_id == bindparam("corp"),
            INSTALMENT.c.customer_id == bindparam("customer"),
            IS_OPEN,
            INSTALMENT.c.currency == bindparam("currency"),
        )
    )  # fmt: skip
    net = (
        select(_sum(SIGNED))
        .where(
            ENTRY.c.corp_id == bindparam("corp"),
            ENTRY.c.customer_id == bindparam("customer"),
            ENTRY.c.currency == bindparam("currency"),
        )
        .scalar_subquery()
    )
    reported = (
        select(_sum(RECEIPT.c.amount))
        .where(
            RECEIPT.c.corp_id == bindparam("corp"),
            RECEIPT.c.customer_id == bindparam("customer"),
            RECEIPT.c.state == "reported",
            RECEIPT.c.currency == bindparam("currency"),
        )
        .scalar_subquery()
    )
    return owed.add_columns(net, reported).execution_options(whose="customer")


_POSITION = _position()
_REVERSAL = ENTRY.alias("reversal")
_USUAL = (
    select(ENTRY.c.amount)
    .outerjoin(_REVERSAL, and_(_REVERSAL.c.corp_id == ENTRY.c.corp_id, _REVERSAL.c.reverses == ENTRY.c.id))
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.customer_id == bindparam("customer"),
        ENTRY.c.kind == bindparam("kind"),
        _REVERSAL.c.id.is_(None),
    )
    .order_by(ENTRY.c.effective_on.desc(), ENTRY.c.seq.desc())
    .limit(USUAL_OF)
    .execution_options(whose="customer")
)


class Customers:
    """Customers of the company. A change of names moves the version that indexes are built on."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, customer_id: int) -> CustomerView | None:
        """The customer, or the one that goes on for him."""
        found = self.exactly(customer_id)
        return found if found is None or found.merged_into is None else self.get(found.merged_into)

    def exactly(self, customer_id: int) -> CustomerView | None:
        """The customer himself, whoever goes on for him."""
        return self._work.remembered(
            CUSTOMER, customer_id, lambda: _view(self._work.row(_GET, id=customer_id))
        )

    def by_name(self, name: str) -> CustomerView | None:
        """The customer of exactly this full name, or the one that goes on for him."""
        found = _view(self._work.row(_BY_NAME, name=name))
        return found if found is None or found.merged_into is None else self.get(found.merged_into)

    def by_alias(self, alias: str, *, kind: str = "name") -> Sequence[CustomerView]:
        """Customers that this other name, or (kind `payer`) this payer, was learnt for."""
        return [CustomerView(*row) for row in self._work.rows(_BY_ALIAS, alias=alias, kind=kind)]

    def create(self, *, name: str, owner: str, created_by: str, **details: Any) -> CustomerView:
        """A new customer. A second one of the same name raises IntegrityError at the flush."""
        view = CustomerView(self._work.new_id(), name, owner=owner, created_by=created_by, **details)
        row = {field.name: getattr(view, field.name) for field in fields(view)}
        self._work.insert(CUSTOMER, row | {"corp_id": self._work.corp_id, "created_at": self._work.now})
        self._bump_names()
        return view

    def update(self, customer_id: int, **changes: Any) -> None:
        """Change fields of `CustomerView`."""
        for name, new in changes.items():
            self._work.update(_UPDATES[name], row_id=customer_id, value=new)
        if not changes.keys().isdisjoint(("name", "short_name", "merged_into")):
            self._bump_names()

    def learn_alias(self, customer_id: int, alias: str, learnt_from: str, kind: str = "name") -> bool:
        """Another name of the customer, or of who pays for it (kind `payer`); False when it was known."""
        row = {
            "corp_id": self._work.corp_id,
            "id": self._work.new_id(),
            "customer_id": customer_id,
            "alias": alias,
            "kind": kind,
            "learnt_from": learnt_from,
            "created_at": self._work.now,
        }
        if not self._work.insert_once(_LEARN, row):
            return False
        self._bump_names()
        return True

    def aliases_of(self, customer_id: int) -> Sequence[tuple[str, str]]:
        """(other name, kind) of what was learnt for this customer himself."""
        return [(row.alias, row.kind) for row in self._work.rows(_OF_ALIAS, customer=customer_id)]

    def merged_into(self, customer_id: int) -> Sequence[CustomerView]:
        """Customers for whom this one goes on."""
        return [CustomerView(*row) for row in self._work.rows(_MERGED, into=customer_id)]

    def names(self) -> tuple[int, list[tuple[int, str, str, tuple[str, ...]]]]:
        """The version, and (id, name, short name, aliases) of every customer."""
        aliases: dict[int, list[str]] = {}
        for customer_id, alias in self._work.rows(_ALIASES):
            aliases.setdefault(customer_id, []).append(alias)
        named = [(row[0], row[1], row[2], tuple(aliases.get(row[0], ()))) for row in self._work.rows(_NAMES)]
        return self.names_version(), named

    def names_version(self) -> int:
        return self._work.company.names_version

    def position(self, customer_id: int, today: date, *, currency: str = CURRENCY) -> Position:
        """Where the customer stands; overdue means due before `today`."""
        row = standing_now(self._work, _POSITION, customer=customer_id, today=today, currency=currency)
        outstanding, overdue, oldest_due, net, reported = row
        values = (int(outstanding), int(overdue), int(outstanding) - int(net), int(net), int(reported))
        return Position(currency, *values, oldest_due)

    def usual_amounts(self, customer_id: int, kind: str) -> list[int]:
        """Fen of the last 20 entries of this kind that were not reversed, newest first."""
        statement, values = usual_asked(customer_id, kind)
        return [row[0] for row in self._work.rows(statement, **values)]

    def owned_by(self, userids: Collection[str]) -> Sequence[CustomerView]:
        return [CustomerView(*row) for row in self._work.rows(_OWNED, owners=sorted(userids))]

    def all(self) -> Sequence[CustomerView]:
        return [CustomerView(*row) for row in self._work.rows(_ALL)]

    def _bump_names(self) -> None:
        self._work.bump_names()


def customer_asked(customer_id: int) -> Asked:
    return _GET, {"id": customer_id}


def position_asked(customer_id: int, today: date, currency: str) -> Asked:
    return _POSITION, {"customer": customer_id, "today": today, "currency": currency}


def usual_asked(customer_id: int, kind: str) -> Asked:
    return _USUAL, {"customer": customer_id, "kind": kind}


def _view(row: Any) -> CustomerView | None:
    return CustomerView(*row) if row is not None else None
