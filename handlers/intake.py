"""A new customer takes goods on account: three short questions, each of which may be left (“先不填”), once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from handlers import conversation, file_request
from handlers.command import Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reader import read
from handlers.language.reading import Answer, Fit, Intent, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import ask_person, question_context
from ledger.terms import Terms
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.trading import has_paid, trading
from storage.unit_of_work import UnitOfWork

TRADE, KNOWN, LIMIT = "intake_trade", "intake_known", "intake_limit"
_SKIP = {"use": "skip", "label": "先不填"}
_TRADES = ("建材装修", "五金机电", "食品日用")
_YEARS = ((0, "刚认识"), (1, "一年左右"), (3, "三年以上"))
_A_MONTH = timedelta(days=30)  # who took goods before that is no stranger any more
_LARGER = 5_000_000  # fen: beside the company's own default
_SAID = re.compile(r"^(?:是|做|搞|干|卖)?(?P<trade>[一-龥]{2,8}?)(?:的|行业|生意|这行)?$")
_ANSWERS = ("sales", "manager", "admin")  # who knows the customer


def is_new(customer: CustomerView, today: date, uow: UnitOfWork) -> bool:
    """Nobody has set what he may take, he has never paid, and he came in the last weeks: by one of us, not by an import."""
    if customer.credit_limit is not None or customer.grade or uow.staff.get(customer.created_by) is None:
        return False
    first = trading(uow, customer.id, today).first_on
    return (first is None or today - first < _A_MONTH) and not has_paid(uow, customer.id)


def offer(customer: CustomerView, request: Request, uow: UnitOfWork) -> tuple[Reply | None, tuple[Push, ...]]:
    """The first question to the speaker if he knows the customer, else pushed to the customer's owner; once."""
    if not request.company.is_on("new_customer_questions") or not is_new(customer, request.today, uow):
        return None, ()
    speaker = request.speaker
    own = speaker.role in _ANSWERS and reach("customer", speaker, customer, uow) is Verdict.YES
    owner = uow.staff.get(customer.owner) if customer.owner else None
    asked = speaker if own else owner
    if asked is None or not asked.active or (own and request.said.in_group):
        return None, ()
    if not uow.timers.put("intake", f"intake:{customer.id}", uow.now, done=True):
        return None, ()
    data = {"customer": customer.name, "customer_id": str(customer.id)}
    options = (*({"name": trade} for trade in _TRADES), _SKIP)
    question = Question(TRADE, options, data)
    if own:
        return _ask(question, request), ()
    return None, (_push(owner or speaker, question, request, uow),)


def _ask(question: Question, request: Request) -> Reply:
    opened = OpenQuestion(0, question.kind, question, request.said.now, soft=True)
    conversation.ask(request.state, opened)
    return Reply(f"questions/{question.kind}.txt", question_context(question, request))


def _push(person: StaffView, question: Question, request: Request, uow: UnitOfWork) -> Push:
    return ask_person(person, question.kind, question, request, uow)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The answer to one of the three, and the next; “先不填” ends it, and the company's cautious limit holds."""
    data, options = dict(asked.question.data), asked.question.options
    customer = uow.customers.get(int(data["customer_id"]))
    skipped = (
        answer.yes is False or answer.choice == len(options) or request.said.text.strip() == _SKIP["label"]
    )
    if skipped or customer is None:
        conversation.close(request.state, asked.id)
        return Reply(
            "customer/intake_skipped.txt", {**data, "limit": request.company.fen("new_customer_limit")}
        )
    chosen = options[answer.choice - 1] if answer.choice and answer.choice <= len(options) else None
    if asked.asker == TRADE:
        newest = conversation.newest(request.state)
        is_last = newest is not None and newest.id == asked.id  # free words answer what was asked last
        trade = str(chosen["name"]) if chosen else _trade_said(answer, request) if is_last else ""
        if not trade:
            return None
        conversation.close(request.state, asked.id)
        file_request.write(customer, {"industry": trade}, request, uow)
        years = tuple({"years": one, "label": words} for one, words in _YEARS)
        return _ask(Question(KNOWN, (*years, _SKIP), data), request)
    if asked.asker == KNOWN:
        if chosen is None:
            return None
        conversation.close(request.state, asked.id)
        since = request.today - timedelta(days=365 * int(chosen["years"]))
        file_request.write(customer, {"known_since": since}, request, uow)
        return _ask(Question(LIMIT, _limits(request), data), request)
    return _limit(asked, customer, answer, chosen, request, uow)


def _trade_said(answer: Answer, request: Request) -> str:
    """His own words for it, where they are nothing else: no command, and no customer's name."""
    if answer.mention is None or answer.mention.fit is not Fit.NEW:
        return ""
    found = _SAID.match(request.said.text.strip(" 。.!！"))
    reading = read(request.said.text, now=request.said.now, role=request.speaker.role, index=request.index)
    return found["trade"] if found is not None and reading.intent is Intent.NONE else ""


def _limits(request: Request) -> tuple[dict[str, Any], ...]:
    usual = request.company.fen("new_customer_limit")
    sums = dict.fromkeys(one for one in (usual, _LARGER) if one)
    return (*({"limit": one} for one in sums), {"limit": 0, "label": "款到发货"}, _SKIP)


def _limit(
    asked: OpenQuestion,
    customer: CustomerView,
    answer: Answer,
    chosen: Any,
    request: Request,
    uow: UnitOfWork,
) -> Reply | None:
    """What he may take from now on: set by who may, else asked of the manager; 款到发货 at once."""
    limit = int(chosen["limit"]) if chosen else answer.amount
    if limit is None:
        return None
    conversation.close(request.state, asked.id)
    context = {"customer": customer.name, "limit": limit, "judge": "", "holds": True}
    if not limit:
        changes = {"terms": str(Terms("before_delivery")), "credit_limit": 0}
        file_request.write(customer, changes, request, uow)
        return Reply("customer/intake_done.txt", context)
    judge, pushes, holds = file_request.decide(customer, {"credit_limit": limit}, request, uow)
    if holds:
        file_request.write(customer, {"credit_limit": limit}, request, uow)
    return Reply("customer/intake_done.txt", {**context, "judge": judge, "holds": holds}, pushes)


def cautious_limit(customer: CustomerView, request: Request, uow: UnitOfWork) -> int | None:
    """Fen that a new customer may take while nobody has said; None for everybody else, and where none is set."""
    usual = request.company.fen("new_customer_limit")
    return usual if usual and is_new(customer, request.today, uow) else None
