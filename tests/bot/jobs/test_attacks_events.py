"""Events and work that nobody fetches, approvals of people who left, names that two colleagues share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.happenings import APPROVAL, FRIEND
from bot.jobs import approvals, reports
from handlers.report import WORK
from storage.check import problems
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company
from tests.bot.jobs.test_approvals import ask, look, office


async def run_reports(running: Company) -> None:
    await reports.run(running.service.scheduler._context)


def _unheard(uow: UnitOfWork) -> None:
    """What the platform told of, and this company has no use for."""
    for number in range(260):
        uow.timers.put(APPROVAL, f"{APPROVAL}:{number}", uow.now, {"number": str(number)})
        uow.timers.put(FRIEND, f"{FRIEND}:{number}", uow.now, {"change": "x"})


async def test_events_that_nobody_fetches_keep_no_report_waiting(database_url: str, tmp_path: Path) -> None:
    async with company(database_url, files=tmp_path) as running:
        await running.service.database.write(_unheard)
        await running.say("lijie", "导出应收明细")
        await run_reports(running)
        waits = await running.service.database.read(lambda uow: uow.timers.due(kinds=(WORK,)))
        assert waits == []
        while await running.service.delivery.drain():
            pass
        assert ("lijie", "[file]") in running.platform.sent


async def test_an_approver_who_left_decides_nothing(database_url: str, tmp_path: Path) -> None:
    def leaves(uow: UnitOfWork) -> None:
        person = uow.staff.get("zhao")
        assert person is not None
        uow.staff.put(replace(person, active=False))

    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        await running.service.database.write(leaves)
        desk.decide("zhao", 2)
        await look(running)
        assert "净欠 5,000.00" in await running.say("zhou", "永盛欠多少")


async def test_an_approver_who_became_a_seller_decides_nothing(database_url: str, tmp_path: Path) -> None:
    def demoted(uow: UnitOfWork) -> None:
        uow.staff.put(StaffView("zhao", "赵总", "sales"))

    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        await running.service.database.write(demoted)
        desk.decide("zhao", 2)
        await look(running)
        assert "净欠 5,000.00" in await running.say("zhou", "永盛欠多少")


async def test_an_approval_of_what_was_paid_meanwhile_writes_nothing_off(
    database_url: str, tmp_path: Path
) -> None:
    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        await running.say("lijie", "收到永盛货款5000")
        before = await running.say("lijie", "永盛欠多少")
        assert "不欠钱" in before
        desk.decide("zhao", 2)
        await look(running)
        assert await running.say("lijie", "永盛欠多少") == before
        assert await running.service.database.read(lambda uow: list(problems(uow))) == []


async def test_two_processes_read_one_approval_and_it_counts_once(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        desk.decide("zhao", 2)
        context = running.service.scheduler._context
        rows = await running.service.database.read(
            lambda uow: uow.pushes.sent("approval", since=uow.now.replace(year=2020))
        )
        decision = await approvals.Approvals(context.client, "t").decision("1")  # type: ignore[arg-type]
        for _ in range(2):
            await approvals._settle(rows[0], decision, context)  # type: ignore[arg-type]
        notes = await running.service.database.read(lambda uow: uow.audit.of(f"outbox:{rows[0].id}"))
        assert len([one for one in notes if one.action == "approval.read"]) == 1
        assert "不欠钱" in await running.say("zhou", "永盛欠多少")


async def test_a_namesake_in_the_address_book_takes_nothing(database_url: str, tmp_path: Path) -> None:
    def namesake(uow: UnitOfWork) -> None:
        uow.staff.put(StaffView("aali", "小李", "none", source="book"))

    async with company(database_url, files=tmp_path) as running:
        await running.service.database.write(namesake)
        assert "不归你看" not in await running.say("zhao", "小李上月业绩")
        await running.say("zhao", "张三建材交给小李")
        await running.say("zhao", "1")

        def owner(uow: UnitOfWork) -> str:
            customer = uow.customers.by_name("张三建材")
            assert customer is not None
            return customer.owner

        assert await running.service.database.read(owner) == "li"
