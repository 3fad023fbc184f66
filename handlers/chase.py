"""“华泰的发我”, “催一下永盛”: a bubble with only the customer's text, ready to pass on (P17). “转了” logs it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from config.dunning import load_dunning
from handlers import conversation
from handlers.calendar import official
from handlers.command import Command, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.dunning.content import AHEAD, letter_context, lines_of
from handlers.dunning.planning import answers_of
from handlers.dunning.rules import Rules, rules_of
from handlers.language.reading import Answer, Fit, Intent, Mention, Question
from handlers.whose import customer_of
from ledger.calendar import is_workday, next_workday
from ledger.dunning import capped_until
from ledger.ladder import Stage, is_quiet
from storage.customers import CustomerView
from storage.dunning import Facts, facts_of
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="chase",
    intents=(Intent.CHASE,),
    title="催款话术",
    says=("华泰的发我", "催一下永盛", "转了"),
)
FORCE = "chase_anyway"
FORWARDED = "forwarded"  # the kind of timer that asks on the next morning
LETTER = "letters/reminder.txt"
STAFF_CHANNELS = ("app", "aibot")
_EACH = frozenset({"都", "全", "全都", "全部", "都已"})
_PASSED = re.compile(
    r"\s*(?P<which>[一-龥A-Za-z0-9]*?)(?:的|话术|那条)*(?:已转发?|转发?了|转过去了|发过去了|发了|已发|[发转]给[他她]了)[ 。.!！~]*"
)
_AT_MOST = timedelta(7)  # before the due day: what falls due so soon


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why nothing should go to the customer now; a `hard` one cannot be waved aside by the salesperson."""

    reason: str
    until: date | None = None
    hard: bool = False


@cache
def _ladder() -> Any:
    return load_dunning()


def rules(request: Request, uow: UnitOfWork) -> Rules:
    return rules_of(_ladder(), request.company, official(), uow.settings.all())


def run(request: Request, uow: UnitOfWork) -> Reply:
    """The text, or why not now."""
    request = _with_last(request)
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    facts = facts_with(customer, request, uow)
    if facts is None:
        return Reply(
            "chase/nothing.txt",
            {"customer": customer.name, "reason": "settled", "until": None, "today": request.today},
        )
    found = obstacle(facts, rules(request, uow), request.said.now)
    if found is None:
        return text_for(facts, request, uow)
    if not found.hard:
        question = Question(
            "chase_anyway", ({"use": "yes"},), {"customer_id": str(customer.id), "customer": customer.name}
        )
        conversation.ask(request.state, OpenQuestion(0, FORCE, question, request.said.now, soft=True))
    context = {
        "customer": customer.name,
        "reason": found.reason,
        "until": found.until,
        "hard": found.hard,
        "today": request.today,
    }
    return Reply("chase/not_now.txt", context)


def _with_last(request: Request) -> Request:
    """“发我话术” without a name is for the customer talked about last."""
    last = conversation.last_customer(request.state)
    if request.record.customer is not None or last is None:
        return request
    mention = Mention(last[1], Fit.LAST, last[0], last[1])
    return request.about(replace(request.record, customer=mention))


def facts_with(customer: CustomerView, request: Request, uow: UnitOfWork) -> Facts | None:
    """What is known of the customer; None when nothing is owed that has a day."""
    return next(facts_of(uow, (customer.id,), request.today, request.today + AHEAD), None)


def obstacle(facts: Facts, by: Rules, now: datetime) -> Obstacle | None:
    """What of the contact policy stands against a text now, the gravest first (DOMAIN.md §5)."""
    today = now.date()
    policy = by.policies(facts.customer)["customer"]
    if "lawyer" in facts.holds:
        return Obstacle("lawyer", hard=True)
    if "no_contact" in facts.holds:
        return Obstacle("do_not_contact", hard=True)
    if not facts.customer.released:
        return Obstacle("unreleased", hard=True)
    if "contact" in facts.holds:
        return Obstacle("on_hold", facts.holds["contact"])
    if is_quiet(policy, now.time()):
        return Obstacle("quiet_hours")
    recent = [day for day in facts.contacted if day <= today and day + timedelta(policy.min_gap_days) > today]
    if recent:
        return Obstacle("too_recent", workday_from(max(recent) + timedelta(policy.min_gap_days), by))
    capped = capped_until(policy.caps, facts.contacted, today)
    if capped is not None:
        return Obstacle("customer_cap", workday_from(capped, by))
    if not is_workday(by.calendar, today):
        return Obstacle("not_workday", next_workday(by.calendar, today))
    return None


def workday_from(day: date | None, by: Rules) -> date | None:
    """The day on which something is said that may be from `day` on: nobody is reminded on a day off."""
    return None if day is None else next_workday(by.calendar, day)


