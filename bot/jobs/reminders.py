"""The day's reminders: decided customer by customer, written into the outbox, each day once and whoever begins it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

import structlog

from bot.jobs.job import Context
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.chase import LETTER
from handlers.dunning.planning import Plan, is_wanted, plan_of
from handlers.dunning.rules import Rules, rules_of
from handlers.dunning.run import (
    NAME,
    PRIORITY,
    Sending,
    ask_tomorrow,
    colleagues,
    pushes_of,
    take_back_cancelled,
)
from handlers.dunning.turns import Turns, last_days
from handlers.dunning.usual import Cases, Letters, Sayings, apart, sayings
from ledger.calendar import is_workday
from ledger.silence import OTHERS_FIRST, Silence
from storage.database import Database
from storage.dunning import Facts, facts_of
from storage.job_runs import JobRunView
from storage.pushes import NewPush
from storage.unit_of_work import UnitOfWork
from storage.usual import Page, one_page

CUSTOMERS_A_PAGE = 1000
PLANS_AT_ONCE = 100  # customers a transaction that are read in full: chat must not wait
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Report:
    """What a run did: instalments by audience, letters, and what was silent with the fen at stake."""

    said: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    letters: int = 0
    silent: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    silent_fen: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, plan: Plan) -> None:
        for answer in plan.answers:
            if isinstance(answer.stage, Silence):
                if answer.audience == "customer":
                    self.silent[answer.stage.reason] += 1
                    self.silent_fen[answer.stage.reason] += answer.item.outstanding
            else:
                self.said[answer.audience] += 1
        self.letters += bool(plan.stages("customer"))

    def add_turn(self, plan: Plan) -> None:
        """A letter that was counted as waiting is written after all."""
        for answer in plan.answers:
            self.silent[OTHERS_FIRST] -= 1
            self.silent_fen[OTHERS_FIRST] -= answer.item.outstanding
        self.add(plan)

    def add_usual(self, sayings: Sayings) -> None:
        for counted, more in (
            (self.said, sayings.heard), (self.silent, sayings.silent), (self.silent_fen, sayings.silent_fen),
        ):  # fmt: skip
            for name, number in more.items():
                counted[name] += number
        self.letters += len(sayings.letters)

    def go_on(self, earlier: Mapping[str, Any]) -> None:
        """Count on from what the run had done when it stopped."""
        for name in ("said", "silent", "silent_fen"):
            getattr(self, name).update(earlier.get(name, {}))
        self.letters = earlier.get("letters", 0)

    @property
    def plain(self) -> dict[str, Any]:
        return {
            "said": dict(self.said),
            "letters": self.letters,
            "silent": {reason: count for reason, count in self.silent.items() if count},
            "silent_fen": {reason: fen for reason, fen in self.silent_fen.items() if self.silent[reason]},
        }


Read = tuple[Page, Sayings, Mapping[int, date]]  # with the last day of contact of others


class LostClaim(Exception):
    """Another process goes on with this run."""


def is_due(uow: UnitOfWork, context: Context) -> bool:
    now = context.local_now()
    company = context.company.over(uow.settings.texts())
    is_time = is_workday(official(), now.date()) and now.time() >= company.at("remind_at")
    return is_time and not uow.job_runs.is_done(NAME, now.date())


async def run(context: Context) -> None:
    now = context.local_now()
    if not is_workday(official(), now.date()):
        return  # whatever is due is caught up on the next workday
    known, rules = await context.database.read(lambda uow: _standing(uow, now.date(), context))
    if now.time() < rules.company.at("remind_at") or (known is not None and known.state == "done"):
        return
    sending = Sending(now.date(), now, context.staff_channel, context.groups)
    await remind(context.database, rules, sending)


def _standing(uow: UnitOfWork, day: date, context: Context) -> tuple[JobRunView | None, Rules]:
    return uow.job_runs.get(NAME, day), _rules(uow, context)


def _rules(uow: UnitOfWork, context: Context) -> Rules:
    return rules_of(load_dunning(), context.company, official(), uow.settings.all(), context.customer_ways)


async def remind(database: Database, rules: Rules, sending: Sending) -> Report | None:
    """Run the day's reminders, from where an earlier run of the day stopped; None when it is done or held."""
    holder = uuid4().hex
    claimed = await database.write(lambda uow: _claim(uow, sending.day, holder))
    if claimed is None:
        return None
    running = Running(database, rules, sending, holder)
    try:
        return await running.run(claimed)
    except LostClaim:
        _log.warning("another process goes on with the reminders", day=sending.day.isoformat())
        return None
    except BaseException:
        await database.write(lambda uow: uow.job_runs.release(NAME, sending.day, holder))
        raise


def _claim(uow: UnitOfWork, day: date, holder: str) -> JobRunView | None:
    claimed = uow.job_runs.claim(NAME, day, holder)
    if claimed is not None and not claimed.place:
        take_back_cancelled(uow, day)
    return claimed


