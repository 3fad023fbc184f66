"""What is asked of a person in the morning: one message a day, with a numbered line for every customer (P17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers import together
from handlers.asking import ask_later
from handlers.language.reading import Question
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

ALL = 100_000  # what is due of a kind: what one person is asked must not come in two hands
_ASKED = "asked"  # the kind of timer that only marks what was a line of a message


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one customer for one person; `key` is asked once, ever."""

    person: StaffView
    asker: str
    question: Question
    key: str


def was_asked(key: str, uow: UnitOfWork) -> bool:
    return uow.outbox.find(key) is not None or uow.timers.is_set(f"{_ASKED}:{key}")


def mark_asked(key: str, uow: UnitOfWork, now: datetime) -> bool:
    """It is a line of a message under another key; False when it was before, on another machine perhaps."""
    return uow.timers.put(_ASKED, f"{_ASKED}:{key}", now, done=True)


def ask(questions: Iterable[Asked], uow: UnitOfWork, *, channel: str, now: datetime) -> None:
    """Open and push them, `now` in the company's zone: alone as it is, else as the lines of one question."""
    of_person: dict[str, list[Asked]] = defaultdict(list)
    for one in questions:
        if not was_asked(one.key, uow):
            of_person[one.person.userid].append(one)
    for mine in of_person.values():
        lines = _one_of_each(mine)
        if len(lines) > 1:
            lines = [one for one in lines if mark_asked(one.key, uow, now)]
        keys = {one.key for one in lines}
        for one in mine:
            if one.key not in keys:
                mark_asked(one.key, uow, now)
        if len(lines) == 1:
            _ask_alone(lines[0], uow, channel, now)
        elif lines:
            _ask_together(lines, uow, channel, now)


def _one_of_each(questions: Sequence[Asked]) -> list[Asked]:
    """One question about a customer is enough: the last of its kind, which tells of all that he promised, and what he
    promised before what he was sent.
    """
    found: dict[str, Asked] = {}
    for one in questions:
        before = found.setdefault(one.question.data["customer_id"], one)
        if before.asker == one.asker and before is not one:
            found[one.question.data["customer_id"]] = _with_both(before, one)
    return list(found.values())


def _with_both(before: Asked, one: Asked) -> Asked:
    """`several` has the promises of both, by their days; `amount` what was promised in all, None when one named none."""
    data = one.question.data
    if "promise" not in data:
        return one
    several = [
        line for each in (before, one) for line in each.question.data.get("several") or [each.question.data]
    ]
    lines = sorted(
        ({name: line[name] for name in ("promise", "day", "amount", "paid")} for line in several),
        key=lambda line: line["day"],
    )
    sums = [line["amount"] for line in lines]
    told = {"several": lines, "amount": sum(sums) if all(sums) else None, "fraction": ""}
    told["paid"] = max(line["paid"] for line in lines)
    return replace(one, question=replace(one.question, data={**data, **told}))


def _ask_alone(one: Asked, uow: UnitOfWork, channel: str, now: datetime) -> None:
    ask_later(one.person, one.asker, one.question, uow, channel=channel, now=now, key=one.key)


def _ask_together(lines: Sequence[Asked], uow: UnitOfWork, channel: str, now: datetime) -> None:
    question = together.together([(one.asker, one.question) for one in lines])
    key = f"{together.NAME}:{lines[0].key}"
    ask_later(lines[0].person, together.NAME, question, uow, channel=channel, now=now, key=key)
