"""The digest one asks for: “日报”, “周报”, “月报”, “我的待办”, each as far as the asker may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import sharing
from handlers.command import Command, Push, Reply, Request
from handlers.digests import finance, overview, review, sales, todo
from handlers.digests.duties import duties
from handlers.digests.facts import Facts, gather
from handlers.digests.money import arrivals
from handlers.digests.period import daily, goes_on, whole
from handlers.jsonable import to_plain
from handlers.language.reading import Intent
from handlers.permissions import owners_seen
from handlers.whose import not_for_role, note_list
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="digest",
    intents=(Intent.DIGEST,),
    title="日报、待办",
    says=("日报", "周报", "月报", "我的待办"),
)
_FINANCE = ("财务日报", "财务群日报")
_SALES = ("催款榜", "销售日报", "销售群日报")


def run(request: Request, uow: UnitOfWork) -> Reply:
    """As it would be sent now; a manager's comes with its picture, one-to-one."""
    owners = scope(request, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    which, role = str(request.record.extra.get("which", "")), request.speaker.role
    note_list(COMMAND.permission, 0, request, uow)
    if request.record.extra.get("whose"):
        return _of_colleague(str(request.record.extra["whose"]), owners, request, uow)
    of = request.record.extra.get("of")
    if which in ("周报", "月报"):
        facts = gather(uow, whole(which, of, request.today), request.company).of(owners)
        if role not in ("manager", "admin"):
            facts = replace(facts, signs=())
        told = Reply(review.TEMPLATE, review.context(facts))
        return _with_picture(told, review.PICTURE, review.picture(facts), request) if facts.late else told
    reply = _daily(which, owners, request, uow)
    if not isinstance(of, date) or of >= request.today:
        return reply
    went = {"day": of, "went": goes_on(request.company, of)}
    return Reply("digest/only_now.txt", went).with_more(reply)


def _of_colleague(name: str, owners: frozenset[str] | None, request: Request, uow: UnitOfWork) -> Reply:
    """“老周的待办”: of somebody whose customers the asker may see."""
    colleague = sharing.person(name, uow)
    if colleague is None:
        return Reply("staff/unknown.txt", {"name": name})
    if owners is not None and colleague.userid not in owners:
        return Reply("report/not_yours.txt", {"who": colleague.name})
    facts = gather(uow, daily(request.today, request.said.now, uow), request.company)
    own = _todo(facts, colleague.userid, request, uow)
    return Reply("digest/whose.txt", {"who": colleague.name}).with_more(Reply(todo.TEMPLATE, own))


def _daily(which: str, owners: frozenset[str] | None, request: Request, uow: UnitOfWork) -> Reply:
    role = request.speaker.role
    facts = gather(uow, daily(request.today, request.said.now, uow), request.company)
    if which in _SALES and role != "sales":
        return Reply(sales.TEMPLATE, sales.context(facts.of(owners), uow.staff.all()))
    if (role == "sales" or which == "待办") and which not in _FINANCE:
        own = _todo(facts, request.speaker.userid, request, uow)
        if role == "sales" or not todo.is_empty(own):
            return Reply(todo.TEMPLATE, own)
    # Who has nothing of his own to chase hears of everybody's: “all in time” would be untrue.
    if which in _FINANCE or role == "finance":
        seen = facts.of(owners)
        return Reply(finance.CHAT_TEMPLATE, finance.context(seen, arrivals(uow, owners)))
    seen = facts.of(owners)
    context = overview.context(seen, arrivals(uow, owners), request.company.several("digest_parts"))
    told = Reply(overview.TEMPLATE, context)
    return _with_picture(told, overview.PICTURE, overview.picture(seen), request) if seen.now else told


def scope(request: Request, uow: UnitOfWork) -> frozenset[str] | None:
    """Whose customers the asker's digest is about; for managers those of nobody too."""
    return overview.scope(owners_seen(COMMAND.permission, request.speaker, uow), request.speaker)


def _todo(facts: Facts, who: str, request: Request, uow: UnitOfWork) -> dict[str, Any]:
    """One's own: not that of the people under one."""
    return todo.context(facts.of({who}), uow.receipts.cash_in_hand(who), duties(who, facts.period.day, uow))


def _with_picture(reply: Reply, template: str, drawn: Mapping[str, Any], request: Request) -> Reply:
    if not request.company.is_on("digest_picture") or request.said.in_group:
        return reply
    key = f"digest-picture:{request.said.inbox_id}"
    return reply.with_pushes(Push(request.speaker.userid, key, template, to_plain(drawn)))
