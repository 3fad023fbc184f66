"""Corrections: “改成5200”, “日期改到月底”, “客户改成李四”, “#1042 改成12500”, or a quoted reply with one of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers import conversation, redrafting, restating
from handlers.change import Change, before, carry_out, change_of, with_customer
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import SURE_FITS
from handlers.figures import figures
from handlers.language.reading import Answer, Fit, Intent, Mention, Question, Record
from handlers.permissions import MAY, Scope, Verdict, reach
from handlers.proposal import ask_person, first_with, question_context
from handlers.restoring import picture, remember
from handlers.subject import Subject, by_id, customer_of, is_allowed, lately, lines_of, numbered, quoted
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="correction",
    intents=(Intent.CORRECT,),
    title="改一笔",
    says=("改成5200", "日期改到月底", "#1042 改成12500", "客户改成李四"),
)
NAME = "correction"
REQUEST = "correction_request"
_MOST_CHOICES = 3
_CONFIRM_ABOVE = {"sales": "sales", "clerk": "clerk", "finance": "finance"}


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Change the record that is meant, or ask which, or ask finance."""
    if MAY[NAME].get(request.speaker.role, Scope.NO) is Scope.NO:
        return Reply("refusal/role.txt", {"fact": NAME, "role": request.speaker.role})
    restated = redrafting.redraft(request, uow) or restating.restate(request, uow)
    if restated is not None:
        return restated
    record = request.record
    if "field" not in record.extra:
        return Reply("correction/what.txt", {"lines": lines_of(lately(record, request, uow)[:1], uow)})
    found = _meant(record, request, uow)
    if not found:
        return Reply("correction/which.txt", {"number": record.extra.get("number")})
    if len(found) > 1:
        return _ask_which(found, record, request)
    return _change(found[0], record, request, uow)


def _meant(record: Record, request: Request, uow: UnitOfWork) -> Sequence[Subject]:
    """The numbered record, the quoted ones, or the speaker's last; those of the old amount where one is said."""
    number = record.extra.get("number")
    if number is not None:
        subject = numbered(int(number), uow)
        return [subject] if subject is not None and subject.is_live else []
    found = quoted(request, uow) if request.said.quote else lately(record, request, uow)
    found = [one for one in found if one.is_live and change_of(record, one) is not None]
    slip = record.extra.get("of_document")
    if slip:
        found = [one for one in found if one.debt is not None and one.debt.document_no == slip]
    old = str(record.extra.get("old_amount", ""))
    if old:
        found = [one for one in found if one.amount == round(float(old) * 100)]
    return found


def to_another(found: Sequence[Subject], request: Request, uow: UnitOfWork) -> Reply:
    """These are the customer's whom the words name; which of them is asked where there are several."""
    record = Record(Intent.CORRECT, request.record.customer, extra={"field": "customer"})
    if MAY[NAME].get(request.speaker.role, Scope.NO) is Scope.NO:
        return Reply("refusal/role.txt", {"fact": NAME, "role": request.speaker.role})
    return _change(found[0], record, request, uow) if len(found) == 1 else _ask_which(found, record, request)


def _ask_which(found: Sequence[Subject], record: Record, request: Request) -> Reply:
    options = tuple(
        {**one.option(), "change": _kept(change_of(record, one))} for one in found[:_MOST_CHOICES]
    )
    return _ask(Question("which_record", options, {"verb": "correct"}), request)


def _ask(question: Question, request: Request) -> Reply:
    opened = OpenQuestion(0, NAME, question, request.said.now)
    conversation.ask(request.state, opened)
    return Reply(f"questions/{question.kind}.txt", question_context(question, request))


def _kept(change: Change | None) -> dict[str, Any]:
    return change.kept() if change is not None else {}


def _change(subject: Subject, record: Record, request: Request, uow: UnitOfWork) -> Reply:
    change = change_of(record, subject)
    if change is None:
        context = {"fact": subject.kind, "number": subject.number, "field": record.extra["field"]}
        return Reply("correction/not_that.txt", context)
    if change.field == "customer" and record.customer is not None:
        doubt = _customer_doubt(subject, change, record.customer)
        if doubt is not None:
            return _ask(doubt, request)
    return _certain(change, subject, request, uow)


def _customer_doubt(subject: Subject, change: Change, mention: Mention) -> Question | None:
    """A name that fits nobody, several, or only nearly is asked about."""
    if mention.fit in SURE_FITS:
        return None
    own = {"kind": subject.kind, "id": str(subject.id)}
    known: list[dict[str, Any]] = [
        {**own, "change": with_customer(change, number, name).kept(), "name": name}
        for number, name in mention.candidates
    ]
    if mention.customer_id is not None and not known:
        known = [{**own, "change": change.kept(), "name": change.name}]
    new = {**own, "change": Change("customer", "", mention.text).kept(), "new": True, "name": mention.text}
    options = known[:_MOST_CHOICES] if mention.fit is Fit.SEVERAL else [*known[: _MOST_CHOICES - 1], new]
    return Question("correct_customer", tuple(options), {"typed": mention.text})


