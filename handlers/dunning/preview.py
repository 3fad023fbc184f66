"""What a changed setting would do on the next workday: the run decided twice, as it was and as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.dunning.planning import is_wanted, plan_of
from handlers.dunning.rules import FORWARD, Rules
from ledger.calendar import next_workday
from ledger.ladder import AUDIENCES
from storage.dunning import one_batch
from storage.settings import CORP
from storage.unit_of_work import UnitOfWork

# Settings that change what a run says.
KEYS = frozenset(
    {f"stages_{audience}" for audience in AUDIENCES}
    | {"remind_customers", "remind_gap_days", "remind_minimum", "remind_cap_week", "remind_cap_month"}
    | {"remind_at", "quiet_from", "quiet_to"}
)
REFRESH = "reminder_change"
TEMPLATE = "chat/reminder/change.txt"


def preview(
    uow: UnitOfWork, rules: Rules, before: Mapping[str, str], now: datetime, scope: str = CORP
) -> dict[str, Any]:
    """Instalments told of to colleagues, and letters to customers, under the rules and with `before` in the scope."""
    day = next_workday(rules.calendar, now.date() + timedelta(1))
    company, texts = rules.company, dict(rules.texts)
    if scope == CORP:
        company = company.over(before)
    else:
        texts[scope] = {**texts.get(scope, {}), **before}
    earlier = Rules(rules.dunning, company, rules.calendar, texts, rules.ways)
    return {
        "day": day,
        "today": now.date(),
        "before": _counts(uow, earlier, datetime.combine(day, company.at("remind_at"))),
        "after": _counts(uow, rules, datetime.combine(day, rules.company.at("remind_at"))),
    }


def _counts(uow: UnitOfWork, rules: Rules, start: datetime) -> dict[str, int]:
    day, count, given = start.date(), Counter[str](), Counter[str | None]()
    most = rules.company.whole("remind_drafts")
    wanted, latest = is_wanted(rules, day), day - timedelta(rules.earliest)
    above: int | None = 0
    while above is not None:
        batch = one_batch(uow, above, day, latest, wanted)
        for facts in batch.facts:
            plan = plan_of(facts, rules, day, at=start.time())
            count.update({name: len(plan.stages(name)) for name in AUDIENCES if name != "customer"})
            if plan.stages("customer"):
                owner = plan.customer.owner if plan.way == FORWARD else None
                given[owner] += 1
                count["customer"] += owner is None or given[owner] <= most
        above = batch.last
    return {name: count[name] for name in AUDIENCES}
