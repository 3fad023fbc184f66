"""A small believable company on a fresh simulated database, so that the first question has an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from bot.simulator.company import NAME, PEOPLE
from bot.simulator.history import CUSTOMERS, HISTORY, Event
from ledger.receivable import Part
from ledger.terms import due_on, parse
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

FEN = 100
SOURCE = "simulator"
DEFAULT_TERMS = "net:30"
FINANCE = "lijie"
# What stands in texts to customers.
SAID_TO_CUSTOMERS = MappingProxyType(
    {"company_name": NAME, "payment_account": "恒达建材 工商银行 6222 0000 0000 0001"}
)


def seed(uow: UnitOfWork) -> bool:
    """Staff, customers and two months of facts, with days counted back from the Clock's today.

    False, and nothing done, when the books have a customer already.
    """
    if uow.customers.all():
        return False
    for person in PEOPLE:
        if uow.staff.get(person.userid) is None:
            uow.staff.put(
                StaffView(
                    person.userid,
                    person.name,
                    person.role,
                    person.department,
                    person.manager,
                    reached=True,
                    source=SOURCE,
                )
            )
    for key, value in SAID_TO_CUSTOMERS.items():
        uow.settings.put(key, value, by=SOURCE)
    customers = {customer.name: customer for customer in _customers(uow)}
    posted: dict[tuple[str, int], int] = {}
    now, today = uow.now, uow.today()
    for event in HISTORY:
        day = today - timedelta(days=event.days_ago)
        # Recorded on its day too: nobody is asked about what was “just” said, and past days look as they were.
        uow.now = now - timedelta(days=event.days_ago)
        known = posted.get((event.customer, event.of), 0)
        _POST[event.kind](event, customers[event.customer], day, known, posted, uow)
    uow.now = now
    return True


def _customers(uow: UnitOfWork) -> list[CustomerView]:
    return [
        uow.customers.create(
            name=name,
            short_name=short,
            owner=owner,
            created_by=FINANCE,
            terms=terms,
            credit_limit=None if limit is None else limit * FEN,
            phone=phone,
        )
        for name, short, owner, terms, limit, phone in CUSTOMERS
    ]


Posted = dict[tuple[str, int], int]
"""By customer and days ago: the receivable of a debt, the entry of a payment."""


def _debt(event: Event, customer: CustomerView, day: date, _: int, posted: Posted, uow: UnitOfWork) -> None:
    terms = parse(customer.terms or DEFAULT_TERMS)
    made = uow.journal.debt(
        customer_id=customer.id,
        principal=event.yuan * FEN,
        issued_on=day,
        parts=[Part(event.yuan * FEN, due_on(terms, day))],
        actor=customer.owner,
        salesperson=customer.owner,
        terms=str(terms),
        note=event.note,
    )
    posted[customer.name, event.days_ago] = made.entry.receivable_id or 0


def _payment(
    event: Event, customer: CustomerView, day: date, _: int, posted: Posted, uow: UnitOfWork
) -> None:
    receipt = uow.receipts.report(
        customer.id,
        event.yuan * FEN,
        day,
        reported_by=event.holder or FINANCE,
        state="confirmed",
        account=event.account,
        holder=event.holder,
        bill_due_on=day + timedelta(days=12) if event.account == "bill" else None,
    )
    made = uow.journal.payment(
        customer_id=customer.id,
        amount=event.yuan * FEN,
        effective_on=day,
        actor=FINANCE,
        receipt_id=receipt.id,
    )
    posted[customer.name, event.days_ago] = made.entry.id


def _goods_return(
    event: Event, customer: CustomerView, day: date, known: int, _: Posted, uow: UnitOfWork
) -> None:
    uow.journal.credit(
        "credit_note",
        customer_id=customer.id,
        amount=event.yuan * FEN,
        effective_on=day,
        actor=customer.owner,
        designated=(known,),
        reason="退货",
        note=event.note,
    )


def _bounce(event: Event, _: CustomerView, day: date, known: int, __: Posted, uow: UnitOfWork) -> None:
    uow.journal.reverse(known, reason="bounced", actor=FINANCE, on=day, note=event.note)


_POST: Mapping[str, Callable[[Event, CustomerView, date, int, Posted, UnitOfWork], None]] = MappingProxyType(
    {"debt": _debt, "payment": _payment, "goods_return": _goods_return, "bounce": _bounce}
)
