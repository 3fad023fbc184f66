"""Grades that the month's run proposes, put to whoever decides: all at once by a tap, or one customer after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers import conversation, grade
from handlers.asking import ask_later, is_past
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Question
from handlers.permissions import MAY, Scope, owners_seen
from handlers.proposal import question_context
from handlers.whose import not_for_role
from storage.grades import GradeProposalView
from storage.unit_of_work import UnitOfWork

ROUND = "grades_proposed"
ONE = "grade_one"
_EACH = "each"
_LATER = "later"


def tell(uow: UnitOfWork, now: datetime, channel: str) -> None:
    """Managers are asked once a month about the grades of their people's customers; `now` in the company's zone."""
    for person in uow.staff.all():
        if not person.active or person.role not in ("manager", "admin"):
            continue
        rows = uow.grades.open(owners_seen(grade.DECIDES, person, uow))
        if not rows:
            continue
        asker, question = _question(rows)
        key = f"grades:{person.userid}:{grade.first_of_month(now.date()).isoformat()}"
        if ask_later(person, asker, question, uow, channel=channel, now=now, key=key, aside=True):
            state = uow.conversations.load(channel, "", person.userid)
            grade.listing(state, rows)
            uow.conversations.save(channel, "", person.userid, state)


def _question(rows: Sequence[GradeProposalView]) -> tuple[str, Question]:
    """Of one the grade itself, of several what to do with those that fit into a message."""
    if len(rows) == 1:
        return ONE, _one(rows[0], ())
    shown = rows[: grade.MOST_LINES]
    data = {
        "lines": [grade.line_of(row) for row in shown],
        "keys": [str(row.id) for row in shown],
        "count": len(rows),
        "left_out": len(rows) - len(shown),
        "subject": ROUND,
    }
    return ROUND, Question(ROUND, ({"use": "accepted"}, {"use": _EACH}, {"use": "refused"}), data)


def _one(row: GradeProposalView, rest: Sequence[int]) -> Question:
    data = {
        **grade.line_of(row),
        "keys": [str(row.id)],
        "rest": [str(key) for key in rest],
        "subject": f"grade:{row.id}",
    }
    return Question(ONE, ({"use": "accepted"}, {"use": "refused"}, {"use": _LATER}), data)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """All that were shown, one after the other, or this one; then those that are left."""
    use = _chosen(asked, answer)
    if use is None or is_past(asked, request):
        return None
    conversation.close(request.state, asked.id)
    owners = owners_seen(grade.DECIDES, request.speaker, uow)
    if MAY[grade.DECIDES][request.speaker.role] is Scope.NO or (owners is not None and not owners):
        return not_for_role(request)
    keys = [int(key) for key in asked.question.data["keys"]]
    rest = [int(key) for key in asked.question.data.get("rest", ())]
    if use == _EACH:
        return _ask_next(keys, request, uow) or grade.decide([], "accepted", owners, request, uow)
    if use == _LATER:
        return _ask_next(rest, request, uow) or Reply("credit/later.txt")
    reply = grade.decide(keys, use, owners, request, uow)
    following = _ask_next(rest, request, uow) if asked.asker == ONE else _ask_round(request, uow)
    return reply if following is None else reply.with_more(following)


def _chosen(asked: OpenQuestion, answer: Answer) -> str | None:
    """What the choice stands for, of a single one also a bare yes or no; None for what is no answer."""
    if answer.yes is not None and asked.asker == ONE:
        return "accepted" if answer.yes else "refused"
    if answer.choice is None or not 1 <= answer.choice <= len(asked.question.options):
        return None
    return str(asked.question.options[answer.choice - 1]["use"])


def _ask_next(keys: Sequence[int], request: Request, uow: UnitOfWork) -> Reply | None:
    """The question about the first of `keys` that is still open; None when none is."""
    allowed = {row.id: row for row in uow.grades.open(owners_seen(grade.DECIDES, request.speaker, uow))}
    left = [key for key in keys if key in allowed]
    return _ask(ONE, _one(allowed[left[0]], left[1:]), request) if left else None


def _ask_round(request: Request, uow: UnitOfWork) -> Reply | None:
    """Those that did not fit into the message before."""
    rows = uow.grades.open(owners_seen(grade.DECIDES, request.speaker, uow))
    return _ask(*_question(rows), request) if rows else None


def _ask(asker: str, question: Question, request: Request) -> Reply:
    conversation.ask(request.state, OpenQuestion(0, asker, question, request.said.now, soft=True))
    return Reply(f"questions/{question.kind}.txt", question_context(question, request))