def text_for(facts: Facts, request: Request, uow: UnitOfWork) -> Reply:
    """What is late and asked for; before the due day what falls due first. The rest of the reasons are named."""
    by = rules(request, uow)
    answers = answers_of(facts, by, request.said.now)
    asked = [one for one in answers if one.item.asked > 0 and one.item.due_on is not None]
    late = [one for one in asked if one.item.due_on is not None and one.item.due_on < request.today]
    soon = [
        one for one in asked if one.item.due_on is not None and one.item.due_on <= request.today + _AT_MOST
    ]
    lines = lines_of(late or soon or asked[:1], {facts.customer.id: facts.customer}, uow, request.today)
    if not lines:
        silence = next((one.stage for one in answers if not isinstance(one.stage, Stage)), None)
        context = {
            "customer": facts.customer.name,
            "reason": silence.reason if silence else "settled",
            "until": workday_from(silence.until, by) if silence else None,
            "today": request.today,
        }
        return Reply("chase/nothing.txt", context)
    days = max(line.days_late for line in lines)
    letter = letter_context(facts, lines, Stage(max(0, days), "customer"), uow, by, request.today)
    months = list(
        dict.fromkeys(line.issued_on.month for line in sorted(lines, key=lambda line: line.issued_on))
    )
    drafted = {
        "customer_id": str(facts.customer.id),
        "customer": facts.customer.name,
        "amount": letter["sums"][0]["fen"],
    }
    request.state["drafted"] = drafted
    conversation.note_act(request.state, "noted")
    return Reply("chase/text.txt", {**letter, "months": months, "first": lines[0].due_on, "late": days})


def resume_force(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """“1”: the text all the same; who said so is in the audit."""
    if answer.choice != 1 and answer.yes is not True:
        return None
    conversation.close(request.state, asked.id)
    customer = uow.customers.get(int(asked.question.data["customer_id"]))
    facts = facts_with(customer, request, uow) if customer is not None else None
    if customer is None or facts is None:
        return None
    uow.audit.note(request.speaker.userid, "contact.override", f"customer:{customer.id}", {"text": True})
    return text_for(facts, request, uow)


def passed_on(text: str, request: Request, uow: UnitOfWork) -> Reply | None:
    """“转了”, “鑫源转了”, “都转了”: the text went to the customer; on the next workday its answer is asked for.

    None for other words, and where no text was given him.
    """
    said = _PASSED.fullmatch(text)
    if said is None:
        return None
    drafted = request.state.get("drafted")
    if drafted is not None and drafted["customer"].startswith(said["which"]):
        return _passed_on_own(drafted, request, uow)
    given = _given(request, uow)
    if said["which"] and said["which"] not in _EACH:
        given = [one for one in given if said["which"] in (one.name, one.short_name)]
    elif not said["which"] and len(given) > 1:
        names = [one.short_name or one.name for one in given]
        return Reply("chase/which_passed_on.txt", {"names": names, "count": len(names)})
    for one in given:
        _log(one.id, one.name, None, request, uow)
    return _noted([one.name for one in given], request) if given else None


def _passed_on_own(drafted: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """The text that he asked for himself."""
    del request.state["drafted"]
    customer_id = int(drafted["customer_id"])
    _log(customer_id, drafted["customer"], drafted["amount"], request, uow)
    morning = _morning(request)
    due_at = datetime.combine(morning, request.company.at("follow_up_at"), request.said.now.tzinfo)
    context = {**drafted, "person": request.speaker.userid, "day": request.today.isoformat()}
    uow.timers.put(FORWARDED, f"{FORWARDED}:{customer_id}:{request.said.inbox_id}", due_at, context)
    return _noted([drafted["customer"]], request)


def _given(request: Request, uow: UnitOfWork) -> list[CustomerView]:
    """Whose texts a run put before him within a day, and he has not said that he passed them on."""
    since = request.said.now - timedelta(1)
    rows = [
        row
        for channel in STAFF_CHANNELS
        for row in uow.pushes.sent_to(channel, request.speaker.userid, since=since)
        if row.template == LETTER and row.context.get("audience") == "customer"
    ]
    found = (uow.customers.get(int(str(row.context["customer"]))) for row in rows)
    return [
        one
        for one in dict.fromkeys(found)
        if one is not None
        and not any(
            log.kind == "sent" and log.created_at >= since for log in uow.follow_ups.of_customer(one.id)
        )
    ]


def _log(customer_id: int, name: str, amount: int | None, request: Request, uow: UnitOfWork) -> None:
    uow.follow_ups.add(
        "sent", noted_by=request.speaker.userid, customer_id=customer_id, words=name,
        amount=amount, channel="wechat", message_id=request.said.inbox_id,
    )  # fmt: skip


def _morning(request: Request) -> date:
    return next_workday(official(), request.today + timedelta(1))


def _noted(names: list[str], request: Request) -> Reply:
    conversation.note_act(request.state, "noted")
    context = {"customer": names[0], "count": len(names), "day": _morning(request), "today": request.today}
    return Reply("chase/passed_on.txt", context)