def _certain(
    change: Change, subject: Subject, request: Request, uow: UnitOfWork, *, sure: bool = False
) -> Reply:
    """The change is known: unlikely ones are confirmed, others' are asked of finance, the rest is done."""
    if change.field == "day" and change.value > request.today:
        return Reply("correction/future.txt", {"day": change.value, "today": request.today})
    if change.field in ("due_on", "terms") and subject.debt is not None and len(_principal(subject)) > 1:
        return Reply("correction/parts.txt", {"number": subject.number, "parts": len(_principal(subject))})
    if not is_allowed(NAME, subject, request, uow):
        return _ask_finance(change, subject, request, uow)
    if change.field == "amount" and not sure and change.value > _limit(request):
        own = {"kind": subject.kind, "id": str(subject.id), "change": change.kept(), "sure": True}
        return _ask(
            Question("correct_large", (own,), {"before": subject.amount, "amount": change.value}), request
        )
    if not _may(change, subject, request, uow):
        return _ask_finance(change, subject, request, uow)
    return _done(change, subject, request.speaker.userid, request, uow)


def _principal(subject: Subject) -> list[Any]:
    items = subject.debt.instalments if subject.debt is not None else ()
    return [item for item in items if item.kind == "principal"]


def _limit(request: Request) -> int:
    return request.company.fen("confirm_above_" + _CONFIRM_ABOVE.get(request.speaker.role, "manager"))


def _may(change: Change, subject: Subject, request: Request, uow: UnitOfWork) -> bool:
    """His own record or customer; money that finance confirmed and a colleague's customer need finance."""
    if not is_allowed(NAME, subject, request, uow):
        return False
    receipt = subject.receipt
    if request.speaker.role in ("finance", "admin"):
        return True
    if receipt is not None and receipt.confirmed_by not in ("", receipt.reported_by):
        return False
    if change.field != "customer" or not change.value:
        return True
    target = uow.customers.get(int(change.value))
    return reach(NAME, request.speaker, target, uow) is Verdict.YES


def _ask_finance(change: Change, subject: Subject, request: Request, uow: UnitOfWork) -> Reply:
    judge = first_with(("finance", "admin", "manager"), request.speaker, uow)
    line = _line(change, subject, uow)
    if judge is None:
        return Reply("correction/nobody.txt", line)
    data = {
        **line,
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "id": str(subject.id),
        "change": change.kept(),
    }
    hidden = {} if is_allowed(NAME, subject, request, uow) else {"customer": "", "before": None}
    data["hidden"] = hidden  # of a colleague's record he hears no more than he said himself
    question = Question(REQUEST, ({"use": "yes"}, {"use": "no"}), data)
    push = ask_person(judge, REQUEST, question, request, uow)
    context = {**line, **hidden, "judge": judge.name, "today": request.today}
    return Reply("correction/asked.txt", context, (push,))


def _line(change: Change, subject: Subject, uow: UnitOfWork) -> dict[str, Any]:
    customer = customer_of(subject, uow)
    return {
        "customer": customer.name if customer else "",
        "number": subject.number,
        "fact": subject.kind,
        "field": change.field,
        "before": before(change, subject, uow),
        "after": change.name or change.value,
    }


def _done(change: Change, subject: Subject, actor: str, request: Request, uow: UnitOfWork) -> Reply:
    line = _line(change, subject, uow)
    if change.field == "customer" and not change.value:
        change = _with_new_customer(change, request, uow)
    was = picture(subject, uow)
    now = carry_out(change, subject, actor, request, uow)
    remember(was, now, request.said.inbox_id, request, uow)
    if change.field == "terms" and now.debt is not None:
        line |= {"field": "due_on", "after": now.debt.due_on}
    customer = customer_of(now, uow)
    context = {**line, "today": request.today, "may_see": False}
    if customer is not None:
        conversation.remember_customer(request.state, customer.id, customer.name)
        context |= {"customer": customer.name, **figures(customer, request, uow)}
    return Reply("correction/changed.txt", context)


def _with_new_customer(change: Change, request: Request, uow: UnitOfWork) -> Change:
    known = uow.customers.by_name(change.name)
    owner = request.speaker.userid if request.speaker.role in ("sales", "manager") else ""
    customer = known or uow.customers.create(name=change.name, owner=owner, created_by=request.speaker.userid)
    return with_customer(change, customer.id, customer.name)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Which record, which customer, or yes to a large amount."""
    options = asked.question.options
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("correction/left.txt")
    chosen = [one for one in options if answer.text == str(one.get("number", ""))]
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        chosen = [options[answer.choice - 1]]
    elif answer.yes and len(options) == 1:
        chosen = [options[0]]
    if not chosen:
        return None
    conversation.close(request.state, asked.id)
    option = chosen[0]
    subject = by_id(option["kind"], int(option["id"]), uow)
    if subject is None or not subject.is_live:
        return Reply("correction/which.txt", {"number": None})
    return _certain(Change(**option["change"]), subject, request, uow, sure=bool(option.get("sure")))


def resume_request(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Finance's word on somebody's change: 1 agrees, 2 does not."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    told = {
        **data,
        **data.get("hidden", {}),
        "by": request.speaker.name,
        "agreed": agrees,
        "today": request.today,
    }
    push = Push(
        data["by_id"], f"correction:{request.said.inbox_id}:{asked.id}", "chat/correction/decided.txt", told
    )
    if not agrees:
        return Reply("correction/left.txt").with_pushes(push)
    subject = by_id(data["fact"], int(data["id"]), uow)
    if subject is None or not subject.is_live:
        return Reply("correction/which.txt", {"number": data["number"]})
    done = _done(Change(**data["change"]), subject, request.speaker.userid, request, uow)
    return done.with_pushes(push)
