"""Of whom and of which days a report is: what was said, within what the asker may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from handlers.command import Reply, Request
from handlers.digests.overview import scope
from handlers.language.reports import topic_of
from handlers.permissions import owners_seen
from handlers.reports.ask import Ask
from handlers.reports.grouping import CLASSES
from handlers.whose import colleague_in, customer_of
from storage.report_aging import Profile, profiles
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

PERMISSION = "report"
# Days back when none were named; everything else is as of today.
_LATELY: Mapping[str, int] = MappingProxyType({"fresh": 6, "log": 6, "words": 90})
_MONTHLY = frozenset({"receipts", "debts", "rates"})
_FIRST_DAYS = 10  # of a month are no month to judge anybody by
_GROUPS = ("region", "industry", "category")
_SUFFIXES = ("地区", "区域", "片区", "大区", "行业", "分类", "客户", "类")
_OF_PEOPLE = frozenset({"rates", "rolls"})  # figures of salespeople, not of customers


def reach_of(speaker: StaffView, uow: UnitOfWork) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """(whose customers, whose sales) a report may show this person; None is everybody's, an empty set nobody's."""
    people = owners_seen(PERMISSION, speaker, uow)
    return scope(people, speaker), people


def asked(request: Request, uow: UnitOfWork) -> Ask | Reply | None:
    """What was asked for; a reply when it is not to be seen, or not known; None when no report was named."""
    extra = request.record.extra
    name = extra.get("report") or topic_of(request.reading.text, has_period="period_from" in extra)
    if not name:
        return None
    owners, people = reach_of(request.speaker, uow)
    first, last = days_of(str(name), extra, request.today)
    ask = Ask(
        str(name),
        request.today,
        request.speaker.role,
        first,
        last,
        owners,
        people,
        by=str(extra.get("by") or ""),
        top=int(extra.get("top") or 0),
        topic=str(extra.get("topic") or ""),
    )
    whose = str(extra.get("whose") or ("" if "report" in extra else colleague_in(request.reading.text, uow)))
    return _narrowed(ask, whose, request, uow) if whose or request.record.customer is not None else ask


def days_of(name: str, extra: Mapping[str, Any], today: date) -> tuple[date, date]:
    """The days asked for, none after today; else what is usual for the report."""
    first, last = extra.get("period_from"), extra.get("period_to")
    if isinstance(first, date) and isinstance(last, date) and first <= today:
        return first, min(last, today)
    if name in _LATELY:
        return today - timedelta(_LATELY[name]), today
    month = today.replace(day=1)
    if name == "rates" and today.day < _FIRST_DAYS:
        end = month - timedelta(1)
        return end.replace(day=1), end
    return (month, today) if name in _MONTHLY else (today, today)


def _narrowed(ask: Ask, whose: str, request: Request, uow: UnitOfWork) -> Ask | Reply:
    """To a colleague, a region, industry or category, or a customer: whichever has exactly this name, in this order."""
    if whose == "我":
        mine = frozenset({request.speaker.userid})
        return replace(ask, owners=mine, people=mine, whose=request.speaker.name)
    colleague = next(iter(uow.staff.by_name(whose)), None) if whose else None
    if colleague is not None:
        return _of_person(ask, colleague)
    group = _group(whose, ask, uow) if whose and ask.name not in _OF_PEOPLE else None
    if group is not None:
        by = "" if ask.by == group[0] else ask.by
        return replace(ask, group_of=group[0], group=group[1], whose=group[1], by=by)
    if request.record.customer is None or ask.name in _OF_PEOPLE:
        return Reply("report/unknown.txt", {"typed": whose, "report": ask.name})
    customer = customer_of(PERMISSION, request, uow)
    if isinstance(customer, Reply):
        return customer
    return replace(ask, customer_id=customer.id, whose=customer.name)


def _of_person(ask: Ask, colleague: StaffView) -> Ask | Reply:
    if ask.people is not None and colleague.userid not in ask.people:
        return Reply("report/not_yours.txt", {"who": colleague.name})
    return replace(ask, person=colleague.userid, whose=colleague.name)


def _group(typed: str, ask: Ask, uow: UnitOfWork) -> tuple[str, str] | None:
    """(dimension, value) of what was typed, with or without the word for the dimension; the whole name before a part."""
    seen = [one for one in profiles(uow).values() if ask.owners is None or one.owner in ask.owners]
    plain = next(
        (typed.removesuffix(end) for end in _SUFFIXES if typed.endswith(end) and typed != end), typed
    )
    found = _values(seen)
    exact = [pair for pair in found if pair[1] in (typed, plain)]
    near = [pair for pair in found if len(plain) > 1 and plain in pair[1]]
    return exact[0] if exact else near[0] if len(near) == 1 else None


def _values(seen: list[Profile]) -> list[tuple[str, str]]:
    return sorted({(by, value) for one in seen for by in _GROUPS if (value := getattr(one, by))})


def inner(ask: Ask, step: Mapping[str, Any], speaker: StaffView, uow: UnitOfWork) -> Ask:
    """One step further in, within what he may see now."""
    owners, people = reach_of(speaker, uow)
    changes = dict(step)
    if changes.get("customer_id") is not None:
        changes["customer_id"] = int(changes["customer_id"])
    if ask.group_of in CLASSES and "group_of" not in changes and "customer_id" not in changes:
        changes["group_of"] = ask.group_of
    return replace(ask, owners=owners, people=people, **changes)
