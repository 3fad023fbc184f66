"""What is asked about what will come, and what is made of it: values, so that a job can make them beside the chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.command import Reply
from handlers.language.reading import NOTHING, Question
from storage.customers import CustomerView


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one customer, or of all of these `owners` (None: everybody's), as `role` may read it; `extra` of the reading."""

    role: str
    owners: frozenset[str] | None
    today: date
    customer: CustomerView | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Made:
    """The words, the picture below them (a template and what is drawn), and what is asked at their end."""

    reply: Reply
    picture: str = ""
    drawn: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    question: Question | None = None
