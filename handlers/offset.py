"""“永盛多付的抵货款”, “宏达定金转货款”: money that stands against nothing pays what is owed now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from handlers import conversation
from handlers.command import Command, Reply, Request
from handlers.figures import figures
from handlers.language.reading import Fit, Intent, Mention
from handlers.payment import by_debt
from handlers.subject import numbered
from handlers.whose import customer_of
from ledger.allocation import Share, allocate
from storage.customers import CustomerView
from storage.sources import Source, Sources
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="offset",
    intents=(Intent.OFFSET,),
    title="多付的抵货款",
    says=("永盛多付的抵货款", "宏达定金转货款", "永盛预付的3000抵 #1042"),
)
_KEPT: Final = "offset"


def run(request: Request, uow: UnitOfWork) -> Reply:
    """To what is named, then the oldest; as much as was said, else all. Disputed sums are left alone."""
    last = conversation.last_customer(request.state)
    if request.record.customer is None and last is not None:
        spoken_of = Mention(last[1], Fit.LAST, last[0], last[1])
        request = request.about(replace(request.record, customer=spoken_of))
    customer = customer_of(COMMAND.name, request, uow)
    if isinstance(customer, Reply):
        return customer
    number = request.record.extra.get("number")
    named = numbered(int(number), uow) if number is not None else None
    if number is not None and (named is None or named.debt is None or named.customer_id != customer.id):
        return Reply("offset/no_such_debt.txt", {"customer": customer.name, "number": number})
    free = Sources(uow).with_money(customer.id)
    wanted = request.record.amount or sum(source.left for source in free)
    shares, was = _paid(free, wanted, (named.id,) if named is not None else (), request, uow)
    context = {"customer": customer.name, "has": sum(source.left for source in free), "today": request.today}
    if not shares:
        return Reply("offset/nothing.txt", context)
    request.state[_KEPT] = {"message": str(request.said.inbox_id), "customer": str(customer.id), "was": was}
    request.state["last_booking"] = str(request.said.inbox_id)
    paid = sum(share.amount for share in shares)
    more = {"amount": paid, "short": max(0, wanted - paid), "shares": by_debt(shares)}
    return Reply("offset/done.txt", {**context, **more, **figures(customer, request, uow)})


def _paid(
    free: Sequence[Source], wanted: int, named: Sequence[int], request: Request, uow: UnitOfWork
) -> tuple[list[Share], list[Any]]:
    """What the sources paid, the oldest first, and what each had paid before: receivable ids and fen."""
    shares: list[Share] = []
    was: list[Any] = []
    for source in free:
        items = uow.receivables.open_items(source.customer_id)
        part = min(source.left, wanted - sum(share.amount for share in shares))
        if part <= 0 or not items:
            break
        day = max(request.today, source.free_from)
        given = allocate(part, items, effective_on=day, designated=named)
        if not given:
            break
        before = [(row.receivable_id or 0, row.amount) for row in _live(source, uow)]
        gives = [*before, *((share.instalment.receivable_id, share.amount) for share in given)]
        _give(source.entry_id, gives, request.said.text if named else "", request, uow)
        was.append([str(source.entry_id), [[str(debt), fen] for debt, fen in before]])
        shares += given
    return shares, was


def _live(source: Source, uow: UnitOfWork) -> Sequence[Any]:
    return [row for row in Sources(uow).live_of(source.entry_id) if row.receivable_id is not None]


def _give(
    entry_id: int, gives: Sequence[tuple[int, int]], words: str, request: Request, uow: UnitOfWork
) -> None:
    """One sum a debt, in the order in which they are paid; `words` are those that name a debt."""
    by_receivable: dict[int, int] = {}
    for debt, fen in gives:
        by_receivable[debt] = by_receivable.get(debt, 0) + fen
    uow.journal.reallocate(
        entry_id,
        list(by_receivable.items()),
        actor=request.speaker.userid,
        designated_by=words,
        message_id=request.said.inbox_id,
    )


def take_back(message: int, request: Request, uow: UnitOfWork) -> Reply | None:
    """“撤销” behind it: every source pays again what it paid before. None when this message did no such thing."""
    kept = request.state.get(_KEPT)
    if kept is None or kept["message"] != str(message):
        return None
    customer = uow.customers.get(int(kept["customer"]))
    if customer is None:
        return None
    for entry_id, before in kept["was"]:
        if not uow.journal.is_reversed(int(entry_id)):
            _give(int(entry_id), [(int(debt), fen) for debt, fen in before], "", request, uow)
    del request.state[_KEPT]
    return _back(customer, request, uow)


def _back(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    return Reply("offset/back.txt", {"customer": customer.name, **figures(customer, request, uow)})
