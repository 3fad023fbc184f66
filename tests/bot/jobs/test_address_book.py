"""The address book: who comes gets no right, who leaves loses his, and the staff file is never overruled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from bot.jobs import address_book
from bot.jobs.job import Context
from bot.simulator.company import Person
from handlers.colleagues import CONTACT
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.bot.simulator.played import Played, unstarted


@pytest_asyncio.fixture
async def played(tmp_path: Path) -> AsyncIterator[Played]:
    async with unstarted(tmp_path) as found:
        await found.service.start(works=False)
        yield found


def context(played: Played) -> Context:
    service = played.service
    return Context(
        service.database, service.renderer, service.clock, service.company, service.settings.zone, played.client(),
        Path("data"),
    )  # fmt: skip


async def look(played: Played) -> dict[str, StaffView]:
    """One look, later than the last."""
    await played.simulator.clock.advance(timedelta(hours=7))
    await address_book.run(context(played))
    people = await played.service.database.read(lambda uow: uow.staff.all())
    return {person.userid: person for person in people}


async def put(played: Played, person: StaffView) -> None:
    await played.service.database.write(lambda uow: uow.staff.put(person))


async def test_who_is_new_has_no_right_until_somebody_gives_one(played: Played) -> None:
    people = await look(played)
    assert people["wangfang"] == StaffView("wangfang", "王芳", "none", "恒达建材", "", source="book")
    assert (people["laozhou"].department, people["laozhou"].manager) == ("销售部", "zhaozong")


async def test_the_staff_file_stands_and_what_was_said_by_chat_stays(played: Played) -> None:
    await put(played, StaffView("laozhou", "周师傅", "sales", "车队", "lijie", source="file"))
    await put(played, StaffView("xiaoli", "小李", "sales", "", "lijie", source="chat"))
    people = await look(played)
    assert (people["laozhou"].name, people["laozhou"].department) == ("周师傅", "车队")
    assert (people["xiaoli"].role, people["xiaoli"].manager) == ("sales", "lijie")
    assert people["xiaoli"].department == "销售部"


async def test_who_left_is_out_and_the_admin_hears_what_he_holds(played: Played) -> None:
    await put(played, StaffView("xiaohe", "小何", "admin", source="file"))
    await put(played, StaffView("xiaochen", "小陈", "sales", source="chat"))
    await played.service.database.write(
        lambda uow: uow.customers.create(name="大同五金", owner="xiaochen", created_by="xiaohe")
    )
    people = await look(played)
    assert not people["xiaochen"].active
    pushed = await played.service.database.read(
        lambda uow: [row.target for row in uow.outbox.list("waiting")]
    )
    assert pushed == ["xiaohe"]


async def test_who_is_only_out_of_sight_stays(played: Played) -> None:
    platform = played.simulator.platform
    platform.people["xiaochen"] = Person("xiaochen", "小陈", "sales", "业务员", "销售部")
    assert (await look(played))["xiaochen"].active
    platform.hidden.add("xiaochen")
    assert (await look(played))["xiaochen"].active
    del platform.people["xiaochen"]
    assert not (await look(played))["xiaochen"].active


async def test_what_may_not_be_read_changes_nothing(played: Played) -> None:
    await put(played, StaffView("xiaochen", "小陈", "sales", source="chat"))
    played.simulator.platform.address_book_errcode = 60011
    people = await look(played)
    assert people["xiaochen"].active
    assert "wangfang" not in people


async def test_it_is_looked_at_every_six_hours_and_when_something_is_told(played: Played) -> None:
    await look(played)
    platform = played.simulator.platform
    platform.people["wangfang"] = replace(platform.people["wangfang"], name="王小芳")

    async def name() -> str:
        await address_book.run(context(played))
        found = await played.service.database.read(lambda uow: uow.staff.get("wangfang"))
        assert found is not None
        return found.name

    assert await name() == "王芳"
    await played.service.database.write(lambda uow: _told("update_user", "wangfang", uow))
    assert await name() == "王小芳"


async def test_who_is_told_to_have_left_is_out_without_a_look(played: Played) -> None:
    await put(played, StaffView("xiaochen", "小陈", "sales", source="chat"))
    played.simulator.platform.address_book_errcode = 60011
    await played.service.database.write(lambda uow: _told("delete_user", "xiaochen", uow))
    assert not (await look(played))["xiaochen"].active


def _told(change: str, userid: str, uow: UnitOfWork) -> None:
    uow.timers.put(CONTACT, f"{change}:{userid}", uow.now, {"change": change, "userid": userid})


async def test_letters_of_another_case_are_the_same_person(played: Played) -> None:
    await put(played, StaffView("LaoZhou", "周师傅", "sales", "车队", source="chat"))
    people = await look(played)
    assert "laozhou" not in people
    assert (people["LaoZhou"].role, people["LaoZhou"].department) == ("sales", "销售部")


async def test_a_manager_of_another_case_is_who_the_books_know(played: Played) -> None:
    await put(played, StaffView("ZhaoZong", "赵总", "manager", source="chat"))
    people = await look(played)
    assert people["laozhou"].manager == "ZhaoZong"


async def test_who_is_told_to_have_left_in_small_letters_is_out(played: Played) -> None:
    await put(played, StaffView("XiaoLi", "小李", "sales", source="chat"))
    context_of = {"change": "delete_user", "userid": "xiaoli"}
    await played.service.database.write(lambda uow: uow.timers.put(CONTACT, "t", uow.now, context_of))
    await address_book.run(context(played))
    people = await played.service.database.read(lambda uow: uow.staff.all())
    assert [one.active for one in people if one.userid.lower() == "xiaoli"] == [False]
