"""What is put into a customer's file: terms, limit, trade, people, other names; a new one (P4, P15)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from handlers import conversation, file_request, intake, sharing, temporary_limit
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Fit, Intent, Mention, Question, Record, Terms
from handlers.permissions import Verdict, reach
from handlers.terms import terms_of
from handlers.whose import surely_named
from ledger.money import fen_of
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="customer",
    intents=(Intent.CUSTOMER_UPDATE, Intent.CREDIT_LIMIT),
    title="客户资料",
    says=(
        "张三建材 账期30天 额度20万 等级B",
        "永盛 行业装修 地区华东 类别重点",
        "张三建材又叫老张",
        "永盛额度改成5万",
        "永盛额度减半",
        "永盛临时额度30万 到月底",
        "新增客户 大同五金",
        "永盛会计刘姐 13800000000",
    ),
)
NEW = "new_file"
_RENAMED = ("改名", "改叫")
_WORDS = ("category", "industry", "region", "short_name", "contract", "email", "phone", "grade")
_A_YEAR = Decimal("365.25")  # days
_CALLED = ("姐", "哥", "总", "工", "老板", "会计", "师傅", "经理", "主任", "叔", "姨")


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Change what is said of a customer, or create one; what only the manager sets is asked of him."""
    record = request.record
    created = record.extra.get("create")
    mention = record.customer
    if created:
        return _create(str(created) if isinstance(created, str) else "", request, uow)
    customer = surely_named(mention, uow)
    if customer is None:
        return _ask_new(mention, request, uow)
    verdict = reach("customer", request.speaker, customer, uow)
    if verdict is Verdict.NO:
        return Reply("refusal/role.txt", {"fact": "customer", "role": request.speaker.role})
    if verdict is not Verdict.YES:
        owner = uow.staff.get(customer.owner)
        return Reply(
            "customer/not_yours.txt", {"customer": customer.name, "owner": owner.name if owner else ""}
        )
    if record.extra.get("odd"):
        return Reply("limit/odd.txt", {"customer": customer.name, "odd": record.extra["odd"]})
    if _has_nothing_to_change(customer, request):
        return Reply("limit/no_lasting.txt", {"customer": customer.name})
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
    kept_by = str(request.record.extra.get("owner_name", ""))
    owner = sharing.person(kept_by, uow) if kept_by else None
    if kept_by and (owner is None or not sharing.may_get(owner)):
        return Reply("customer/no_owner.txt", {"name": kept_by})
    customer = _made(name, request, uow, owner)
    keeper = uow.staff.get(customer.owner) if customer.owner else None
    made = Reply("customer/created.txt", {"customer": name, "owner": keeper.name if keeper else ""})
    stated = {key: value for key, value in request.record.extra.items() if key not in _OF_CREATION}
    if stated:  # what stands in the same message goes into the file, and asks no more questions
        mention = Mention(customer.name, Fit.EXACT, customer.id, customer.name)
        filed = run(request.about(Record(Intent.CUSTOMER_UPDATE, mention, extra=stated)), uow)
        return made.with_more(filed)
    asked, pushes = intake.offer(customer, request, uow)
    return (made if asked is None else made.with_more(asked)).with_pushes(*pushes)


_OF_CREATION = frozenset({"create", "owner_name", "new_customer"})


def _made(name: str, request: Request, uow: UnitOfWork, owner: StaffView | None = None) -> CustomerView:
    sells = request.speaker.role in ("sales", "manager")
    keeper = owner or (request.speaker if sells else None)
    customer = uow.customers.create(
        name=name, owner=keeper.userid if keeper else "", created_by=request.speaker.userid
    )
    conversation.remember_customer(request.state, customer.id, customer.name)
    return customer


def _ask_new(mention: Mention | None, request: Request, uow: UnitOfWork) -> Reply:
    """A name that nobody knows, with what is to stand in its file: a new customer, or a slip of the finger?"""
    may = reach("customer", request.speaker, None, uow) is Verdict.YES
    known = {"alias", "delta", "factor", "temporary", "new_customer", "odd"}
    stated = request.record.extra.keys() - known
    if mention is None or mention.fit is not Fit.NEW or not may or not stated:
        return Reply("customer/who.txt", {"typed": mention.text if mention else ""})
    data = {"typed": mention.text, "extra": dict(request.record.extra)}
    question = Question(NEW, ({"new": True, "label": "是新客户"}, {"use": "no"}), data)
    conversation.ask(request.state, OpenQuestion(0, NEW, question, request.said.now, soft=True))
    return Reply(f"questions/{NEW}.txt", data)


