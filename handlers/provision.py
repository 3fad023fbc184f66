"""“坏账准备”: what the last month end should set aside, by bucket, and the difference; “计提” posts it with a word."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from handlers import asking, consent, provision_terms
from handlers.allowance import METHOD, Allowance, allowance, month_end_before
from handlers.command import Command, Reply, Request
from handlers.consent import Matter
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent, Question
from handlers.permissions import Verdict, reach
from handlers.whose import not_for_role, note_list
from ledger.provision import Provision
from ledger.rate_text import percent_of
from storage.currencies import other_currencies
from storage.provisions import ProvisionView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="provision",
    intents=(Intent.PROVISION,),
    title="坏账准备",
    says=("坏账准备", "本月坏账准备", "计提坏账准备", "坏账准备比例改成5,10,30,50,80,100"),
)
NAME = "provision"
POSTING = Matter(NAME, "provision_two_persons", decides=("finance", "manager", "admin"))
MOST_MONTHS = 6


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Show it, put it to the vote, list the months, or change how it is computed."""
    if reach(NAME, request.speaker, None, uow) is not Verdict.YES:
        return not_for_role(request)
    extra = request.record.extra
    if extra.get("method") or extra.get("rates") or extra.get("odd"):
        return provision_terms.run(request, uow)
    if extra.get("history"):
        return _history(request, uow)
    as_of = request.today if extra.get("now") else _month_end(request.today)
    note_list(NAME, 1, request, uow)
    draft, context = _computed(as_of, request, uow)
    if not extra.get("post"):
        posted = uow.provisions.last_posted(as_of)
        is_posted = posted is not None and posted.as_of == as_of
        return Reply(
            "provision/shown.txt", {**context, "is_posted": is_posted, "is_now": as_of == request.today}
        )
    return _put(draft, context, request, uow)


def _computed(as_of: date, request: Request, uow: UnitOfWork) -> tuple[ProvisionView, dict[str, Any]]:
    """As the books are now. Roll rates take thirteen agings: where the job has laid them down, they are used."""
    kept = next((row for row in reversed(uow.provisions.all()) if row.as_of == as_of), None)
    is_laid_down = kept is not None and kept.state == "proposed" and kept.method == "roll"
    if kept is not None and is_laid_down and request.company.choice(METHOD) == "roll":
        return kept, {**context_of(kept, request.today), "others": list(other_currencies(uow))}
    found = allowance(as_of, uow.now, request.company, uow)
    draft = uow.provisions.draft(
        as_of, uow.now, found.method, found.lines, by=request.speaker.userid, message_id=request.said.inbox_id
    )
    return draft, context_of(draft, request.today, found)


def _month_end(today: date) -> date:
    """The last month end; on the last day of a month that day."""
    return today if (today + timedelta(days=1)).day == 1 else month_end_before(today)


def _put(draft: ProvisionView, context: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    last = next(reversed(uow.provisions.posted()), None)
    if last is not None and last.as_of > draft.as_of:
        return Reply("provision/later.txt", {"as_of": last.as_of})
    if last is not None and last.as_of == draft.as_of and not draft.charge:
        return Reply("provision/already.txt", {"as_of": last.as_of, "total": last.total})
    if uow.provisions.get(draft.id) is None:
        uow.provisions.propose(draft)
    asking.settled(request.state, NAME)
    return consent.put(POSTING, context, request, uow)


def ask_later_of(
    row: ProvisionView, found: Allowance, uow: UnitOfWork, *, now: datetime, channel: str
) -> None:
    """Everybody of finance is asked whether it is posted, without finance the managers, else the admins; once a month.

    The first word counts; where two persons are wanted, the second is asked after it.
    """
    data = {**context_of(row, now.date(), found), **consent.of_a_job(), "subject": NAME}
    people = [one for one in uow.staff.all() if one.active and reach(NAME, one, None, uow) is Verdict.YES]
    role = next((role for role in POSTING.decides if any(one.role == role for one in people)), "")
    for person in people:
        if person.role == role:
            key = f"{NAME}:{row.as_of.isoformat()}:{person.userid}"
            question = Question(NAME, consent.YES_NO, data)
            asking.ask_later(person, NAME, question, uow, channel=channel, now=now, key=key, aside=True)


def context_of(row: ProvisionView, today: date, found: Allowance | None = None) -> dict[str, Any]:
    """What the sentences may use; sums in fen."""
    return {
        "provision": str(row.id),
        "as_of": row.as_of,
        "method": row.method,
        "lines": [line_of(line) for line in row.lines if line.outstanding],
        "total": row.total,
        "opening": row.opening,
        "used": row.used,
        "regained": row.regained,
        "charge": row.charge,
        "fell_back": found is not None and found.fell_back,
        "others": list(found.others) if found is not None else [],
        "today": today,
    }


def line_of(line: Provision) -> dict[str, Any]:
    return {
        "bucket": line.bucket,
        "outstanding": line.outstanding,
        "rate": percent_of(line.rate),
        "fen": line.fen,
    }


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 posts it, 2 does not."""
    if asking.is_past(asked, request):
        return None
    return consent.settle(POSTING, asked, answer, request, uow, carry_out=_post)


def _post(data: dict[str, Any], asked: OpenQuestion, request: Request, uow: UnitOfWork) -> Reply:
    """A proposal that another one replaced, or that somebody decided meanwhile, is not posted."""
    if not uow.provisions.decide(int(data["provision"]), "posted", by=request.speaker.userid):
        return Reply("provision/decided.txt", data)
    details = {"total": data["total"], "charge": data["charge"], "agreed": data["agreed"]}
    subject = f"provision:{data['as_of'].isoformat()}"
    uow.audit.note(request.speaker.userid, "provision.post", subject, details)
    return consent.told(POSTING, "posted", data, asked, request)


def _history(request: Request, uow: UnitOfWork) -> Reply:
    """The months posted last, the newest first; of several versions the last."""
    months = {row.as_of: row for row in uow.provisions.posted()}
    rows = sorted(months.values(), key=lambda row: row.as_of, reverse=True)[:MOST_MONTHS]
    lines = [{"as_of": row.as_of, "total": row.total, "charge": row.charge} for row in rows]
    return Reply("provision/history.txt", {"lines": lines, "today": request.today})
