"""Rows that are completed from the books just before they leave: a payment in between changes or cancels them.

A row names its refresh in its context, {"refresh": NAME, …}; what stands in the row is only what was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from config.company import CompanySettings
from storage.unit_of_work import UnitOfWork

KEY: Final = "refresh"
Settle: TypeAlias = Callable[[UnitOfWork], object]


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing is left to say: the row is cancelled for this reason, and `settle` written before."""

    reason: str
    settle: Settle | None = None


@dataclass(frozen=True, slots=True)
class Partly:
    """Less is said than was meant: `settle` is written before it leaves, any number of times."""

    context: Mapping[str, Any]
    settle: Settle


@dataclass(frozen=True, slots=True)
class NotNow:
    """It may not leave at this hour: the row waits on, without having cost an attempt."""

    until: datetime


# (the row's context, the books, the company's settings) → the whole context to render with
Refresh: TypeAlias = Callable[
    [Mapping[str, Any], UnitOfWork, CompanySettings], Mapping[str, Any] | Partly | Gone | NotNow
]
