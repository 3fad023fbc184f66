"""“评级”: grades that the books propose, with their reasons; “同意1”, “不同意2”; “永盛为什么是C” shows one customer's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from handlers import conversation
from handlers.command import Command, Reply, Request
from handlers.figures import abroad
from handlers.language.reading import Intent
from handlers.numbered import lines_meant
from handlers.permissions import MAY, Scope, owners_seen
from handlers.whose import customer_of, not_for_role, note_list
from ledger.grade import Grade, Point
from ledger.grade import grade as graded
from ledger.grade_terms import format_grade_days, limit_for, parse_grade_days
from storage.customers import CustomerView
from storage.grades import GradeProposalView
from storage.standing import standings
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="grade",
    intents=(Intent.GRADES,),
    title="客户等级",
    says=("评级", "同意1", "永盛等级为什么是C", "永盛等级历史", "D级账期10天"),
    action="balance",
)
DECIDES = "limit"  # who may change a limit decides about grades
LIST = "grades"
MOST_LINES = 8
MOST_REASONS = 3


def run(request: Request, uow: UnitOfWork) -> Reply:
    if request.record.customer is not None:
        return _of_customer(request, uow)
    if "letter" in request.record.extra:
        return _set_terms(request, uow)
    owners = owners_seen(DECIDES, request.speaker, uow)
    if MAY[DECIDES][request.speaker.role] is Scope.NO or (owners is not None and not owners):
        return not_for_role(request)
    if "mark" not in request.record.extra:
        note_list(LIST, 0, request, uow)
        return Reply("credit/grades.txt", listing(request.state, uow.grades.open(owners)))
    meant = lines_meant(LIST, request)
    if isinstance(meant, Reply):
        return meant
    keys = [key for _, key in meant]
    return decide(keys, str(request.record.extra["mark"]), owners, request, uow)


def decide(
    keys: Iterable[int], mark: str, owners: Collection[str] | None, request: Request, uow: UnitOfWork
) -> Reply:
    """An accepted grade is the customer's from now on; both decisions stay in the history."""
    allowed = {row.id: row for row in uow.grades.open(owners)}
    by = request.speaker.userid
    done = []
    for key in keys:
        row = allowed.get(key)
        if row is None or not uow.grades.decide(key, mark, by=by):
            continue
        if mark == "accepted":
            uow.customers.update(row.customer_id, grade=row.letter)
        details = {"before": row.before, "after": row.letter}
        uow.audit.note(by, f"grade.{mark}", f"customer:{row.customer_id}", details)
        done.append(
            {"customer": row.customer, "before": row.before, "after": row.letter, **_follows(row, uow)}
        )
    days = parse_grade_days(request.company.text("grade_terms"))
    return Reply("credit/decided.txt", {"done": done, "mark": mark, "days": dict(days)})


def _follows(row: GradeProposalView, uow: UnitOfWork) -> dict[str, Any]:
    """The limit that goes with the grade, where he has one; nothing is changed by itself."""
    customer = uow.customers.get(row.customer_id)
    limit = customer.credit_limit if customer is not None else None
    return {"limit": limit, "suggested": limit_for(limit, row.before, row.letter) if limit else None}


def _set_terms(request: Request, uow: UnitOfWork) -> Reply:
    """“D级账期10天”: for new debts of customers of that grade without terms of their own."""
    if MAY[DECIDES][request.speaker.role] is Scope.NO:
        return not_for_role(request)
    before = request.company.text("grade_terms")
    letter, days = str(request.record.extra["letter"]), int(request.record.extra["days"])
    after = format_grade_days({**parse_grade_days(before), letter: days})
    uow.settings.put("grade_terms", after, by=request.speaker.userid)
    details = {"before": before, "after": after}
    uow.audit.note(request.speaker.userid, "setting.change", "setting:grade_terms", details)
    company = request.company.whole("default_terms_days")
    return Reply("credit/grade_terms.txt", {"letter": letter, "days": days, "company": company})


def _of_customer(request: Request, uow: UnitOfWork) -> Reply:
    """His grade, what the books would give him today and why, and what was decided before."""
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    if request.record.extra.get("history"):
        return _history(customer, request, uow)
    (standing,) = standings(uow, [customer.id], request.today)
    found = graded(standing.record)
    history = [
        {"month": row.month, "letter": row.letter, "state": row.state}
        for row in uow.grades.of_customer(customer.id)
        if row.state in ("accepted", "refused")
    ]
    context = {
        "customer": customer.name,
        "letter": customer.grade,
        "computed": found.letter if found else "",
        "points": found.points if found else 0,
        "reasons": reasons_of(found),
        "history": history[:MOST_REASONS],
        "abroad": abroad(customer, request.speaker, request.today, uow),
    }
    return Reply("credit/grade.txt", context)


def _history(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """What was decided and what somebody set himself, the newest first."""
    zone = request.said.now.tzinfo
    lines = []
    for note in reversed(uow.audit.of(f"customer:{customer.id}")):
        change = note.details.get("grade") if note.action.startswith("customer.") else note.details
        if not note.action.startswith(("grade.", "customer.")) or not isinstance(change, Mapping):
            continue
        if "after" in change:
            by = uow.staff.get(note.actor)
            lines.append(
                {
                    "when": note.at.astimezone(zone).date(),
                    "before": change.get("before") or "",
                    "after": change["after"],
                    "by": by.name if by else "",
                    "refused": note.action == "grade.refused",
                }
            )
    context = {
        "customer": customer.name,
        "letter": customer.grade,
        "lines": lines[:MOST_LINES],
        "today": request.today,
    }
    return Reply("credit/history.txt", context)


def reasons_of(found: Grade | None) -> list[dict[str, Any]]:
    """The heaviest reasons as they are kept and shown: shares in per cent, the rest as it is."""
    points = found.reasons[:MOST_REASONS] if found else ()
    return [{"cause": point.cause, "value": _shown(point), "lost": point.lost} for point in points]


def _shown(point: Point) -> int:
    return round(point.value * 100) if isinstance(point.value, Fraction) else point.value


def listing(state: dict[str, Any], rows: Iterable[GradeProposalView]) -> dict[str, Any]:
    """The lines, the worst first, and how many are left out; the state remembers which line is which."""
    every = list(rows)
    conversation.remember_list(state, LIST, [row.id for row in every[:MOST_LINES]])
    return {
        "lines": [line_of(row) for row in every[:MOST_LINES]],
        "left_out": max(0, len(every) - MOST_LINES),
    }


def line_of(row: GradeProposalView) -> Mapping[str, Any]:
    return {
        "customer": row.customer,
        "before": row.before,
        "after": row.letter,
        "reasons": [dict(reason) for reason in row.reasons],
    }


def first_of_month(day: date) -> date:
    return day.replace(day=1)
