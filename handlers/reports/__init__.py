"""Reports: each takes what is asked for and reads the books; none writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from handlers.reports import (
    aging,
    debtors,
    delays,
    fresh,
    items,
    log,
    movements,
    rates,
    rolls,
    silent,
    trend,
    words,
)
from handlers.reports.ask import Ask
from handlers.reports.table import Report
from storage.currencies import other_currencies
from storage.unit_of_work import UnitOfWork

Maker = Callable[[Ask, UnitOfWork], Report]
REPORTS: Final[Mapping[str, Maker]] = MappingProxyType(
    {
        "aging": aging.run,
        "items": items.run,
        "trend": trend.run,
        "delays": delays.run,
        "receipts": movements.receipts,
        "debts": movements.debts,
        "debtors": debtors.run,
        "fresh": fresh.run,
        "silent": silent.run,
        "log": log.run,
        "words": words.run,
        "rates": rates.run,
        "rolls": rolls.run,
    }
)


def make(ask: Ask, uow: UnitOfWork) -> Report:
    """The report, in yuan, with the currencies that it leaves out. Raises KeyError for a name that is none of `REPORTS`."""
    report = REPORTS[ask.name](ask, uow)
    return replace(report, context={"others": list(other_currencies(uow)), **report.context})
