"""Customers change hands: one of them, or all of a colleague's, to one heir or to several. The manager decides (P25)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers import conversation, departure, sharing
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.holdings import holdings, largest
from handlers.language.leaving import REST
from handlers.language.reading import Answer, Intent, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person, first_with, not_yours_now, question_context
from handlers.second import second
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="hand_over",
    intents=(Intent.HAND_OVER,),
    title="转客户",
    says=(
        "把永盛转给小李",
        "小李不干了 客户给小陈",
        "小李的客户 华东的给小陈 其余给老周",
        "小李手上有哪些客户",
    ),
)
NAME = "hand_over"
ONE = "hand_over_one"
_MOST_LINES = 5


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Give one customer; show what all of a colleague's are before they go; or only show what he holds."""
    extra = request.record.extra
    if extra.get("list"):
        return _list(str(extra["from_staff"]), request, uow)
    if extra.get("shares") or extra.get("from_staff"):
        return _ask_all(request, uow)
    heir = _person(str(extra.get("to_staff", "")), request, uow)
    if heir is None or not sharing.may_get(heir):
        return Reply("staff/no_heir.txt", {"name": extra.get("to_staff", "")})
    mention = request.record.customer
    customer = uow.customers.get(mention.customer_id) if mention and mention.customer_id is not None else None
    if customer is None:
        return Reply("customer/who.txt", {"typed": mention.text if mention else ""})
    return _one(customer, heir, request, uow)


def _person(name: str, request: Request, uow: UnitOfWork) -> StaffView | None:
    """Of this name; 我 is who speaks."""
    return uow.staff.get(request.speaker.userid) if name == "我" else sharing.person(name, uow)


def _one(customer: CustomerView, heir: StaffView, request: Request, uow: UnitOfWork) -> Reply:
    """The manager gives at once, with two persons set when the second agrees; anybody else's wish is put to him."""
    if customer.owner == heir.userid:
        return Reply("staff/has_already.txt", {"customer": customer.name, "heir": heir.name})
    verdict = reach(NAME, request.speaker, customer, uow)
    own = verdict is Verdict.YES
    if own and not request.company.is_on("hand_over_two_persons"):
        return _handed(customer, heir, request, uow)
    if not own and reach("customer", request.speaker, customer, uow) is not Verdict.YES:
        return Reply("staff/not_handed.txt", {})
    taken = [request.speaker.userid]
    judge = (
        second(NAME, taken, uow, customer=customer)
        if own
        else approver_of(request.speaker, uow, customer=customer)
    )
    if judge is None:
        return Reply("staff/not_handed.txt", {})
    before = uow.staff.get(customer.owner) if customer.owner else None
    data = {
        "customer": customer.name,
        "customer_id": str(customer.id),
        "to_id": heir.userid,
        "heir": heir.name,
        "before": before.name if before else "",
        "before_id": customer.owner,
        "net": uow.customers.position(customer.id, request.today).net,
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "agreed": taken if own else [],
    }
    question = Question(ONE, ({"use": "yes"}, {"use": "no"}), data)
    push = ask_person(judge, ONE, question, request, uow)
    return Reply("staff/hand_over_asked.txt", {**data, "judge": judge.name}, (push,))


