"""An Excel dropped into the chat (P23): read as it is, doubtful rows one by one, then “导入”.

The file is read and written outside the message (`bot.jobs.sheets`); here stands what is asked and answered about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from handlers import conversation
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Question
from ledger.money import yuan
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

NAME: Final = "import_file"
DOUBT: Final = "import_doubt"
WORK: Final = "import_file"  # the kind of timer that a job looks for
ROLES: Final = frozenset({"finance", "manager", "admin"})
# As said back, without the polite ending that a reader leaves off (“不导了”).
_GO: Final = {"use": "go", "label": "导入"}
_LOOK: Final = {"use": "look", "label": "看问题"}
_DROP: Final = {"use": "drop", "label": "不导"}
_SKIP: Final = {"use": "skip", "label": "跳过"}
_ENOUGH: Final = {"use": "enough", "label": "不看"}


def subject_of(message_id: int) -> str:
    """What the attachment of this message is about, so that it hangs on no record."""
    return f"import:{message_id}"


def may_import(person: StaffView) -> bool:
    return person.role in ROLES


def receive(name: str, request: Request, uow: UnitOfWork) -> Reply:
    """A file came: it is fetched and read, and its sender hears what is in it."""
    message_id = request.said.inbox_id
    work = {"subject": subject_of(message_id), "by": request.speaker.userid, "do": "read"}
    uow.timers.put(WORK, f"import:{message_id}:read", uow.now, work)
    return Reply("import/reading.txt", {"name": name})


def found(data: Mapping[str, Any], state: dict[str, Any], now: datetime, person: StaffView) -> Reply:
    """What was read, as the question what to do with it."""
    return _ask(NAME, _options(data), data, state, now, person)


def _options(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    options = [_GO] if data["sure"] else []
    return (*options, *([_LOOK] if data["doubts"] else []), _DROP)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """导入 · 看问题 · 不导了; None when the words are none of these."""
    use = _use(asked, answer)
    if answer.yes is not None and use is None:
        use = "go" if answer.yes else "drop"
    data = dict(asked.question.data)
    if use == "go" and not data["sure"]:
        return None
    match use:
        case "go":
            conversation.close(request.state, asked.id)
            return _go(data, request, uow)
        case "look" if data["doubts"]:
            conversation.close(request.state, asked.id)
            return _next(data, request)
        case "drop":
            conversation.close(request.state, asked.id)
            return Reply("import/dropped.txt", {"name": data["name"]})
    return None


def resume_doubt(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """What is right for this row, “跳过”, or “不看了”."""
    data = dict(asked.question.data)
    doubt, *rest = data["doubts"]
    use = _use(asked, answer) or ("skip" if answer.yes is False else None)
    mended = None if use else _mended(doubt, answer)
    if use is None and mended is None:
        return None
    conversation.close(request.state, asked.id)
    if use != "enough":
        data["doubts"] = rest
        data["mended"] = [*data["mended"], {"sheet": doubt["sheet"], "row": doubt["row"], "cells": mended}]
    if use == "enough" or not rest:
        return _again(data, request, uow)
    return _next(data, request)


def _mended(doubt: Mapping[str, Any], answer: Answer) -> Mapping[str, str] | None:
    if doubt["field"] == "amount" and answer.amount is not None:
        return {"amount": yuan(answer.amount)}
    if doubt["field"].endswith("_on") and answer.day is not None:
        return {doubt["field"]: answer.day.isoformat()}
    return None


def _next(data: Mapping[str, Any], request: Request) -> Reply:
    return _ask(DOUBT, (_SKIP, _ENOUGH), data, request.state, request.said.now, request.speaker)


def _again(data: Mapping[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """All was answered: the file is read once more with what was mended."""
    work = {
        "subject": data["subject"],
        "by": request.speaker.userid,
        "do": "read",
        "mended": data["mended"],
    }
    uow.timers.put(WORK, f"import:{request.said.inbox_id}:again", uow.now, work)
    return Reply("import/reading.txt", {"name": data["name"]})


def _go(data: Mapping[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    work = {"subject": data["subject"], "by": request.speaker.userid, "do": "write", "mended": data["mended"]}
    uow.timers.put(WORK, f"import:{request.said.inbox_id}:write", uow.now, work)
    return Reply("import/going.txt", {"rows": data["sure"]})


def _ask(
    asker: str,
    options: Sequence[Mapping[str, Any]],
    data: Mapping[str, Any],
    state: dict[str, Any],
    now: datetime,
    person: StaffView,
) -> Reply:
    question = Question(asker, tuple(options), data)
    conversation.ask(state, OpenQuestion(0, asker, question, now, role=person.role))
    return Reply(f"questions/{asker}.txt", {**data, "options": question.options})


def _use(asked: OpenQuestion, answer: Answer) -> str | None:
    options = asked.question.options
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        return str(options[answer.choice - 1]["use"])
    return None
