"""“王总说下周五先打一半”: what a customer says he will pay. It books nothing (P11, P19)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from handlers import contact_made, conversation, forwarded, promise_again, promise_list
from handlers.affected import allowed
from handlers.command import Command, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import SURE_FITS
from handlers.language.reading import Answer, Fit, Intent, Mention, Question, Record
from handlers.language.trades import TITLES
from handlers.proposal import question_context
from handlers.subject import LATELY
from storage.customers import CustomerView
from storage.promises import PromiseView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="promise",
    intents=(Intent.PROMISE,),
    title="记承诺",
    says=("王总说下周五先打一半", "鑫源说下月10号付清", "谁说好了付", "取消永盛的承诺"),
)
NAME = "promise"
_PEOPLE = "|".join(title for title in TITLES if not title.endswith("边"))
_CONTACT = re.compile(rf".{{2,8}}?(?P<who>[一-龥]?(?:{_PEOPLE}))(?=说|讲|答应|承诺|保证|表示|回)")


@dataclass(frozen=True, slots=True)
class Word:
    """What was said, before it is kept. `amount` in fen; `fraction` as text (0.5, 1/3, 1, part, rest)."""

    customer_id: int | None
    contact: str = ""
    amount: int | None = None
    fraction: str = ""
    day: date | None = None
    words: str = ""

    def kept(self) -> dict[str, Any]:
        """As question data: the id as text."""
        return {
            "customer_id": str(self.customer_id) if self.customer_id is not None else "",
            "contact": self.contact,
            "amount": self.amount,
            "fraction": self.fraction,
            "day": self.day,
            "words": self.words,
        }


def word_from(kept: Mapping[str, Any]) -> Word:
    number = int(kept["customer_id"]) if kept["customer_id"] else None
    return Word(number, kept["contact"], kept["amount"], kept["fraction"], kept["day"], kept["words"])


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Keep what was promised, or ask the one thing that is missing; forwarded words are asked about first."""
    if request.reading.forwarded:
        return forwarded.run(request, uow)
    action = request.record.extra.get("action")
    if action == "list":
        return promise_list.run(request, uow)
    if action == "withdraw":
        return promise_list.withdraw(request, uow)
    reply = go_on(_word(request.record, request), request, uow)
    if not request.record.extra.get("rest_unsaid"):
        return reply
    mention = request.record.customer
    unsaid = Reply("promise/rest_unsaid.txt", {"customer": mention.name if mention is not None else ""})
    return unsaid.with_more(reply) if reply.template.startswith("questions/") else reply.with_more(unsaid)


def _word(record: Record, request: Request) -> Word:
    customer_id, contact = _who(record.customer, request)
    fraction = "" if record.amount is not None else str(record.extra.get("fraction", ""))
    return Word(
        customer_id,
        contact,
        record.amount,
        fraction,
        record.due_on,
        str(record.extra.get("words", request.said.text)),
    )


def _who(mention: Mention | None, request: Request) -> tuple[int | None, str]:
    """The customer, and who spoke for him. “王总” alone is of the customer talked about last, and said back."""
    last = conversation.last_customer(request.state)
    if mention is None:
        contact = contact_made.person_of(request.reading.text)
        return (last[0] if last is not None and contact else None), contact
    if mention.customer_id is not None and mention.fit in SURE_FITS:
        start = mention.span.start if mention.span is not None else 0
        spoke = _CONTACT.match(request.reading.text, start)
        return mention.customer_id, spoke["who"] if spoke else ""
    contact = mention.text.rstrip("说讲")
    if last is not None and contact.endswith(tuple(TITLES)):
        return last[0], contact
    return None, contact


def go_on(word: Word, request: Request, uow: UnitOfWork) -> Reply:
    """The first thing missing is asked: whose word, which half, which day; else it is kept."""
    customer = uow.customers.get(word.customer_id) if word.customer_id is not None else None
    if customer is None:
        return _ask(Question("promise_who", (), {"word": word.kept(), "contact": word.contact}), request)
    refused = allowed("promise", customer, request, uow)
    if refused is not None:
        return refused
    data = {"word": word.kept(), "customer": customer.name, "contact": word.contact, "day": word.day}
    if word.amount is None and word.fraction == "rest":
        word = replace(word, amount=_rest(word, customer, request, uow))
    elif word.amount is None and word.fraction not in ("", "part"):
        sums = _sums(word, customer, request, uow)
        if len(sums) > 1:
            options = tuple({"of": of, "amount": fen} for of, fen in sums)
            return _ask(Question("promise_part", options, {**data, "fraction": word.fraction}), request)
        word = replace(word, amount=sums[0][1] if sums else None)
    if word.day is None:
        return _ask(Question("promise_day", (), {**data, "amount": word.amount}), request)
    return _keep(word, customer, word.day, request, uow)


