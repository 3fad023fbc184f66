"""What a handler is given and what it gives back. A handler neither renders nor sends: it returns values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from config.company import CompanySettings
from handlers.language.foretelling import Foretold
from handlers.language.names import NameIndex
from handlers.language.reading import NOTHING, Intent, Reading, Record
from ledger.values import value
from storage.staff import StaffView

NO_RECORD = Record(Intent.NONE)


@value
class Said:
    """A message as it came in: who, where, when (aware, company zone), and the words.

    `inbox_id` is its row; `quote` the text it quotes, if any; `heard` marks words that were dictated; `foretold` is what
    somebody read in it before it was its turn.
    """

    inbox_id: int
    channel: str
    chat_id: str
    text: str
    now: datetime
    in_group: bool = False
    quote: str = ""
    heard: bool = False
    foretold: Foretold | None = None


@value
class Request:
    """One thing asked of a handler. `record` is the part of the reading at hand; `state` the conversation (JSON),
    which a handler may change; `company` the settings that hold for the whole company.
    """

    said: Said
    speaker: StaffView
    reading: Reading
    index: NameIndex
    state: dict[str, Any]
    company: CompanySettings
    record: Record = NO_RECORD

    @property
    def today(self) -> date:
        return self.said.now.date()

    def about(self, record: Record) -> Request:
        return replace(self, record=record)


@value
class Push:
    """A message to somebody else, written with the booking. `key` makes it once only.

    One that asks names the open `question` and how many `choices` it offers, so that it gets buttons.
    """

    target: str  # userid
    key: str
    template: str
    context: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    priority: int = 3
    question: int = 0
    choices: int = 0


class Audience(StrEnum):
    """Who may read an answer in a group whose members nobody can list: its speaker alone, or every colleague."""

    PRIVATE = "private"
    PUBLIC = "public"


@value
class Reply:
    """The answer: a template below templates/chat and its context, what is added below it, and pushes to others.

    An empty template stays silent. In a group a private one goes to its speaker alone, and the others see what
    `in_group` says, if anything. `settled` are the open questions that it closed, by their numbers.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    pushes: tuple[Push, ...] = ()
    also: tuple[Reply, ...] = field(default=())
    audience: Audience = Audience.PRIVATE
    in_group: Reply | None = None
    settled: tuple[int, ...] = ()

    def with_more(self, *more: Reply) -> Reply:
        return replace(self, also=(*self.also, *more)) if more else self

    def with_pushes(self, *pushes: Push) -> Reply:
        return replace(self, pushes=(*self.pushes, *pushes)) if pushes else self


SILENT = Reply("")


@value
class Command:
    """A thing a person can say. `says` are examples, shown in help and in the README; `title` is its name in help."""

    name: str
    intents: tuple[Intent, ...]
    title: str
    says: tuple[str, ...]
    action: str = ""  # the row of `permissions.MAY`; the name when empty

    @property
    def permission(self) -> str:
        return self.action or self.name
