"""“过年前能收回多少”: what will come in by a day, from how late each customer pays, and from whom it is hard.

The manager may have every salesperson sent his own list of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handlers import conversation, lateness, weeks_ahead, what_if
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent, Question
from handlers.permissions import owners_seen
from handlers.rough import rough
from handlers.whose import not_for_role, note_list
from ledger.forecast import Forecast, Habits, forecast
from storage.habits import Owed, habits, owed
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="outlook",
    intents=(Intent.WHAT_IF,),
    title="估回款",
    says=("过年前能收回多少", "下个月能收多少", "未来13周回款预测"),
    action="balance",
)
LISTS = "clearing_lists"
MOST_NAMES = 3  # hard cases named in the answer
MOST_LINES = 10
USUAL_DAYS = 91  # thirteen weeks, when no day is said
LEAST_SHARE = 10_000  # fen: less expected from a customer is not worth a line


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Whatever is asked about what will come, or would. Books nothing."""
    answer = TOPICS.get(str(request.record.extra.get("topic", "")), _by_day)
    return answer(request, uow)


def _by_day(request: Request, uow: UnitOfWork) -> Reply:
    """The sum with its band, and the hard cases."""
    owners = owners_seen(COMMAND.permission, request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    by = _until(request)
    mine, habit = owed(uow, owners), habits(uow, request.today)
    if not mine or by < request.today:
        return Reply("query/outlook_none.txt", {"is_past": by < request.today})
    found = _forecast(mine, habit, request.today, by)
    people = _people(mine, habit, request.today, by, uow)
    note_list("outlook", len({row.customer_id for row in mine}), request, uow)
    may_list = owners is None or len(people) > 1
    if may_list:
        question = Question(LISTS, ({"use": "yes"}, {"use": "no"}), {"by": by})
        conversation.ask(request.state, OpenQuestion(0, LISTS, question, request.said.now, soft=True))
    context = {
        "role": request.speaker.role,
        "by": by,
        **_sums(found, mine),
        "people": people,
        "may_list": may_list,
    }
    return Reply("query/outlook.txt", context)


def resume_lists(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Yes: every salesperson gets his customers, what is expected of each by the day, and who is hard."""
    said_yes = answer.agrees
    if said_yes is None:
        return None
    conversation.close(request.state, asked.id)
    if not said_yes:
        return Reply("query/outlook_kept.txt")
    by: date = asked.question.data["by"]
    owners = owners_seen(COMMAND.permission, request.speaker, uow)
    rows, habit = owed(uow, owners), habits(uow, request.today)
    staff = {person.userid: person for person in uow.staff.all() if person.active}
    pushes = [
        Push(owner, f"clearing:{request.said.inbox_id}:{owner}", "chat/query/clearing_list.txt", context)
        for owner, theirs in sorted(_by_owner(rows).items())
        if owner in staff
        for context in [_list(theirs, habit, request.today, by)]
        if context["lines"]
    ]
    names = [staff[push.target].name for push in pushes]
    return Reply("query/outlook_listed.txt", {"names": names}, tuple(pushes))


def _until(request: Request) -> date:
    """The last day asked about; thirteen weeks when none was said."""
    day = request.record.extra.get("to")
    return day if isinstance(day, date) else request.today + timedelta(USUAL_DAYS)


def _forecast(rows: Sequence[Owed], habit: Habits, today: date, by: date) -> Forecast:
    items = [item for row in rows if (item := row.open()) is not None]
    return forecast(items, habit, edges=(today, by + timedelta(1)))


def _sums(found: Forecast, rows: Sequence[Owed]) -> Mapping[str, Any]:
    period = found.periods[0]
    names = {row.customer_id: row.name for row in rows}
    hardest = sorted(found.hard.items(), key=lambda pair: -pair[1])
    return {
        "expected": rough(period.fen),
        "low": rough(period.low),
        "high": min(rough(period.high), sum(row.fen for row in rows)),
        "owed": sum(row.fen for row in rows),
        "undated": sum(row.fen for row in rows if row.due_on is None),
        "hard": sum(found.hard.values()),
        "hard_count": len(found.hard),
        "hardest": [{"customer": names[key], "owed": fen} for key, fen in hardest[:MOST_NAMES]],
    }


def _people(
    rows: Sequence[Owed], habit: Habits, today: date, by: date, uow: UnitOfWork
) -> Sequence[Mapping[str, Any]]:
    """Expected fen by salesperson, the largest first."""
    names = {person.userid: person.name for person in uow.staff.all()}
    sums = [
        {
            "name": names.get(owner, owner),
            "expected": rough(_forecast(theirs, habit, today, by).periods[0].fen),
        }
        for owner, theirs in _by_owner(rows).items()
    ]
    return sorted(sums, key=lambda line: -int(str(line["expected"])))


def _by_owner(rows: Sequence[Owed]) -> Mapping[str, list[Owed]]:
    found: dict[str, list[Owed]] = defaultdict(list)
    for row in rows:
        found[row.owner].append(row)
    return found


def _list(rows: Sequence[Owed], habit: Habits, today: date, by: date) -> dict[str, Any]:
    """A salesperson's customers, what is expected of each by the day first, then the hard ones."""
    by_customer: dict[int, list[Owed]] = defaultdict(list)
    for row in rows:
        by_customer[row.customer_id].append(row)
    lines = []
    for theirs in by_customer.values():
        found = _forecast(theirs, habit, today, by)
        expected, hard = rough(found.periods[0].fen), sum(found.hard.values())
        if expected >= LEAST_SHARE or hard:
            lines.append(
                {
                    "customer": theirs[0].name,
                    "expected": expected,
                    "hard": hard,
                    "owed": sum(row.fen for row in theirs),
                }
            )
    lines.sort(key=lambda line: (-int(str(line["expected"])), -int(str(line["hard"]))))
    return {"by": by, "lines": lines[:MOST_LINES], "left_out": max(0, len(lines) - MOST_LINES)}


TOPICS: Mapping[str, Callable[[Request, UnitOfWork], Reply]] = {
    "what_if": what_if.run,
    "weeks": weeks_ahead.run,
    "risk": lateness.run_shaky,
    "will_be_late": lateness.run_will_be_late,
}
