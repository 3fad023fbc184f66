"""“如果宏达月底付50万”: the same account as it would stand then. Books nothing and leaves no draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from handlers import conversation
from handlers.command import Command, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.drawn import with_picture
from handlers.judging import habits_of
from handlers.language.reading import Answer, Question, Record
from handlers.limit import limit_now
from handlers.rough import rough
from handlers.whose import customer_of, seen
from ledger.aging import BY_DUE
from ledger.forecast import Habits, Open, forecast, weeks
from ledger.receivable import Instalment
from ledger.supposition import Picture, paid, picture
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="what_if",
    intents=(),  # read as those of `outlook`, which passes it on
    title="算一算，不记账",
    says=(
        "如果宏达月底付50万",
        "如果宏达月底付50万、永盛付20万",
        "要是永盛这周付一半呢",
        "假如鑫源拖到春节",
        "永盛再发10万会不会超",
    ),
    action="balance",
)
NAME = "what_if"
PICTURE = "pictures/what_if.svg"
_MOST_SHARES = 4


@dataclass(frozen=True, slots=True)
class Account:
    """The customer, what is owed, and how the company's customers pay."""

    customer: CustomerView
    items: tuple[Instalment, ...]
    spare: int
    reported: int
    habit: Habits

    def expected(self, items: tuple[Instalment, ...], edges: tuple[date, ...]) -> int:
        """Fen that come in between the edges by the customer's own habit."""
        dated = [Open(self.customer.id, item.outstanding, item.due_on) for item in items if item.due_on]
        return rough(sum(period.fen for period in forecast(dated, self.habit, edges=edges).periods))


def run(request: Request, uow: UnitOfWork) -> Reply:
    """The picture before and after, or the one short question without which there is none."""
    extra = request.record.extra
    if extra.get("several") or not extra.get("kind"):
        return Reply("what_if/how.txt", {"several": bool(extra.get("several"))})
    customer = customer_of(COMMAND.permission, request, uow)
    return customer if isinstance(customer, Reply) else _supposed(customer, dict(extra), request, uow)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """With the sum, the day or the part that was missing; “no” drops it."""
    said = dict(asked.question.data["said"])
    options = asked.question.options
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("what_if/dropped.txt")
    if options and answer.choice is not None and 1 <= answer.choice <= len(options):
        said["of"] = options[answer.choice - 1]["of"]
    elif asked.question.kind == "what_if_day" and answer.day is not None:
        said["day"] = answer.day
    elif asked.question.kind != "what_if_day" and answer.amount is not None:
        said["fen"] = answer.amount
    else:
        return None
    conversation.close(request.state, asked.id)
    customer = uow.customers.get(int(asked.question.data["customer_id"]))
    found = seen(COMMAND.permission, customer, request, uow) if customer is not None else None
    if found is None or isinstance(found, Reply):
        return found
    return _supposed(found, said, request.about(Record(request.record.intent)), uow)


def account_of(customer: CustomerView, request: Request, uow: UnitOfWork) -> Account:
    position = uow.customers.position(customer.id, request.today)
    items = tuple(uow.receivables.open_items(customer.id))
    habit = habits_of(uow, request.today, customer)
    return Account(customer, items, position.unallocated, position.reported, habit)