def _sums(word: Word, customer: CustomerView, request: Request, uow: UnitOfWork) -> Sequence[tuple[str, int]]:
    """What the fraction comes to: of what is overdue and of all; one when they are the same; none when nothing is owed."""
    position = uow.customers.position(customer.id, request.today)
    part = Fraction(word.fraction)
    whole = max(0, position.net)
    if part == 1:
        return [("all", whole)] if whole else []
    found = {"overdue": round(position.overdue * part), "all": round(whole * part)}
    if found["overdue"] == found["all"]:
        found.pop("overdue")
    return [(of, fen) for of, fen in found.items() if fen > 0]


def _rest(word: Word, customer: CustomerView, request: Request, uow: UnitOfWork) -> int | None:
    """What he owes beyond the parts promised; None while one of those has no sum yet, or nothing is left."""
    parts = [one for one in uow.promises.open_of(customer.id) if _goes_with(one, word, uow)]
    if not parts or any(one.amount is None for one in parts):
        return None
    whole = uow.customers.position(customer.id, request.today).net
    return max(0, whole - sum(one.amount or 0 for one in parts)) or None


def _goes_with(one: PromiseView, word: Word, uow: UnitOfWork) -> bool:
    """Said in one breath, or a part and what is left: neither puts the other off."""
    in_one_breath = bool(word.words) and one.words == word.words and uow.now - one.created_at <= LATELY
    return in_one_breath or (word.fraction == "rest" and one.fraction != "rest")


def _ask(question: Question, request: Request) -> Reply:
    conversation.ask(request.state, OpenQuestion(0, NAME, question, request.said.now))
    return Reply(f"questions/{question.kind}.txt", question_context(question, request))


def _keep(word: Word, customer: CustomerView, day: date, request: Request, uow: UnitOfWork) -> Reply:
    """Write it down; an earlier open promise of the same debts was put off by it. Often enough the manager is asked."""
    word = _as_before(word, customer, uow)
    items = _items(word, customer, uow)
    earlier = [one for one in uow.promises.open_of(customer.id) if not one.items or {*one.items} & {*items}]
    same = [one for one in earlier if (one.day, one.amount) == (day, word.amount)]
    earlier = [one for one in earlier if not _goes_with(one, word, uow)]
    if same:
        return Reply("promise/known.txt", {"customer": customer.name, "day": day, "today": request.today})
    data = {
        "word": word.kept(), "customer": customer.name, "customer_id": str(customer.id), "contact": word.contact,
        "day": day, "amount": word.amount, "fraction": word.fraction, "items": [str(item) for item in items],
    }  # fmt: skip
    moved = [one for one in earlier if one.day != day]
    if moved and promise_again.needs_manager(customer.id, request, uow):
        return promise_again.ask(data, moved[-1], request, uow)
    reply = promise_again.write(data, earlier, request, uow, told_by=request.speaker.userid)
    told = contact_made.keep(word.words, customer, request, uow, result=word.words) if word.words else ()
    conversation.note_standing(request.state, "promise", request.said.inbox_id)
    return reply.with_pushes(*told)


def _as_before(word: Word, customer: CustomerView, uow: UnitOfWork) -> Word:
    """Another day without a sum is of the sum that was promised, and keeps nobody from asking for the rest (P19)."""
    before = uow.promises.open_of(customer.id)
    if word.amount is not None or word.fraction or len(before) != 1:
        return word
    return replace(word, amount=before[0].amount, fraction=before[0].fraction)


def _items(word: Word, customer: CustomerView, uow: UnitOfWork) -> list[int]:
    """The debts it speaks of: the oldest that the sum reaches, all of them without a sum."""
    left = word.amount
    found: list[int] = []
    for item in uow.receivables.open_items(customer.id):
        if left is not None and left <= 0:
            break
        found.append(item.receivable_id)
        left = left - item.outstanding if left is not None else None
    return list(dict.fromkeys(found))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Whose word it was, which half, or which day."""
    question = asked.question
    word = word_from(question.data["word"])
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("promise/dropped.txt")
    if question.kind == "promise_who" and answer.mention and answer.mention.fit is Fit.NEW:
        return Reply("customer/who.txt", {"typed": answer.mention.text})  # the question stays open
    if question.kind == "promise_who" and answer.mention and answer.mention.customer_id is not None:
        word = replace(word, customer_id=answer.mention.customer_id)
    elif (
        question.kind == "promise_part"
        and answer.choice is not None
        and 1 <= answer.choice <= len(question.options)
    ):
        word = replace(word, amount=question.options[answer.choice - 1]["amount"])
    elif question.kind == "promise_part" and answer.amount:
        word = replace(word, amount=answer.amount)
    elif question.kind == "promise_day" and answer.day is not None and answer.day >= request.today:
        word = replace(word, day=answer.day)
    else:
        return None
    conversation.close(request.state, asked.id)
    return go_on(word, request, uow)
