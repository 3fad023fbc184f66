"""Dunning 催收: what is said about an open instalment today, or the name of the reason for saying nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from ledger.calendar import Calendar, is_workday, next_workday
from ledger.ladder import Caps, Policy, Stage, following, is_quiet, next_stage, toned
from ledger.shield import Item
from ledger.silence import Silence

_DAY = timedelta(1)
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Debtor:
    """What is known of a customer. `owed`: fen of all open instalments less unallocated money.

    `held_until`: the last day of a hold (先别催), `date.max` for one without an end. `is_reachable`: there is a
    way to reach somebody there whose role is owner or accountant.
    """

    owed: int
    grade: str = ""
    is_reachable: bool = True
    is_released: bool = True
    has_lawyer: bool = False
    do_not_contact: bool = False
    held_until: date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """`reached`: days of the last stage said of this instalment to this audience. `contacts`: the days on which the
    customer was contacted about anything, by anybody.
    """

    debtor: Debtor
    reached: int | None = None
    contacts: Sequence[date] = ()


@dataclass(slots=True)  # not frozen: made for every decision, and a frozen one takes three times as long
class _Case:
    item: Item
    history: History
    policy: Policy
    calendar: Calendar
    day: date
    at: time
    stage: Stage

    @property
    def debtor(self) -> Debtor:
        return self.history.debtor


def decide(
    item: Item,
    history: History,
    policy: Policy,
    calendar: Calendar,
    today: date,
    *,
    at: time = NOON,
) -> Stage | Silence:
    """The stage that is due for this audience, in its tone, or the first reason for silence that fits.

    Safe to ask any number of times, late, or after missed days: what was said is in `history`, and nothing is
    decided by equality with a date. `at` is the time of day, for quiet hours.
    """
    if item.outstanding <= 0:
        return Silence("settled")
    if item.due_on is None:
        return Silence("not_dated")
    age = (today - item.due_on).days
    stage = next_stage(policy, age, history.reached)
    if stage is None:
        return _waiting(item.due_on, age, history, policy)
    case = _Case(item, history, policy, calendar, today, at, stage)
    for check in _CHECKS[policy.audience]:
        silence = check(case)
        if silence is not None:
            return silence
    return toned(stage, history.debtor.grade, policy)


def _waiting(due_on: date, age: int, history: History, policy: Policy) -> Silence:
    reached = age if history.reached is None else max(age, history.reached)
    days = following(policy, reached)
    return Silence("finished") if days is None else Silence("not_yet", due_on + timedelta(days))


def _lawyer(case: _Case) -> Silence | None:
    return Silence("lawyer") if case.debtor.has_lawyer else None


def _do_not_contact(case: _Case) -> Silence | None:
    return Silence("do_not_contact") if case.debtor.do_not_contact else None


def _unreleased(case: _Case) -> Silence | None:
    return None if case.debtor.is_released else Silence("unreleased")


def _no_channel(case: _Case) -> Silence | None:
    return None if case.debtor.is_reachable else Silence("no_channel")


def _just_sold(case: _Case) -> Silence | None:
    """A stage before the due day, earlier than half the term: until the first that is not."""
    due_on = case.item.due_on
    if due_on is None or case.stage.days >= 0:
        return None
    half = due_on - (due_on - case.item.issued_on) / 2
    if due_on + timedelta(case.stage.days) >= half:
        return None
    days = (due_on + timedelta(stage.days) for stage in case.policy.stages)
    return Silence("just_sold", next((day for day in days if day >= half), None))


def _disputed(case: _Case) -> Silence | None:
    return Silence("disputed") if case.item.disputed and not case.item.asked else None


def _promised(case: _Case) -> Silence | None:
    item = case.item
    if not item.promised or item.asked or item.promised_until is None:
        return None
    return Silence("promised", item.promised_until + _DAY)


def _on_hold(case: _Case) -> Silence | None:
    until = case.debtor.held_until
    if until is None or until < case.day:
        return None
    return Silence("on_hold", None if until == date.max else until + _DAY)


def _quiet_hours(case: _Case) -> Silence | None:
    if not is_quiet(case.policy, case.at):
        return None
    return Silence("quiet_hours", case.day if case.at < case.policy.quiet_to else case.day + _DAY)


def _too_recent(case: _Case) -> Silence | None:
    contacts = [day for day in case.history.contacts if day <= case.day]
    if not contacts or not case.policy.min_gap_days:
        return None
    free = max(contacts) + timedelta(case.policy.min_gap_days)
    return Silence("too_recent", free) if case.day < free else None


def _below_minimum(case: _Case) -> Silence | None:
    """An odd sum; where money of his covers all, that is the reason."""
    is_odd = case.debtor.owed < case.policy.minimum and _covered(case) is None
    return Silence("below_minimum") if is_odd else None


def _covered(case: _Case) -> Silence | None:
    is_covered = case.item.covered and not case.item.asked
    return Silence("unallocated_money_covers_it") if is_covered else None


def _customer_cap(case: _Case) -> Silence | None:
    free = capped_until(case.policy.caps, case.history.contacts, case.day)
    return None if free is None else Silence("customer_cap", free)


def capped_until(caps: Caps, contacts: Sequence[date], today: date) -> date | None:
    """The first day after `today` on which the caps allow a contact again; None when they allow one today.

    Rolling windows of 1, 7 and 30 days that end today.
    """
    for most, days in ((caps.day, 1), (caps.week, 7), (caps.month, 30)):
        first = today - timedelta(days - 1)
        within = sorted(day for day in contacts if first <= day <= today)
        if most and len(within) >= most:
            return within[-most] + timedelta(days)
    return None


def _not_workday(case: _Case) -> Silence | None:
    if is_workday(case.calendar, case.day):
        return None
    return Silence("not_workday", next_workday(case.calendar, case.day))


def _awaiting_confirmation(case: _Case) -> Silence | None:
    is_reported = case.item.reported and not case.item.asked
    return Silence("awaiting_confirmation") if is_reported else None


_Check = Callable[[_Case], Silence | None]
_INSIDE: tuple[_Check, ...] = (
    _just_sold, _disputed, _promised, _on_hold, _below_minimum, _covered, _not_workday, _awaiting_confirmation,
)  # fmt: skip
# What silences whom, in the order of `silence.REASONS`. A hold by sales does not keep it from finance or the manager.
_ABOVE: tuple[_Check, ...] = tuple(check for check in _INSIDE if check is not _on_hold)
_CHECKS: Mapping[str, tuple[_Check, ...]] = {
    "owner": _INSIDE,
    "sales": _INSIDE,
    "finance": _ABOVE,
    "manager": _ABOVE,
    "customer": (
        _lawyer, _do_not_contact, _unreleased, _no_channel, _just_sold, _disputed, _promised, _on_hold,
        _quiet_hours, _too_recent, _below_minimum, _covered, _customer_cap, _not_workday, _awaiting_confirmation,
    ),
}  # fmt: skip

_OF_ALL: tuple[_Check, ...] = (_lawyer, _do_not_contact, _unreleased, _no_channel)
_OF_THE_REST: tuple[_Check, ...] = (_on_hold, _below_minimum)


def withheld(
    item: Item, debtor: Debtor, policy: Policy, calendar: Calendar, today: date
) -> Mapping[str, int]:
    """Fen of an open item that is not asked for by the name of its reason, whatever stage is due; none when all is.

    The same reasons as in `decide`, but for those that pass by themselves within days (caps, gaps, hours).
    """
    case = _Case(item, History(debtor), policy, calendar, today, NOON, Stage(0, policy.audience))
    reason = _first(_OF_ALL, case)
    if reason:
        return {reason: item.outstanding}
    found = {"disputed": item.disputed, "promised": item.promised}
    reason = _first(_OF_THE_REST, case)
    if reason:
        found[reason] = item.outstanding - item.disputed - item.promised
    else:
        found["unallocated_money_covers_it"] = item.covered
        found["awaiting_confirmation"] = item.reported
    return {reason: fen for reason, fen in found.items() if fen}


def _first(checks: Sequence[_Check], case: _Case) -> str:
    silences = (check(case) for check in checks)
    return next((silence.reason for silence in silences if silence is not None), "")