def _supposed(customer: CustomerView, said: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    if said["kind"] == "takes":
        return takes(customer, said, request, uow)
    account = account_of(customer, request, uow)
    if not account.items:
        return Reply("what_if/nothing_owed.txt", {"customer": customer.name})
    if said["kind"] == "delays":
        return _delays(account, said, request)
    return _pays(account, said, request)


def _pays(account: Account, said: dict[str, Any], request: Request) -> Reply:
    today, fen = request.today, said.get("fen")
    day = max(said.get("day") or today, today)
    now = picture(account.items, today)
    if fen is None and said.get("share") is None:
        return _ask("what_if_sum", account.customer, said, request)
    if fen is None:
        of = said.get("of") or (None if 0 < now.overdue < now.outstanding else "all")
        part = Fraction(said["share"])
        if of is None:
            options = ({"of": "overdue", "amount": part_of(now.overdue, part)},
                       {"of": "all", "amount": part_of(now.outstanding, part)})  # fmt: skip
            return _ask("what_if_part", account.customer, said, request, options)
        fen = part_of(now.overdue if of == "overdue" else now.outstanding, part)
    if fen <= 0:
        return _ask("what_if_sum", account.customer, said, request)
    settled = paid(account.items, fen, day)
    before = picture(account.items, day, spare=account.spare)
    after = picture(settled.items, day, spare=account.spare + settled.left_over)
    edges = weeks(today)
    came = fen - settled.left_over if day < edges[-1] else 0
    context = {
        **_both(account, before, after, request),
        "kind": "pays",
        "fen": fen,
        "left_over": settled.left_over,
        "shares": [
            {"number": item.number, "left": item.outstanding - got}
            for item, got in settled.shares[:_MOST_SHARES]
        ],
        "expected": account.expected(account.items, edges),
        "then": came + account.expected(settled.items if came else account.items, edges),
    }
    return _drawn(context, request)


def part_of(fen: int, share: Fraction) -> int:
    return int(fen * share + Fraction(1, 2))


def _delays(account: Account, said: dict[str, Any], request: Request) -> Reply:
    """Nothing comes until the day: what is late by then, and what was expected before it."""
    today, day = request.today, said.get("day")
    if day is None or day <= today:
        return _ask("what_if_day", account.customer, said, request)
    before = picture(account.items, today, spare=account.spare)
    after = picture(account.items, day, spare=account.spare)
    context = {
        **_both(account, before, after, request),
        "kind": "delays",
        "expected": account.expected(account.items, (today, day)),
        "then": 0,
    }
    return _drawn(context, request)


def takes(customer: CustomerView, said: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """More goods: what he would owe, and what the limit says to it. Nobody is asked for leave."""
    if said.get("fen") is None:
        return _ask("what_if_sum", customer, said, request)
    position = uow.customers.position(customer.id, request.today)
    context = {
        "role": request.speaker.role,
        "customer": customer.name,
        "fen": said["fen"],
        "net": position.net,
        "then": position.net + said["fen"],
        "overdue": position.overdue,
        "limit": limit_now(customer, request.today, uow),
    }
    return Reply("what_if/takes.txt", context)


def _both(account: Account, before: Picture, after: Picture, request: Request) -> Mapping[str, Any]:
    changed = [
        {"label": label, "before": was, "after": will}
        for label, was, will in zip(BY_DUE.labels, before.amounts, after.amounts, strict=True)
        if was or will
    ]
    return {
        "role": request.speaker.role,
        "today": request.today,
        "customer": account.customer.name,
        "day": after.day,
        "before": words_of(before),
        "after": words_of(after),
        "buckets": changed,
        "reported": account.reported,
        "is_known": bool(account.habit.everyone),
    }


def words_of(one: Picture) -> Mapping[str, Any]:
    return {"net": one.net, "outstanding": one.outstanding, "overdue": one.overdue, "days": one.days}


def _ask(
    kind: str,
    customer: CustomerView,
    said: Mapping[str, Any],
    request: Request,
    options: tuple[Mapping[str, Any], ...] = (),
) -> Reply:
    """One short question, an offer that any other message takes off the table."""
    data = {"customer_id": str(customer.id), "customer": customer.name, "said": dict(said)}
    question = Question(kind, options, data)
    conversation.ask(request.state, OpenQuestion(0, NAME, question, request.said.now, soft=True))
    context = {
        "customer": customer.name,
        "options": options,
        "supposed": said["kind"],
        "share": said.get("share"),
    }
    return Reply(f"questions/{kind}.txt", context)


def _drawn(context: Mapping[str, Any], request: Request) -> Reply:
    names = ("today", "day", "customer", "kind", "before", "after", "buckets")
    return with_picture(
        Reply("what_if/picture.txt", context), PICTURE, {name: context[name] for name in names}, request
    )
