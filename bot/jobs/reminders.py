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
from handlers.dunning.rules import FORWARD, Rules, rules_of
from handlers.dunning.run import (
    NAME,
    PRIORITY,
    Sending,
    ask_tomorrow,
    colleagues,
    letter_prefix,
    pushes_of,
    take_back_cancelled,
)
from handlers.dunning.usual import Cases, Letters, Sayings, apart, sayings
from ledger.calendar import is_workday
from ledger.silence import Silence
from storage.database import Database
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
            "silent": dict(self.silent),
            "silent_fen": dict(self.silent_fen),
        }


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
        self._drafts: dict[str, int] = {}
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
        self._drafts = await self._database.read(self._drafted)
        above: int | None = claimed.place
        reading = asyncio.ensure_future(self._read(claimed.place))
        try:
            while above is not None:
                page, usual = await reading
                if page.last is not None:
                    reading = asyncio.ensure_future(self._read(page.last))  # while this one is written
                await self._write(page, usual, above)
                above = page.last
        finally:
            reading.cancel()
        await self._database.write(self._finish)
        return self._report

    def _drafted(self, uow: UnitOfWork) -> dict[str, int]:
        return uow.pushes.counts(letter_prefix(self._sending.day))

    async def _read(self, above: int) -> tuple[Page, Sayings]:
        return await self._database.read(lambda uow: self._page(uow, above))

    def _page(self, uow: UnitOfWork, above: int) -> tuple[Page, Sayings]:
        day, latest, size = self._sending.day, self._latest, CUSTOMERS_A_PAGE
        page = one_page(uow, above, day, latest, self._wanted, self._apart, size=size)
        return page, sayings(page, self._cases, self._letters)

    async def _write(self, page: Page, usual: Sayings, above: int) -> None:
        at = self._sending.start.time()
        self._report.add_usual(usual)
        done = above if page.others or page.last is None else page.last
        if usual.said or done != above:
            await self._database.write(lambda uow: self._keep_usual(uow, usual, done))
        plans = (self._capped(plan_of(facts, self._rules, self._sending.day, at=at)) for facts in page.others)
        while part := list(islice(plans, PLANS_AT_ONCE)):
            await self._database.write(lambda uow, part=part: self._keep(uow, part, above))  # type: ignore[misc]
        if page.last not in (done, None):
            place = page.last
            await self._database.write(lambda uow: self._keep(uow, [], place))

    def _capped(self, plan: Plan) -> Plan:
        """No more texts to pass on than a salesperson can pass on; the stage stays due for another day."""
        if plan.way == FORWARD and plan.stages("customer"):
            owner = plan.customer.owner
            count = self._drafts.get(owner, 0)
            if count >= self._rules.company.whole("remind_drafts"):
                return plan.without("customer")
            self._drafts[owner] = count + 1
        self._report.add(plan)
        return plan

    def _keep(self, uow: UnitOfWork, plans: list[Plan], place: int) -> None:
        """The rows of these customers and what was said of them, in one transaction."""
        day = self._sending.day
        self._hold_on(uow, place)
        uow.pushes.put([push for plan in plans for push in pushes_of(plan, self._sending, self._rules)])
        for plan in plans:
            ask_tomorrow(plan, self._sending, self._rules, uow)
        uow.stages.say(day, [said for plan in plans for said in plan.said])

    def _keep_usual(self, uow: UnitOfWork, usual: Sayings, place: int) -> None:
        self._hold_on(uow, place)
        uow.pushes.put_alike(self._letter, usual.letters)
        uow.stages.say_plain(self._sending.day, usual.said)

    def _hold_on(self, uow: UnitOfWork, place: int) -> None:
        if not uow.job_runs.advance(NAME, self._sending.day, self._holder, place, self._report.plain):
            raise LostClaim

    def _finish(self, uow: UnitOfWork) -> None:
        uow.pushes.put(colleagues(uow, self._sending, self._rules))
        if not uow.job_runs.finish(NAME, self._sending.day, self._holder, self._report.plain):
            raise LostClaim


def planned_start(day: date, rules: Rules, now: datetime) -> datetime:
    """When the reminders of a day are made out: at the company's time, in the zone of `now`."""
    return datetime.combine(day, rules.company.at("remind_at"), now.tzinfo)
