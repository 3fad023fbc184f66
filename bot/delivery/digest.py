"""A digest just before it leaves: to nobody who may not see it by now, and with new sums where it had to wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery.refresh import Gone, NotNow
from bot.editions import DIGESTS, GROUP, composed, scope
from config.company import CompanySettings
from storage.unit_of_work import UnitOfWork

FRESH = timedelta(minutes=10)  # so long it says what the books said when it was made
NOT_HIS = Gone("it is not for this person any more")
YESTERDAYS = Gone("its day is over")
NOTHING_LEFT = Gone("there is nothing to say any more")


def refresh(
    context: Mapping[str, Any], uow: UnitOfWork, company: CompanySettings
) -> Mapping[str, Any] | Gone | NotNow:
    """What a row of `bot.editions.put` says now; see `origin` there for what it remembers."""
    made = context["made"]
    now = uow.now.astimezone(ZoneInfo(uow.company.zone))
    if now.date() > made["on"]:
        return YESTERDAYS
    owners = _owners(made, uow)
    if owners is not None and not owners:
        return NOT_HIS
    is_same = owners == (None if made["owners"] is None else frozenset(made["owners"]))
    is_fresh = now - datetime.fromisoformat(made["at"]) < FRESH or uow.anchors.head()[0] == made["seq"]
    return context if is_same and is_fresh else _anew(context, uow, company, now)


def _owners(made: Mapping[str, Any], uow: UnitOfWork) -> frozenset[str] | None:
    """Whose customers the reader may hear of now."""
    if made["channel"] == GROUP:
        return None
    person = uow.staff.get(str(made["to"]))
    return frozenset() if person is None else scope(str(made["digest"]), person, uow)


def _anew(
    context: Mapping[str, Any], uow: UnitOfWork, company: CompanySettings, now: datetime
) -> Mapping[str, Any] | Gone:
    made = context["made"]
    (digest,) = [one for one in DIGESTS if one.name == made["digest"]]
    in_group = made["channel"] == GROUP
    groups = frozenset({str(made["to"])}) if in_group else frozenset[str]()
    (messages,) = composed([digest], uow, now, company, groups, only="" if in_group else str(made["to"]))
    for message in messages:
        if (message.target, message.template) == (made["to"], made["template"]):
            return {**message.context, "made": made}
    return NOTHING_LEFT
