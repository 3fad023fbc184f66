"""What the gates will ask about the facts of a draft is asked at once: a trip to the database a message, not four.

On PostgreSQL many messages do it together, before the first of them is at its turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from config.company import CompanySettings
from handlers.command import Request
from handlers.draft import Draft, Fact, draft_of
from handlers.language.foretelling import Foretold
from storage.foresight import debt_asked, standing_asked
from storage.unit_of_work import UnitOfWork
from storage.work import Asked


def foresee(draft: Draft, request: Request, uow: UnitOfWork) -> None:
    """Changes nothing but the number of trips: each gate asks as if nobody had."""
    facts = _debts(draft)
    if facts:
        uow.foresee(
            *_gates_ask(facts, draft.recorder, request.today, request.company, uow),
            surely=_standings(facts, request.today),
        )


def foretold_asks(
    foretold: Foretold, recorder: str, company: CompanySettings, uow: UnitOfWork
) -> Iterator[Asked]:
    """What a message will ask that was read ahead; nothing depends on whether it does."""
    facts = _debts(draft_of(foretold.reading, inbox_id=0, recorder=recorder, heard=False))
    today = foretold.now.date()
    yield from _standings(facts, today)
    yield from _gates_ask(facts, recorder, today, company, uow)


def _debts(draft: Draft) -> list[Fact]:
    return [fact for fact in draft.facts if fact.kind == "debt" and fact.customer_id and fact.amount]


def _standings(facts: Iterable[Fact], today: date) -> list[Asked]:
    return [standing_asked(fact.customer_id, today) for fact in facts if fact.customer_id]


def _gates_ask(
    facts: Iterable[Fact], recorder: str, today: date, company: CompanySettings, uow: UnitOfWork
) -> Iterator[Asked]:
    for fact in facts:
        yield from debt_asked(
            uow,
            customer_id=fact.customer_id or 0,
            actor=recorder,
            since=uow.now - timedelta(minutes=company.whole("resend_minutes")),
            amount=fact.amount or 0,
            day=fact.happened_on or today,
            within_days=company.whole("same_fact_days"),
        )
