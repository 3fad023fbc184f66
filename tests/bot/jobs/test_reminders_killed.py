"""A run that dies between any two of its writes is finished by the next: nothing twice, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.jobs import reminders
from bot.jobs.reminders import remind
from config.company import load_company
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.dunning.rules import rules_of
from handlers.dunning.run import Sending
from ledger.receivable import Part
from storage.database import Database
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

TODAY = date(2026, 12, 3)
START = datetime(2026, 12, 3, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
CUSTOMERS = 7
WRITES = 6  # the claim, four parts of seven customers, the end; also of pages
T = TypeVar("T")


class Killed(BaseException):
    """The process is gone."""


class Dying(Database):
    """Dies after so many writes; the last one was committed."""

    lives = 0

    async def write(self, fn: Callable[[UnitOfWork], T], **options: Any) -> T:
        if self.lives <= 0:
            raise Killed
        self.lives -= 1
        return await super().write(fn, **options)


def debts(uow: UnitOfWork) -> None:
    uow.staff.put(StaffView("zhou", "老周", "sales"))
    for n in range(CUSTOMERS):
        customer = uow.customers.create(name=f"客户{n}", owner="zhou", created_by="zhou")
        for late in (3, 20):
            uow.journal.debt(
                customer_id=customer.id, principal=100_000 + n, issued_on=TODAY - timedelta(90), actor="zhou",
                parts=[Part(100_000 + n, TODAY - timedelta(late))], salesperson="zhou",
            )  # fmt: skip


def written(uow: UnitOfWork) -> tuple[list[str], list[tuple[str, dict[str, int]]]]:
    """Keys in the outbox, and what was said of whom."""
    keys = sorted(row.unique_key.partition(":letter:")[0] for row in uow.outbox.list())
    said = [
        (customer.name, dict(view.stages))
        for customer in uow.customers.all()
        for view in uow.stages.of_customer(customer.id)
    ]
    return keys, said


def friends(uow: UnitOfWork) -> None:
    """Everybody can be sent a task."""
    for customer in uow.customers.all():
        uow.contacts.put(customer.id, "陈姐", role="accountant", external_userid=f"wm{customer.id}")


async def go(database: Database, *ways: str) -> reminders.Report | None:
    by_list = load_company().over({"todo": "false"})
    rules = rules_of(load_dunning(), by_list, official(), (), frozenset(ways))
    return await remind(database, rules, Sending(TODAY, START))


@pytest.mark.parametrize("lives", range(1, WRITES + 1))
async def test_a_run_killed_anywhere_is_finished_by_the_next(
    migrated_url: str, lives: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "PLANS_AT_ONCE", 2)
    now = [START]
    with Dying(migrated_url, clock=lambda: now[0]) as database:
        database.write_now(debts)
        database.lives = lives
        with pytest.raises(Killed) if lives < WRITES else nullcontext():
            await go(database)
        now[0] += timedelta(minutes=3)
        database.lives = 100
        finished = await go(database)
        assert (finished is None) == (lives >= WRITES)
        keys, said = database.read_now(written)
        run = database.read_now(lambda uow: uow.job_runs.latest("remind"))
    assert keys == ["remind:2026-12-03"] * 5 + ["remind:2026-12-03:owner:zhou"]
    assert len(said) == CUSTOMERS * 2
    told = [name for name, stages in said if "customer" in stages]
    assert sorted(told) == [f"客户{n}" for n in range(2, 7) for _ in range(2)]  # who owe most
    assert run is not None
    assert (run.report["letters"], run.report["silent"]) == (5, {"others_first": 4})
    assert all("owner" in stages for _, stages in said)


@pytest.mark.parametrize("lives", range(1, WRITES + 1))
async def test_neither_does_a_run_that_reaches_everybody_by_a_task(
    migrated_url: str, lives: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "CUSTOMERS_A_PAGE", 2)
    now = [START]
    with Dying(migrated_url, clock=lambda: now[0]) as database:
        database.write_now(debts)
        database.write_now(friends)
        database.lives = lives
        with pytest.raises(Killed) if lives < WRITES else nullcontext():
            await go(database, "task")
        now[0] += timedelta(minutes=3)
        database.lives = 100
        await go(database, "task")
        keys, said = database.read_now(written)
        report = database.read_now(lambda uow: uow.job_runs.latest("remind"))
    assert keys == ["remind:2026-12-03"] * CUSTOMERS + ["remind:2026-12-03:owner:zhou"]
    assert len(said) == CUSTOMERS * 2 == sum("customer" in stages for _, stages in said)
    assert report is not None
    assert (report.state, report.report["letters"]) == ("done", CUSTOMERS)
