"""The company that the simulator begins with is one whose books are in order."""

from __future__ import annotations

from bot.simulator.company import PEOPLE
from bot.simulator.history import CUSTOMERS, HISTORY
from bot.simulator.overview import overview
from bot.simulator.seed import seed
from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.bot.simulator.played import Played


async def test_no_law_of_the_books_is_broken(live: Played) -> None:
    assert await live.service.database.read(lambda uow: list(problems(uow))) == []


async def test_it_is_seeded_once(live: Played) -> None:
    assert await live.service.database.write(seed) is False
    assert len(await live.service.database.read(lambda uow: uow.customers.all())) == len(CUSTOMERS)


async def test_its_people_are_known_with_their_roles(live: Played) -> None:
    staff = await live.service.database.read(lambda uow: uow.staff.all())
    assert {(p.userid, p.name, p.role) for p in staff} == {(p.userid, p.name, p.role) for p in PEOPLE}
    under = await live.service.database.read(lambda uow: uow.staff.under("zhaozong"))
    assert {"laozhou", "xiaoli"} <= under


async def test_what_is_owed_is_what_happened(live: Played) -> None:
    signs = {"debt": 1, "payment": -1, "goods_return": -1, "bounce": 0}
    net = sum(signs[event.kind] * event.yuan for event in HISTORY) + 15_200  # the bill that bounced
    seen = await live.service.database.read(overview)
    assert seen.totals.net == net * 100
    assert sum(seen.buckets.values()) == seen.totals.outstanding
    assert seen.totals.unallocated == 80_000  # 昌隆 paid 800 too much


async def test_it_was_recorded_on_the_days_it_happened(live: Played) -> None:
    def days(uow: UnitOfWork) -> tuple[set[int], int]:
        debts = [debt for c in uow.customers.all() for debt in uow.receivables.of_customer(c.id)]
        return {(debt.created_at.date() - debt.issued_on).days for debt in debts}, len(debts)

    between, count = await live.service.database.read(days)
    assert between == {0}
    assert count == sum(event.kind == "debt" for event in HISTORY)
