"""What is known of a customer: terms, limit, phone, other names, grade; a new one (P4, P15)."""

from __future__ import annotations

from typing import Any

from handlers import conversation, temporary_limit
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent, Question, Terms
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person
from handlers.terms import terms_of
from handlers.whose import surely_named
from ledger.money import fen_of
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="customer",
    intents=(Intent.CUSTOMER_UPDATE, Intent.CREDIT_LIMIT),
    title="客户资料",
    says=(
        "张三建材 账期30天",
        "张三建材又叫老张",
        "永盛额度改成5万",
        "永盛临时额度30万 到月底",
        "新增客户 大同五金",
        "永盛的会计是刘姐 13800000000",
    ),
)
LIMIT = "limit_request"
_RENAMED = ("改名", "改叫")


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Change what is said of a customer, or create one; a limit above one's right is asked of the manager."""
    record = request.record
    created = record.extra.get("create")
    mention = record.customer
    if created:
        return _create(str(created) if isinstance(created, str) else "", request, uow)
    customer = surely_named(mention, uow)
    if customer is None:
        return Reply("customer/who.txt", {"typed": mention.text if mention else ""})
    verdict = reach("customer", request.speaker, customer, uow)
    if verdict is Verdict.NO:
        return Reply("refusal/role.txt", {"fact": "customer", "role": request.speaker.role})
    if verdict is not Verdict.YES:
        owner = uow.staff.get(customer.owner)
        return Reply(
            "customer/not_yours.txt", {"customer": customer.name, "owner": owner.name if owner else ""}
        )
    if record.extra.get("temporary"):
        return temporary_limit.run(customer, request, uow)
    return _change(customer, request, uow)


def _create(name: str, request: Request, uow: UnitOfWork) -> Reply:
    if not name and request.record.customer is not None:
        name = request.record.customer.text
    if not name:
        return Reply("customer/who.txt", {"typed": ""})
    if reach("customer", request.speaker, None, uow) is not Verdict.YES:
        return Reply("refusal/role.txt", {"fact": "customer", "role": request.speaker.role})
    if uow.customers.by_name(name) is not None:
        return Reply("customer/there.txt", {"customer": name})
    sells = request.speaker.role in ("sales", "manager")
    customer = uow.customers.create(
        name=name, owner=request.speaker.userid if sells else "", created_by=request.speaker.userid
    )
    conversation.remember_customer(request.state, customer.id, customer.name)
    return Reply("customer/created.txt", {"customer": name, "owner": request.speaker.name if sells else ""})


def _change(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    fields = _fields(customer, request)
    limit = fields.pop("credit_limit", None)
    pushes: tuple[Push, ...] = ()
    lines = [{"field": field, "value": value} for field, value in fields.items()]
    alias = str(request.record.extra.get("alias", ""))
    renamed = any(word in request.reading.text for word in _RENAMED)
    if alias and renamed:
        if uow.customers.by_name(alias) is not None:
            return Reply("customer/there.txt", {"customer": alias})
        uow.customers.learn_alias(customer.id, customer.name, request.speaker.userid)
        fields["name"] = alias
        lines.append({"field": "name", "value": alias})
    elif alias:
        uow.customers.learn_alias(customer.id, alias, request.speaker.userid)
        lines.append({"field": "alias", "value": alias})
    asked = ""
    if limit is not None:
        if reach("limit", request.speaker, customer, uow) is Verdict.YES:
            fields["credit_limit"] = limit or None
            lines.append({"field": "credit_limit", "value": limit})
        else:
            asked, pushes = _ask_limit(customer, limit, request, uow)
    contact = _contact(customer, request, uow)
    if contact:
        lines.append({"field": "contact", "value": contact})
    if not lines and limit is None:
        return Reply("customer/what.txt", {"customer": customer.name})
    _write(customer, fields, request, uow)
    conversation.remember_customer(request.state, customer.id, customer.name)
    context = {"customer": customer.name, "lines": lines, "limit": limit, "asked": asked}
    return Reply("customer/changed.txt", context, pushes)


def _contact(customer: CustomerView, request: Request, uow: UnitOfWork) -> str:
    """The person at the customer that was named, kept with role and phone; "" when none was."""
    extra = request.record.extra
    person = str(extra.get("contact", ""))
    details = {
        name: str(extra[key])
        for name, key in (("role", "contact_role"), ("phone", "contact_phone"))
        if extra.get(key)
    }
    if not person or not details:
        return ""
    uow.contacts.put(customer.id, person, **details)
    subject = f"customer:{customer.id}"
    uow.audit.note(request.speaker.userid, "customer.contact", subject, {"name": person, **details})
    return person


def _fields(customer: CustomerView, request: Request) -> dict[str, Any]:
    """Columns of the customer that were named, with their new values. `credit_limit` 0 lifts the limit."""
    record = request.record
    extra = record.extra
    found: dict[str, Any] = {}
    for key in ("phone", "grade"):
        if extra.get(key):
            found[key] = str(extra[key])
    if extra.get("terms_days") is not None:
        said = Terms(str(extra.get("terms_kind", "net")), int(extra["terms_days"]))
        if said.kind in ("net", "month_end"):
            found["terms"] = str(terms_of(said, request))
    if record.intent is Intent.CREDIT_LIMIT:
        found["credit_limit"] = _limit(customer, request)
    elif extra.get("limit"):
        found["credit_limit"] = fen_of(str(extra["limit"]))
    return found


def _limit(customer: CustomerView, request: Request) -> int:
    delta = str(request.record.extra.get("delta", ""))
    if not delta:
        return request.record.amount or 0
    fen = fen_of(delta.lstrip("-"))
    return max(0, (customer.credit_limit or 0) + (-fen if delta.startswith("-") else fen))


def _write(customer: CustomerView, fields: dict[str, Any], request: Request, uow: UnitOfWork) -> None:
    if not fields:
        return
    uow.customers.update(customer.id, **fields)
    details = {name: {"before": getattr(customer, name), "after": value} for name, value in fields.items()}
    uow.audit.note(request.speaker.userid, "customer.change", f"customer:{customer.id}", details)


def _ask_limit(
    customer: CustomerView, limit: int, request: Request, uow: UnitOfWork
) -> tuple[str, tuple[Push, ...]]:
    boss = approver_of(request.speaker, uow, customer=customer)
    if boss is None:
        return "", ()
    data = {
        "customer": customer.name,
        "customer_id": str(customer.id),
        "before": customer.credit_limit,
        "limit": limit,
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "net": uow.customers.position(customer.id, request.today).net,
    }
    question = Question(LIMIT, ({"use": "yes"}, {"use": "no"}), data)
    return boss.name, (ask_person(boss, LIMIT, question, request, uow),)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The manager's word on a limit: 1 agrees, 2 does not."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    customer = uow.customers.get(int(data["customer_id"]))
    if agrees and customer is not None:
        _write(customer, {"credit_limit": data["limit"] or None}, request, uow)
    told = {
        "customer": data["customer"],
        "limit": data["limit"],
        "agreed": agrees,
        "by": request.speaker.name,
    }
    push = Push(
        data["by_id"], f"limit:{request.said.inbox_id}:{asked.id}", "chat/customer/limit_told.txt", told
    )
    return Reply("customer/limit_decided.txt", told, (push,))