def resume_new(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 makes the customer and fills in his file; 2, or another name, does not."""
    data = asked.question.data
    if answer.agrees is None:
        return None
    conversation.close(request.state, asked.id)
    if not answer.agrees:
        return Reply("customer/who.txt", {"typed": ""})
    customer = uow.customers.by_name(data["typed"]) or _made(data["typed"], request, uow)
    mention = Mention(customer.name, Fit.EXACT, customer.id, customer.name)
    record = Record(Intent.CUSTOMER_UPDATE, mention, extra=data["extra"])
    return run(request.about(record), uow)


def _change(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    fields = fields_said(customer, request)
    guarded = {column: fields.pop(column) for column in file_request.GUARDED if column in fields}
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
    pushes: tuple[Push, ...] = ()
    if guarded:
        asked, pushes, holds = file_request.decide(customer, guarded, request, uow)
        if holds:
            fields |= guarded
            lines += [{"field": column, "value": value} for column, value in guarded.items()]
            guarded = {}
    contact = _contact(customer, request, uow)
    if contact:
        fields.pop("phone", None)
        lines = [line for line in lines if line["field"] != "phone"] + [
            {"field": "contact", "value": contact}
        ]
    if not lines and not guarded:
        return Reply("customer/what.txt", {"customer": customer.name})
    file_request.write(customer, fields, request, uow)
    conversation.remember_customer(request.state, customer.id, customer.name)
    context = {
        "customer": customer.name,
        "lines": lines,
        "guarded": guarded,
        "asked": asked,
        "today": request.today,
    }
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
    if not person and extra.get("phone"):
        person, details = _person_meant(customer, request, uow), {"phone": str(extra["phone"])}
    if not person or not details:
        return ""
    uow.contacts.put(customer.id, person, **details)
    subject = f"customer:{customer.id}"
    uow.audit.note(request.speaker.userid, "customer.contact", subject, {"name": person, **details})
    return person


def _person_meant(customer: CustomerView, request: Request, uow: UnitOfWork) -> str:
    """永盛刘姐电话改成…: the person in the name as it was typed; "" for the customer's own phone."""
    typed = request.record.customer.text if request.record.customer is not None else ""
    known = [one.name for one in uow.contacts.of_customer(customer.id) if typed.endswith(one.name)]
    if known:
        return max(known, key=len)
    tail = typed[-2:]
    return tail if len(typed) > 3 and tail.endswith(_CALLED) and tail not in customer.name else ""


def fields_said(customer: CustomerView, request: Request) -> dict[str, Any]:
    """Columns of the customer that were named, with their new values. `credit_limit` None lifts the limit."""
    record = request.record
    extra = record.extra
    found: dict[str, Any] = {key: str(extra[key]) for key in _WORDS if extra.get(key)}
    if extra.get("terms_days") is not None:
        said = Terms(
            str(extra.get("terms_kind", "net")), int(extra["terms_days"]), str(extra.get("terms_event", ""))
        )
        found["terms"] = str(terms_of(said, request))
    if extra.get("known_years"):
        found["known_since"] = known_since(str(extra["known_years"]), request.today)
    if record.intent is Intent.CREDIT_LIMIT:
        found["credit_limit"] = _limit(customer, request)
    elif extra.get("limit"):
        found["credit_limit"] = fen_of(str(extra["limit"]))
    return found


def known_since(years: str, today: date) -> date:
    """The day from which somebody known for so many years (“5”, “0.5”) is known."""
    return today - timedelta(days=int(Decimal(years) * _A_YEAR))


def _limit(customer: CustomerView, request: Request) -> int | None:
    """Fen: as said, or the present limit made larger or smaller; None lifts it."""
    factor, delta = str(request.record.extra.get("factor", "")), str(request.record.extra.get("delta", ""))
    before = customer.credit_limit or 0
    if factor:
        return int(before * Fraction(factor))
    if not delta:
        return request.record.amount or None
    fen = fen_of(delta.lstrip("-"))
    return max(0, before + (-fen if delta.startswith("-") else fen))


def _has_nothing_to_change(customer: CustomerView, request: Request) -> bool:
    """减半, 降2万: of no limit at all there is no half."""
    factor, delta = str(request.record.extra.get("factor", "")), str(request.record.extra.get("delta", ""))
    return customer.credit_limit is None and (bool(factor) or delta.startswith("-"))
