"""What exists, read top to bottom: the commands, who answers which intent, and who settles which question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers import booking, credit_note, debt, payment
from handlers.command import Command, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.gates import GATES
from handlers.language.reading import Answer, Intent
from storage.unit_of_work import UnitOfWork

Handler = Callable[[Request, UnitOfWork], Reply]
Settler = Callable[[OpenQuestion, Answer, Request, UnitOfWork], Reply | None]

COMMANDS: Final[tuple[Command, ...]] = (debt.COMMAND, payment.COMMAND, credit_note.COMMAND)
MONEY: Final = frozenset(
    {*debt.COMMAND.intents, *payment.COMMAND.intents, *credit_note.COMMAND.intents, Intent.AMBIGUOUS}
)
HANDLERS: Final[Mapping[Intent, Handler]] = MappingProxyType(dict.fromkeys(MONEY, booking.run))
ASKERS: Final[Mapping[str, Settler]] = MappingProxyType({gate.NAME: booking.resume for gate in GATES})
