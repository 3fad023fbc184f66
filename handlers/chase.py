"""“华泰的发我”, “催一下永盛”: a bubble with only the customer's text, ready to pass on (P17). “转了” logs it."""

from __future__ import annotations

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
PASSED_ON = frozenset(
    {
        "转了",
        "已转",
        "转发了",
        "已转发",
        "转过去了",
        "发过去了",
        "发了",
        "已发",
        "发给他了",
        "转给他了",
        "发给她了",
        "转给她了",
    }
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
        return Obstacle("too_recent", max(recent) + timedelta(policy.min_gap_days))
    if not is_workday(by.calendar, today):
        return Obstacle("not_workday", next_workday(by.calendar, today))
    return None


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
            "until": silence.until if silence else None,
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
    """“转了”: the text given last went to the customer; on the next workday its answer is asked for. None otherwise."""
    drafted = request.state.get("drafted")
    if drafted is None or text.strip(" 。.!！~") not in PASSED_ON:
        return None
    del request.state["drafted"]
    customer_id = int(drafted["customer_id"])
    uow.follow_ups.add(
        "sent", noted_by=request.speaker.userid, customer_id=customer_id, words=drafted["customer"],
        amount=drafted["amount"], channel="wechat", message_id=request.said.inbox_id,
    )  # fmt: skip
    morning = next_workday(official(), request.today + timedelta(1))
    due_at = datetime.combine(morning, request.company.at("follow_up_at"), request.said.now.tzinfo)
    context = {**drafted, "person": request.speaker.userid, "day": request.today.isoformat()}
    uow.timers.put(FORWARDED, f"{FORWARDED}:{customer_id}:{request.said.inbox_id}", due_at, context)
    conversation.note_act(request.state, "noted")
    return Reply(
        "chase/passed_on.txt", {"customer": drafted["customer"], "day": morning, "today": request.today}
    )
