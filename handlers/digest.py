"""The digest one asks for: “日报”, “周报”, “月报”, “我的待办”, each as far as the asker may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.command import Command, Push, Reply, Request
from handlers.digests import finance, overview, review, sales, todo
from handlers.digests.duties import duties
from handlers.digests.facts import Facts, gather
from handlers.digests.money import arrivals
from handlers.digests.period import daily, monthly, weekly
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
    if which in ("周报", "月报"):
        period = weekly(request.today) if which == "周报" else monthly(request.today)
        facts = gather(uow, period, request.company).of(owners)
        if role not in ("manager", "admin"):
            facts = replace(facts, signs=())
        told = Reply(review.TEMPLATE, review.context(facts))
        return _with_picture(told, review.PICTURE, review.picture(facts), request) if facts.late else told
    facts = gather(uow, daily(request.today, request.said.now, uow), request.company)
    if which in _SALES and role != "sales":
        return Reply(sales.TEMPLATE, sales.context(facts.of(owners), uow.staff.all()))
    if (role == "sales" or which == "待办") and which not in _FINANCE:
        own = _todo(facts, request, uow)
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


def _todo(facts: Facts, request: Request, uow: UnitOfWork) -> dict[str, Any]:
    """One's own: not that of the people under one."""
    who = request.speaker.userid
    return todo.context(facts.of({who}), uow.receipts.cash_in_hand(who), duties(who, facts.period.day, uow))


def _with_picture(reply: Reply, template: str, drawn: Mapping[str, Any], request: Request) -> Reply:
    if not request.company.is_on("digest_picture") or request.said.in_group:
        return reply
    key = f"digest-picture:{request.said.inbox_id}"
    return reply.with_pushes(Push(request.speaker.userid, key, template, to_plain(drawn)))
