"""What a check finds, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import httpx

from bot.clock import Clock
from config.settings import Settings
from storage.database import Database


class Grade(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `mend` says what to do, and on which page of the WeCom console."""

    check: str
    grade: Grade
    what: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """`database` is None where it cannot be opened; `subscribe` allows taking the bot's line for a moment."""

    settings: Settings
    http: httpx.AsyncClient
    clock: Clock
    database: Database | None
    subscribe: bool = False


Check: TypeAlias = Callable[[Patient], Awaitable[list[Finding]]]


def ok(check: str, what: str) -> Finding:
    return Finding(check, Grade.OK, what)


def warning(check: str, what: str, mend: str) -> Finding:
    return Finding(check, Grade.WARNING, what, mend)


def problem(check: str, what: str, mend: str) -> Finding:
    return Finding(check, Grade.PROBLEM, what, mend)
