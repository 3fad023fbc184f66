"""Who confirms money that was reported."""

from __future__ import annotations

from handlers.command import Request
from handlers.proposal import first_with
from storage.unit_of_work import UnitOfWork


def confirmer(request: Request, uow: UnitOfWork) -> str:
    """The name of who in finance confirms, other than the speaker; empty when there is nobody."""
    judge = first_with(("finance",), request.speaker, uow)
    return judge.name if judge is not None else ""
