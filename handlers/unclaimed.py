"""Money of an unknown payer (待认领): kept at once, announced to sales, claimed by one of them, confirmed by finance (P14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import claim, conversation
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent, Question
from handlers.permissions import MAY, Scope
from handlers.proposal import ask_person, first_with, question_context
from handlers.receipt import line_of
from storage.customers import CustomerView
from storage.receipts import ReceiptView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="unclaimed",
    intents=(Intent.UNCLAIMED_MONEY,),
    title="待认领的钱",
    says=("对公收到5万 王德发 不知道谁的", "待认领"),
)
SAME = "unclaimed_same"
LIST = "unclaimed"
MOST_LINES = 10
_WALLETS = ("微信", "支付宝")
_METHODS = {"现金": "cash", "微信": "wallet", "支付宝": "wallet", "承兑": "bill"}


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Keep the money, or show what nobody has claimed yet."""
    if request.record.extra.get("list"):
        return listing(request, uow)
    if MAY["payment"].get(request.speaker.role, Scope.NO) is Scope.NO:
        return Reply("refusal/role.txt", {"fact": "payment", "role": request.speaker.role})
    record = request.record
    if not record.amount:
        return Reply("unclaimed/how_much.txt")
    told = _told(request)
    known = uow.receipts.similar(
        None, record.amount, told["day"], within_days=request.company.whole("same_fact_days")
    )
    same = [one for one in known if one.payer == told["payer"]]
    if same:
        return _ask_same(same[0], told, request)
    return _keep(told, request, uow)


def listing(request: Request, uow: UnitOfWork) -> Reply:
    """What nobody has claimed, numbered; everybody who may claim sees it."""
    if MAY["claim"].get(request.speaker.role, Scope.NO) is Scope.NO:
        return Reply("refusal/role.txt", {"fact": "claim", "role": request.speaker.role})
    waiting = uow.receipts.unclaimed()
    shown = waiting[:MOST_LINES]
    conversation.remember_list(request.state, LIST, [one.id for one in shown])
    lines = [line_of(receipt, uow) for receipt in shown]
    return Reply("unclaimed/list.txt", {"lines": lines, "count": len(waiting), "today": request.today})


def _told(request: Request) -> dict[str, Any]:
    """What was said of the money; every value can be kept as JSON."""
    record = request.record
    account, holder = _account(record.extra, request.speaker.userid)
    return {
        "amount": record.amount,
        "day": record.happened_on or request.today,
        "payer": str(record.extra.get("payer", "")),
        "account": account,
        "holder": holder,
        "reference": str(record.extra.get("doc_no", "")),
    }


def _account(extra: Mapping[str, Any], speaker: str) -> tuple[str, str]:
    """Where it is: bank, a wallet of somebody, cash in somebody's hand, a bill."""
    kind = _METHODS.get(str(extra.get("method", "")), "bank")
    named = str(extra.get("account", ""))
    wallet = next((word for word in _WALLETS if named.endswith(word)), "")
    if wallet:
        return "wallet", named.removesuffix(wallet)
    return kind, speaker if kind == "cash" else ""


def _ask_same(earlier: ReceiptView, told: Mapping[str, Any], request: Request) -> Reply:
    data = {**told, "number": earlier.number}
    question = Question(SAME, ({"use": "same"}, {"use": "other"}), data)
    conversation.ask(request.state, OpenQuestion(0, SAME, question, request.said.now))
    return Reply(f"questions/{SAME}.txt", question_context(question, request))


def resume_same(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1: the same money, nothing is kept twice. 2: another sum."""
    if answer.choice not in (1, 2) and answer.yes is None:
        return None
    conversation.close(request.state, asked.id)
    if answer.choice == 2 or answer.yes is False:
        return _keep(asked.question.data, request, uow)
    return Reply("unclaimed/same.txt", {"number": asked.question.data["number"]})


def _keep(told: Mapping[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """Write it down as unclaimed; a payer that was learnt is proposed at once, else sales are asked."""
    receipt = uow.receipts.report(
        None,
        int(told["amount"]),
        told["day"],
        reported_by=request.speaker.userid,
        state="unclaimed",
        account=told["account"],
        holder=told["holder"],
        payer=told["payer"],
        reference=told["reference"],
        message_id=request.said.inbox_id,
    )
    request.state["last_booking"] = str(request.said.inbox_id)
    customer = _learnt(receipt.payer, uow)
    if customer is not None:
        return claim.propose(receipt, customer, request, uow, learnt=True)
    pushes = [_announce(person, receipt, request, uow) for person in _salespeople(request, uow)]
    context = {**line_of(receipt, uow), "asked": len(pushes), "today": request.today}
    return Reply("unclaimed/kept.txt", context, tuple(pushes))


def _learnt(payer: str, uow: UnitOfWork) -> CustomerView | None:
    """The one customer this payer was learnt for, or whose name it is."""
    if not payer:
        return None
    known = uow.customers.by_alias(payer, kind="payer")
    if len(known) == 1:
        return known[0]
    return uow.customers.by_name(payer) if not known else None


def _salespeople(request: Request, uow: UnitOfWork) -> list[StaffView]:
    """Everybody who looks after customers; whoever reported it without being finance lets finance hear, too."""
    people = [one for one in uow.staff.all() if one.active and one.userid != request.speaker.userid]
    sales = [one for one in people if one.role == "sales"]
    asked = [one for one in sales if uow.customers.owned_by({one.userid})] or sales
    finance = first_with(("finance",), request.speaker, uow)
    if request.speaker.role not in ("finance", "admin") and finance is not None:
        asked.append(finance)
    return asked


def _announce(person: StaffView, receipt: ReceiptView, request: Request, uow: UnitOfWork) -> Push:
    """Ask one person whose it is. One such question is open for him at a time: drafts are not pushed out."""
    claim.forget_open(person, request, uow)
    line = line_of(receipt, uow)
    question = Question(claim.NAME, (), {**line, "receipt": str(receipt.id)})
    return ask_person(person, claim.NAME, question, request, uow)
