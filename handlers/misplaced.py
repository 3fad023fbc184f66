"""“刚才那笔是还7月那单的”, “定金500冲错了”: booked money goes to the debt that was meant; the payment itself stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from handlers import conversation
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.designation import Designation, designate
from handlers.draft import Fact
from handlers.figures import figures
from handlers.language.reading import Answer, Intent, Question, Record
from handlers.language.sight import look
from handlers.payment import by_debt
from handlers.permissions import MAY, Scope
from handlers.proposal import question_context
from handlers.subject import LATELY, Subject, by_id, customer_of, is_allowed, lately
from ledger.allocation import Share
from storage.receipts import ReceiptView
from storage.unit_of_work import UnitOfWork

NAME: Final = "misplaced"
_MOST_DEBTS = 3
_PAYS = r"(?:还|付|冲|抵|结|核销)"
# 刚才那8000是付7月的; 那笔应该冲#1003; 刚才那笔改冲水泥那单: money that is pointed at, and what it is for.
_MEANT = re.compile(
    r"^(?P<money>.*(?:刚才|刚刚|上面|上一|[那这])[^，,。;；]{0,10}?)"
    rf"(?:(?:其实|本来)*(?:应该|应当|该)?(?:是要?{_PAYS}|{_PAYS}的是)|(?:应该|应当|该|改成?){_PAYS}|[要得](?:冲|抵|核销))"
    r"(?:到|在|掉)?(?P<what>[^了过没，,。;；？?吗]{1,20}?)的?[。.!！~ ]*$"
)
_WRONG = re.compile(
    rf"^(?P<money>.*?)(?:冲|抵|核销|销)错(?:了|[单账帐]了?|地方了?)?[，,。;； ]*"
    rf"(?:(?:应该|应当|该|要|得|改成?|是)*{_PAYS}(?:到|在|掉)?(?P<what>[^了过没，,。;；？?吗]{{1,20}}?)的?)?[。.!！~ ]*$"
)
# “刚才又打了2000 是付10月的”: money of its own, unless it is pointed at.
_POINTS = re.compile(r"[笔钱款\d]")
_THAT = re.compile(r"[那这上]一?[笔个]")
_COMES = re.compile(r"又|再|[打转付给还汇交结收]了|收到(?!的)|到[了账帐]")
# 永盛那一万是预付下批的货款，不是还之前的: kept for what comes.
_AHEAD = re.compile(
    r"^(?P<money>.*(?:刚才|刚刚|上面|上一|[那这])[^，,。;；]{0,10}?)(?:其实|本来|说|应该|应当|该)*(?:是|算|当|按|记成?)(?:他们?|客户|人家)?的?"
    r"(?:预[付存收]|[定订]金|押金|(?:给|付|打)?下一?[批次单车])[^，,。;；？?吗0-9]{0,8}(?:[，,；; ]*(?:不是|没|别)[^？?吗]{0,12})?[。.!！~ ]*$"
)
_NUMBER = re.compile(r"#(\d{4,})|(?<!\d)(\d{4,})(?=号|那|这|单|$)")
_NEWEST = re.compile("刚|上一|最后")
# #1003, 1003那单, 7月的, 水泥那单; 付5000 and 付到12月底 name none.
_NAMES_DEBT = re.compile(
    r"#\d{4,}|\d{4,}(?=号|那|这|单)|\d{1,2}月(?!底|初|中|头|\d)|[那这]一?[笔单批车张]|单|账|帐|货"
)
_SETS_AGAINST = re.compile(r"(?:冲|抵|核销)(?:到|在|掉)?\d{4,}[。.!！~ ]*$")


def moved(request: Request, uow: UnitOfWork) -> Reply | None:
    """None for words that tell of no misplaced money."""
    text = request.said.text.strip()
    wrong, ahead = _WRONG.match(text), _AHEAD.match(text)
    found = wrong or ahead or _MEANT.match(text)
    if found is None:
        return None
    if wrong is ahead is None and not (_NAMES_DEBT.search(found["what"]) or _SETS_AGAINST.search(text)):
        return None
    if wrong is None and not _POINTS.search(found["money"]):
        return None
    if wrong is None and _COMES.search(found["money"]) and not _THAT.search(found["money"]):
        return None
    everybody = look(text, now=request.said.now, role=request.speaker.role, index=request.index).mentions
    if len({mention.customer_id for mention in everybody}) > 1:
        return None
    sight = look(found["money"], now=request.said.now, role=request.speaker.role, index=request.index)
    record = Record(Intent.CORRECT, sight.mentions[0] if sight.mentions else None)
    sums = {amount.fen for amount in sight.amounts if amount.fen}
    paid = [one for one in lately(record, request, uow) if one.receipt is not None and one.is_live]
    paid = paid or _of_customer(record, uow)
    paid = [one for one in paid if not sums or one.amount in sums]
    if not paid or (len(paid) > 1 and not sums and not _NEWEST.search(found["money"])):
        return Reply("correction/which.txt", {"number": None}) if wrong is not None else None
    return _refused(paid[0], request, uow) or (
        _move(paid[0], (), text, request, uow)
        if ahead is not None
        else _to(paid[0], found["what"] or "", request, uow)
    )


def _of_customer(record: Record, uow: UnitOfWork) -> list[Subject]:
    """Money of the customer named that somebody else told, and that is in the books since yesterday, newest first."""
    customer = record.customer.customer_id if record.customer is not None else None
    if customer is None:
        return []
    receipts = {one.receipt_id for one in uow.journal.payments_since(customer, uow.now - LATELY)} - {None}
    found = [by_id("payment", number, uow) for number in receipts if number is not None]
    return sorted((one for one in found if one is not None and one.is_live), key=lambda one: -one.number)


def _refused(subject: Subject, request: Request, uow: UnitOfWork) -> Reply | None:
    receipt, role = subject.receipt, request.speaker.role
    is_finances = receipt is not None and receipt.confirmed_by not in ("", receipt.reported_by)
    if MAY["correction"].get(role, Scope.NO) is Scope.NO:
        return Reply("refusal/role.txt", {"fact": "correction", "role": role})
    if not is_allowed("correction", subject, request, uow):
        customer = customer_of(subject, uow)
        owner = uow.staff.get(customer.owner) if customer is not None else None
        named = {"customer": customer.name if customer else "", "owner": owner.name if owner else ""}
        return Reply("query/others.txt", named)
    if is_finances and role not in ("finance", "admin"):
        return Reply("misplaced/finance_first.txt", {"number": subject.number})
    return None


def _to(subject: Subject, what: str, request: Request, uow: UnitOfWork) -> Reply:
    """Where the words say, or where they are asked to say."""
    number = _NUMBER.search(what)
    named = f"#{number[1] or number[2]}" if number else what
    fact = Fact("payment", subject.customer_id, amount=subject.amount, extra={"applies_to": named})
    meant = designate(fact, request, uow)
    if isinstance(meant, Designation) and meant.receivables:
        return _move(subject, meant.receivables, what, request, uow)
    return _ask(subject, what, request, uow)


def _ask(subject: Subject, what: str, request: Request, uow: UnitOfWork) -> Reply:
    """Which of the open debts, or none: a deposit is kept for what comes."""
    customer = customer_of(subject, uow)
    items = uow.receivables.open_items(customer.id) if customer is not None else ()
    owed: dict[tuple[int, int], int] = {}
    for item in items:
        key = (item.receivable_id, item.number)
        owed[key] = owed.get(key, 0) + item.outstanding
    debts = [{"debt": str(one), "number": number, "owed": fen} for (one, number), fen in owed.items()]
    waits = subject.receipt is not None and subject.receipt.state == "reported"
    options: tuple[dict[str, Any], ...] = (*debts[:_MOST_DEBTS], *(() if waits else ({"use": "keep"},)))
    data = {
        "id": str(subject.id),
        "customer": customer.name if customer is not None else "",
        "amount": subject.amount,
        "words": what,
    }
    question = Question(NAME, options, data)
    conversation.ask(request.state, OpenQuestion(0, NAME, question, request.said.now, soft=True))
    return Reply("questions/misplaced.txt", question_context(question, request))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The debt of that line or number, or none of them."""
    options, data = asked.question.options, asked.question.data
    place = answer.choice or next(
        (n for n, one in enumerate(options, 1) if answer.text == str(one.get("number"))), 0
    )
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("correction/left.txt")
    if not 1 <= place <= len(options):
        return None
    conversation.close(request.state, asked.id)
    subject = by_id("payment", int(data["id"]), uow)
    if subject is None or not subject.is_live:
        return Reply("correction/which.txt", {"number": None})
    debt = options[place - 1].get("debt")
    return _refused(subject, request, uow) or _move(
        subject, (int(debt),) if debt else (), str(data["words"]), request, uow
    )


