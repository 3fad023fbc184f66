"""The days of a ladder, and how often, for one customer or one kind of customers, over those of the company."""

from __future__ import annotations

import re
from typing import Any

from config.company import CompanySetting, Value
from handlers.command import Push, Reply, Request
from handlers.dunning import preview, stage_setting
from handlers.permissions import Verdict, reach
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

HOW_OFTEN = frozenset({"remind_gap_days", "remind_cap_week", "remind_cap_month"})
_AS_COMPANY = re.compile("和?公司一样|公司的|恢复|默认|照旧")


def run(setting: CompanySetting, request: Request, uow: UnitOfWork) -> Reply:
    """“永盛的客户提醒日改成 7天、30天”, “重点客户的业务员提醒日去掉90天”; each change is a row of its own."""
    kind = str(request.record.extra.get("kind", ""))
    if kind:
        kinds = sorted({one.category for one in uow.customers.all() if one.category})
        if kind not in kinds:
            return Reply("setting/no_kind.txt", {"kind": kind, "kinds": kinds, "key": setting.key})
        return _change(setting, f"{kind}客户", {"category": kind}, {"category": kind}, request, uow)
    customer = _customer(request, uow)
    if customer is None:
        mention = request.record.customer
        return Reply("customer/who.txt", {"typed": mention.text if mention is not None else ""})
    if reach("setting", request.speaker, customer, uow) is not Verdict.YES:
        return Reply("setting/not_yours.txt")
    within = {"customer": customer.id, "category": customer.category or None}
    return _change(setting, customer.name, {"customer": customer.id}, within, request, uow)


def _customer(request: Request, uow: UnitOfWork) -> CustomerView | None:
    mention = request.record.customer
    if mention is None or mention.customer_id is None:
        return None
    return uow.customers.get(mention.customer_id)


def _change(
    setting: CompanySetting,
    whose: str,
    scope: dict[str, Any],
    within: dict[str, Any],
    request: Request,
    uow: UnitOfWork,
) -> Reply:
    """`scope` is where it is set, `within` all that holds there."""
    before = request.company.over(uow.settings.texts(**within))[setting.key]
    after = _wanted(setting, before, request)
    told = {"key": setting.key, "kind": setting.kind, "whose": whose, "today": request.today}
    if after is None or setting.is_too_much(after):
        context = {**told, "choices": setting.choices, "value": before, "most": setting.most}
        return Reply("setting/what.txt", context)
    line = {"key": setting.key, "kind": setting.kind, "before": before, "after": after}
    reply = Reply("setting/changed.txt", {"lines": [line], "whose": whose, "today": request.today})
    if after == before:
        return reply
    uow.settings.put(setting.key, setting.write(after), by=request.speaker.userid, **scope)
    ((name, value),) = scope.items()
    details = {"before": setting.write(before), "after": setting.write(after), name: str(value)}
    uow.audit.note(request.speaker.userid, "setting.change", f"setting:{setting.key}", details)
    context = {
        "refresh": preview.REFRESH,
        "before": {setting.key: setting.write(before)},
        "scope": f"{name}:{value}",
    }
    key = f"{preview.REFRESH}:{request.said.inbox_id}"
    return reply.with_pushes(Push(request.speaker.userid, key, preview.TEMPLATE, context))


def _wanted(setting: CompanySetting, before: Value, request: Request) -> Value:
    extra = request.record.extra
    whole = extra.get("whole")
    if isinstance(whole, int) and not isinstance(before, tuple):
        return whole
    words = str(extra.get("stages", ""))  # behind the name: 鑫源贸易公司的 names a customer
    if _AS_COMPANY.search(words):
        return request.company[setting.key]
    if isinstance(before, tuple):
        return stage_setting.wanted(words, before, setting.choices)
    return None