class Running:
    """One run of one day, held by `holder`."""

    def __init__(self, database: Database, rules: Rules, sending: Sending, holder: str) -> None:
        self._database = database
        self._rules = rules
        self._sending = sending
        self._holder = holder
        self._report = Report()
        self._turns = Turns(rules)
        self._wanted = is_wanted(rules, sending.day)
        self._latest = sending.day - timedelta(rules.earliest)
        self._apart = apart(rules)
        self._cases = Cases(rules, sending.day, sending.start.time())
        self._letters = Letters(sending)
        # What the letters of usual customers have in common.
        self._letter = NewPush(
            "customer", "", "", LETTER, sending.start, audience="customer", priority=PRIORITY
        )

    async def run(self, claimed: JobRunView) -> Report:
        self._report.go_on(claimed.report)
        self._turns = Turns(self._rules, claimed.report.get("turns"))
        above: int | None = claimed.place
        reading = asyncio.ensure_future(self._read(claimed.place))
        try:
            while above is not None:
                page, usual, last = await reading
                if page.last is not None:
                    reading = asyncio.ensure_future(self._read(page.last))  # while this one is written
                await self._write(page, usual, last, above)
                above = page.last
        finally:
            reading.cancel()
        letters = await self._database.read(self._chosen)
        for letter in letters:
            self._report.add_turn(letter)
        await self._database.write(lambda uow: self._finish(uow, letters))
        return self._report

    def _chosen(self, uow: UnitOfWork) -> list[Plan]:
        """The texts to pass on of those whose turn it is, once everybody is known."""
        day, at = self._sending.day, self._sending.start.time()
        found = facts_of(uow, self._turns.chosen, day, self._latest)
        return [plan_of(facts, self._rules, day, at=at).letter() for facts in found]

    async def _read(self, above: int) -> Read:
        return await self._database.read(lambda uow: self._page(uow, above))

    def _page(self, uow: UnitOfWork, above: int) -> Read:
        day, latest, size = self._sending.day, self._latest, CUSTOMERS_A_PAGE
        page = one_page(uow, above, day, latest, self._wanted, self._apart, size=size)
        return page, sayings(page, self._cases, self._letters), last_days(uow, page.others, self._rules)

    async def _write(self, page: Page, usual: Sayings, last: Mapping[int, date], above: int) -> None:
        self._report.add_usual(usual)
        done = above if page.others or page.last is None else page.last
        if usual.said or done != above:
            await self._database.write(lambda uow: self._keep_usual(uow, usual, done))
        others = sorted(page.others, key=lambda facts: facts.customer.id)
        plans = (self._in_line(facts, last) for facts in others)
        while part := list(islice(plans, PLANS_AT_ONCE)):
            await self._database.write(lambda uow, part=part: self._keep(uow, part, part[-1].customer.id))  # type: ignore[misc]
        if page.last not in (done, None):
            place = page.last
            await self._database.write(lambda uow: self._keep(uow, [], place))

    def _in_line(self, facts: Facts, last: Mapping[int, date]) -> Plan:
        """A text to pass on waits until everybody is known; where its turn does not come the stage stays due."""
        plan = plan_of(facts, self._rules, self._sending.day, at=self._sending.start.time())
        if self._turns.take(plan, facts, last):
            plan = plan.deferred()
        self._report.add(plan)
        return plan

    def _keep(self, uow: UnitOfWork, plans: list[Plan], place: int) -> None:
        """The rows of these customers and what was said of them, in one transaction."""
        self._hold_on(uow, place)
        self._put(uow, plans)
        uow.stages.say(self._sending.day, [said for plan in plans for said in plan.said])

    def _put(self, uow: UnitOfWork, plans: list[Plan]) -> None:
        uow.pushes.put([push for plan in plans for push in pushes_of(plan, self._sending, self._rules)])
        for plan in plans:
            ask_tomorrow(plan, self._sending, self._rules, uow)

    def _keep_usual(self, uow: UnitOfWork, usual: Sayings, place: int) -> None:
        self._hold_on(uow, place)
        uow.pushes.put_alike(self._letter, usual.letters)
        uow.stages.say_plain(self._sending.day, usual.said)

    def _hold_on(self, uow: UnitOfWork, place: int) -> None:
        report = {**self._report.plain, "turns": self._turns.plain}
        if not uow.job_runs.advance(NAME, self._sending.day, self._holder, place, report):
            raise LostClaim

    def _finish(self, uow: UnitOfWork, letters: list[Plan]) -> None:
        self._put(uow, letters)
        uow.stages.say_to_customer(self._sending.day, [said for plan in letters for said in plan.said])
        uow.pushes.put(colleagues(uow, self._sending, self._rules))
        report = {**self._report.plain, "waiting": self._turns.waiting}
        if not uow.job_runs.finish(NAME, self._sending.day, self._holder, report):
            raise LostClaim


def planned_start(day: date, rules: Rules, now: datetime) -> datetime:
    """When the reminders of a day are made out: at the company's time, in the zone of `now`."""
    return datetime.combine(day, rules.company.at("remind_at"), now.tzinfo)