def resume_one(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The word of who was asked about one customer: 1 gives him, 2 does not."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = dict(asked.question.data)
    customer, heir = uow.customers.get(int(data["customer_id"])), uow.staff.get(data["to_id"])
    told = {"customer": data["customer"], "heir": data["heir"], "by": request.speaker.name, "agreed": agrees}
    key = f"hand_over:{request.said.inbox_id}:{asked.id}"
    push = Push(str(data["by_id"]), key, "chat/staff/hand_over_told.txt", told, priority=2)
    if not agrees:
        return Reply("staff/hand_over_told.txt", told, (push,))
    if customer is None or heir is None or not sharing.may_get(heir):
        return Reply("staff/no_heir.txt", {"name": data["heir"]})
    if customer.owner != data.get("before_id", customer.owner) or not _decides(customer, data, request, uow):
        return not_yours_now(asked, request)
    if request.company.is_on("hand_over_two_persons") and not data["agreed"]:
        return _second_for_one(customer, data, request, uow)
    return _handed(customer, heir, request, uow, asker=str(data["by_id"])).with_pushes(push)


def _decides(customer: CustomerView, data: dict[str, Any], request: Request, uow: UnitOfWork) -> bool:
    """Still, though he was asked a while ago; a second person only has to be one who may."""
    roles = ("manager", "admin", "finance") if data["agreed"] else ("manager", "admin")
    return request.speaker.role in roles and reach(NAME, request.speaker, customer, uow) is Verdict.YES


def _second_for_one(customer: CustomerView, data: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    data["agreed"] = [request.speaker.userid]
    other = second(NAME, [*data["agreed"], data["by_id"]], uow, customer=customer)
    if other is None:
        return Reply("staff/no_second.txt")
    push = ask_person(other, ONE, Question(ONE, ({"use": "yes"}, {"use": "no"}), data), request, uow)
    return Reply("staff/second_asked.txt", {"second": other.name}, (push,))


def _handed(
    customer: CustomerView, heir: StaffView, request: Request, uow: UnitOfWork, *, asker: str = ""
) -> Reply:
    before = uow.staff.get(customer.owner) if customer.owner else None
    departure.give(customer, heir, request, uow)
    context = {"customer": customer.name, "heir": heir.name, "before": before.name if before else ""}
    told = departure.told([customer.name], heir, request)
    if customer.owner != asker:  # who asked for it hears that it was agreed to
        told += departure.lost([customer.name], before, heir, request)
    return Reply("customer/handed.txt", context, told)


def _list(name: str, request: Request, uow: UnitOfWork) -> Reply:
    """What a colleague would have to hand over, his largest customers first."""
    person = sharing.person(name, uow)
    if person is None:
        return Reply("staff/unknown.txt", {"name": name})
    if not (_may_give(person, request, uow) or person.userid == request.speaker.userid):
        return Reply("staff/not_handed.txt", {})
    lines = largest(uow.customers.owned_by([person.userid]), request.today, uow, _MOST_LINES)
    return Reply(
        "staff/holds.txt",
        {**holdings(person.userid, request.today, uow), "name": person.name, "lines": lines},
    )


def _ask_all(request: Request, uow: UnitOfWork) -> Reply:
    """What he holds and who would get what; nothing moves before that is agreed to."""
    extra = request.record.extra
    before = _open(request) if not extra.get("from_staff") else None
    name = str(extra.get("from_staff") or (before.question.data["name"] if before else ""))
    leaver = _person(name, request, uow)
    if leaver is None:
        return (
            Reply("staff/unknown.txt", {"name": name or "谁的客户"})
            if name
            else Reply("staff/whose_customers.txt")
        )
    if not _may_give(leaver, request, uow):
        return Reply("staff/not_handed.txt", {})
    shares = _shares(extra.get("shares") or [[REST, str(extra.get("to_staff", ""))]], leaver, uow)
    if isinstance(shares, Reply):
        return shares
    held = holdings(leaver.userid, request.today, uow)
    leaves = bool(extra.get("leaves")) or bool(before and before.question.data["leaves"])
    if not held["customers"] and not leaves:
        return Reply("staff/holds_nothing.txt", {"name": leaver.name})
    if before is not None:
        conversation.close(request.state, before.id)
    customers = uow.customers.owned_by([leaver.userid])
    given = sharing.shared(customers, shares)
    data: dict[str, Any] = {
        **held,
        "name": leaver.name,
        "from_id": leaver.userid,
        "shares": shares,
        "parts": sharing.parts(given, shares, uow, request.today),
        "left_over": len(customers) - len(given),
        "leaves": leaves and leaver.active,
        "agreed": [],
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
    }
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
    conversation.ask(request.state, OpenQuestion(0, NAME, question, request.said.now))
    return Reply(f"questions/{NAME}.txt", question_context(question, request))


def _open(request: Request) -> OpenQuestion | None:
    """The hand-over that is being talked about: “华东的给小陈 其余给老周” goes on with it."""
    return next((one for one in conversation.open_questions(request.state) if one.asker == NAME), None)


def _shares(
    named: Sequence[Sequence[str]], leaver: StaffView, uow: UnitOfWork
) -> list[dict[str, Any]] | Reply:
    """The shares with the people they go to, the rest last; the reply that names who cannot get any."""
    shares = []
    for what, name in named:
        heir = sharing.person(name, uow)
        if heir is None or not sharing.may_get(heir) or heir.userid == leaver.userid:
            return Reply("staff/no_heir.txt", {"name": name})
        shares.append({"what": what, "to_id": heir.userid, "heir": heir.name})
    return sorted(shares, key=lambda one: one["what"] == REST)


def _may_give(leaver: StaffView, request: Request, uow: UnitOfWork) -> bool:
    """The admin; a manager those of his own people, or his own."""
    if request.speaker.role == "admin":
        return True
    reachable = {request.speaker.userid, *uow.staff.under(request.speaker.userid)}
    return request.speaker.role == "manager" and leaver.userid in reachable


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1: they go as it was shown (with two persons set, the second is asked first). 2: nothing moves."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = dict(asked.question.data)
    if not agrees:
        return Reply("staff/kept.txt", {"name": data["name"]})
    leaver = uow.staff.get(data["from_id"])
    second_word = bool(data["agreed"])
    if leaver is None or not (second_word or _may_give(leaver, request, uow)):
        return Reply("staff/not_handed.txt", {})
    gone = [one["heir"] for one in data["shares"] if not sharing.may_get(uow.staff.get(one["to_id"]))]
    if gone:
        return Reply("staff/no_heir.txt", {"name": gone[0]})
    if request.company.is_on("hand_over_two_persons") and not second_word:
        data["agreed"] = [request.speaker.userid]
        other = second(NAME, [request.speaker.userid, leaver.userid], uow)
        if other is None:
            return Reply("staff/no_second.txt")
        question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
        push = ask_person(other, NAME, question, request, uow)
        return Reply("staff/second_asked.txt", {"second": other.name}, (push,))
    return _all_handed(leaver, data, request, uow)


def _all_handed(leaver: StaffView, data: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    customers = uow.customers.owned_by([leaver.userid])
    given = sharing.shared(customers, data["shares"])
    heirs = {one["to_id"]: uow.staff.get(one["to_id"]) for one in data["shares"]}
    names: dict[str, list[str]] = {}
    for customer in customers:
        heir = heirs.get(given.get(customer.id, ""))
        if heir is not None:
            departure.give(customer, heir, request, uow)
            names.setdefault(heir.userid, []).append(customer.name)
    pushes = [
        push
        for userid, mine in names.items()
        if (heir := heirs[userid])
        for push in (
            *departure.told(mine, heir, request),
            *(() if data["leaves"] else departure.lost(mine, leaver, heir, request)),
        )
    ]
    main = heirs[data["shares"][-1]["to_id"]]
    if data["leaves"] and main is not None:
        pushes += departure.end(leaver, given, main, request, uow)
    cash = sum(receipt.amount for receipt in uow.receipts.cash_in_hand(leaver.userid))
    if cash and data["leaves"]:
        pushes += _finance_hears(leaver, cash, request, uow)
    context = {
        "name": leaver.name,
        "leaves": data["leaves"],
        "parts": [
            {"heir": one.name, "count": len(names.get(userid, []))} for userid, one in heirs.items() if one
        ],
        "left_over": len(customers) - len(given),
        "cash": cash,
    }
    return Reply("staff/handed.txt", context, tuple(pushes))


def _finance_hears(leaver: StaffView, cash: int, request: Request, uow: UnitOfWork) -> list[Push]:
    judge = first_with(("finance",), request.speaker, uow)
    if judge is None:
        return []
    key = f"cash_left:{request.said.inbox_id}:{leaver.userid}"
    return [
        Push(judge.userid, key, "chat/staff/cash_left.txt", {"name": leaver.name, "cash": cash}, priority=2)
    ]