def _move(subject: Subject, debts: Sequence[int], words: str, request: Request, uow: UnitOfWork) -> Reply:
    """To these debts, and what is over to the oldest; kept for what comes where none is named."""
    receipt, customer = subject.receipt, customer_of(subject, uow)
    if receipt is None or customer is None:
        return Reply("correction/which.txt", {"number": None})
    conversation.remember_customer(request.state, customer.id, customer.name)
    conversation.note_standing(request.state, NAME, request.said.inbox_id)
    context = {"customer": customer.name, "amount": subject.amount, "waits": receipt.state == "reported"}
    if receipt.state == "reported" and not debts:
        return Reply("misplaced/wait.txt", context)
    if receipt.state == "reported":
        draft = {**receipt.draft, "designated": [str(one) for one in debts], "words": words}
        uow.receipts.change(receipt.id, actor=request.speaker.userid, draft=draft)
        numbers = [debt.number for one in debts if (debt := uow.receivables.get(one)) is not None]
        shares: Sequence[Mapping[str, Any]] = [{"number": one, "amount": 0, "left": None} for one in numbers]
    else:
        shares = by_debt(_reallocate(receipt, debts, words, request, uow))
    return Reply("misplaced/moved.txt", {**context, "shares": shares, **figures(customer, request, uow)})


def _reallocate(
    receipt: ReceiptView, debts: Sequence[int], words: str, request: Request, uow: UnitOfWork
) -> Sequence[Share]:
    told: dict[str, Any] = {"actor": request.speaker.userid, "message_id": request.said.inbox_id}
    entries = uow.journal.entries_of_receipt(receipt.id)
    entry = next(
        one for one in reversed(entries) if one.kind == "payment" and not uow.journal.is_reversed(one.id)
    )
    lies = {row.receivable_id: 0 for row in uow.journal.live_of(entry.id)}
    for row in uow.journal.live_of(entry.id):
        lies[row.receivable_id] += row.amount
    if not debts and not lies:
        return ()
    left, given = entry.amount, []
    for one in debts:
        debt = uow.receivables.get(one)
        fits = min(left, (debt.outstanding if debt is not None else 0) + lies.get(one, 0))
        if fits > 0:
            given.append((one, fits))
            left -= fits
    posted = uow.journal.reallocate(entry.id, given, designated_by=words, **told)
    shares = list(posted.shares)
    if debts and posted.unallocated and uow.receivables.open_items(receipt.customer_id or 0):
        shares += uow.journal.allocate(entry.id, **told).shares
    return shares
