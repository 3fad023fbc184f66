"""What is wrong is named, with the page that mends it; the platform is the simulated one, over its protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from httpx import ASGITransport
from pydantic import SecretStr

from bot.commands.doctor import examine
from bot.doctor.finding import Finding, Grade
from config.connections import Robots
from config.settings import Settings
from storage.database import Database
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.bot.simulator.played import Played, settings_for, unstarted


class Platform(httpx.AsyncBaseTransport):
    """The simulated platform; `ahead` seconds its clock shows, `errcode` it answers every message with."""

    def __init__(self, played: Played) -> None:
        self._inner = ASGITransport(played.app)
        self.ahead = 0
        self.errcodes: dict[str, int] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for path, errcode in self.errcodes.items():
            if request.url.path.endswith(path):
                return httpx.Response(200, json={"errcode": errcode, "errmsg": "hint: [1] from ip: 1.2.3.4"})
        response = await self._inner.handle_async_request(request)
        said = datetime.fromtimestamp(datetime.now(UTC).timestamp() + self.ahead, UTC)
        response.headers["date"] = said.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return response


@pytest_asyncio.fixture
async def platform(tmp_path: Path) -> AsyncIterator[Platform]:
    async with unstarted(tmp_path / "simulator") as played:
        yield Platform(played)


def live(url: str, folder: Path, **changes: Any) -> Settings:
    """The simulated company's settings as a live company would have them."""
    base = settings_for(folder, 80)
    api = base.wecom.api_base.replace(":80/", "/")
    wecom = base.wecom.model_copy(update={"api_base": api, "bot_id": None, **changes.pop("wecom", {})})
    return base.model_copy(update={"database_url": url, "wecom": wecom, "now": None, **changes})


def problems(findings: list[Finding]) -> dict[str, str]:
    return {one.check: one.mend for one in findings if one.grade is Grade.PROBLEM}


def grades(findings: list[Finding], check: str) -> set[Grade]:
    return {one.grade for one in findings if one.check == check}


async def administered(url: str) -> None:
    def name(uow: UnitOfWork) -> None:
        uow.staff.put(StaffView("admin", "小郑", "admin"))

    with Database(url, clock=lambda: datetime.now(UTC)) as database:
        await database.write(name)


async def test_a_healthy_company_has_no_problem(
    migrated_url: str, tmp_path: Path, platform: Platform
) -> None:
    await administered(migrated_url)
    found = await examine(live(migrated_url, tmp_path), transport=platform)
    assert problems(found) == {}
    for check in ("books", "app", "robots", "clock", "font"):
        assert grades(found, check) == {Grade.OK}


@pytest.mark.parametrize(
    ("changes", "page"),
    [
        ({"secret": SecretStr("wrong")}, "Secret"),
        ({"corp_id": "ww0"}, "企业ID"),
        ({"agent_id": 7}, "AgentId"),
    ],
)
async def test_a_wrong_credential_names_its_page(
    migrated_url: str, tmp_path: Path, platform: Platform, changes: dict[str, Any], page: str
) -> None:
    found = await examine(live(migrated_url, tmp_path, wecom=changes), transport=platform)
    assert page in problems(found)["app"]


async def test_an_address_that_is_not_trusted_names_the_page_of_trusted_addresses(
    migrated_url: str, tmp_path: Path, platform: Platform
) -> None:
    platform.errcodes = {"/agent/get": 60020}
    found = await examine(live(migrated_url, tmp_path), transport=platform)
    assert "企业可信IP" in problems(found)["app"]


async def test_a_robot_that_was_removed_is_named(
    migrated_url: str, tmp_path: Path, platform: Platform
) -> None:
    robots = Robots(sales_key=SecretStr("gone"))
    found = await examine(live(migrated_url, tmp_path, robots=robots), transport=platform)
    assert "消息推送" in problems(found)["robots"]


async def test_a_clock_that_is_wrong_is_found(migrated_url: str, tmp_path: Path, platform: Platform) -> None:
    platform.ahead = 600
    assert "clock" in problems(await examine(live(migrated_url, tmp_path), transport=platform))


async def test_a_broken_way_and_a_stuck_row_are_listed(
    migrated_url: str, tmp_path: Path, platform: Platform
) -> None:
    def break_something(uow: UnitOfWork) -> None:
        uow.faults.note("group:sales", 93000, "the robot was removed")
        uow.outbox.push("app", "zhou", "k", body="到账了")
        (row,) = uow.outbox.claim("dead")
        uow.outbox.freeze(row.id, "到账了")
        uow.outbox.unsure(row.id)

    await administered(migrated_url)
    with Database(migrated_url, clock=lambda: datetime.now(UTC)) as database:
        await database.write(break_something)
    found = await examine(live(migrated_url, tmp_path), transport=platform)
    assert set(problems(found)) == {"delivery"}
    assert [one.what for one in found if one.check == "outbox"] == ["1 unsure"]


async def test_nothing_configured_is_told_and_nothing_raises(tmp_path: Path, platform: Platform) -> None:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/none.db")  # type: ignore[call-arg]
    found = await examine(settings, transport=platform)
    assert set(problems(found)) == {"books"}
    assert grades(found, "app") == grades(found, "bot") == grades(found, "robots") == {Grade.WARNING}


@pytest.mark.parametrize(("count", "grade"), [(0, Grade.OK), (799, Grade.OK), (800, Grade.WARNING)])
async def test_who_comes_near_the_platforms_limit_is_named(
    migrated_url: str, tmp_path: Path, platform: Platform, count: int, grade: Grade
) -> None:
    def sent(uow: UnitOfWork) -> None:
        for number in range(count):
            uow.outbox.push("app", "zhou", f"k{number}", body="在")
        for row in uow.outbox.claim("w", batch=1_000):
            uow.outbox.freeze(row.id, "在")
            uow.outbox.done(row.id)

    await administered(migrated_url)
    with Database(migrated_url, clock=lambda: datetime.now(UTC)) as database:
        await database.write(sent)
    found = await examine(live(migrated_url, tmp_path), transport=platform)
    assert grades(found, "limits") == {grade}
    if count:
        assert any(f"{count} of 1000 in the last hour to zhou" in one.what for one in found)
