"""The menu, the address book and the pages, looked at over the protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from httpx import ASGITransport

from bot.clock import SimulatedClock
from bot.doctor import office
from bot.doctor.finding import Grade, Patient
from bot.simulator.office_api import TEMPLATE
from bot.wecom import menu
from config.settings import Settings
from tests.bot.simulator.played import Played, settings_for, unstarted


@pytest_asyncio.fixture
async def played(tmp_path: Path) -> AsyncIterator[Played]:
    async with unstarted(tmp_path) as found:
        yield found


def asked(tmp_path: Path, public_url: str = "https://ar.example.com") -> Settings:
    base = settings_for(tmp_path, 80)
    api = base.wecom.api_base.replace(":80/", "/")
    return base.model_copy(
        update={"wecom": base.wecom.model_copy(update={"api_base": api}), "public_url": public_url}
    )


async def found(played: Played, settings: Settings) -> list[tuple[Grade, str]]:
    async with httpx.AsyncClient(transport=ASGITransport(played.app)) as http:
        patient = Patient(settings, http, SimulatedClock(datetime.now(UTC)), None)
        return [(one.grade, one.what) for one in await office.check(patient)]


async def test_an_app_without_a_menu_is_told_how_to_get_one(played: Played, tmp_path: Path) -> None:
    assert (Grade.WARNING, "the app has no menu") in await found(played, asked(tmp_path))


async def test_our_menu_is_known_again_and_another_is_said(played: Played, tmp_path: Path) -> None:
    settings = asked(tmp_path)
    agent_id = settings.wecom.agent_id or 0
    await menu.put(played.client(), agent_id, menu.menu_of(settings.public_url))
    assert (Grade.OK, "the app's menu is ours") in await found(played, settings)
    await menu.put(played.client(), agent_id, menu.menu_of(""))
    assert (Grade.WARNING, "the app's menu is another than ours") in await found(played, settings)


async def test_an_address_book_that_may_not_be_read_is_said(played: Played, tmp_path: Path) -> None:
    played.simulator.platform.address_book_errcode = 60011
    grades = {what.partition(":")[0]: grade for grade, what in await found(played, asked(tmp_path))}
    assert grades["the address book cannot be read"] is Grade.WARNING


@pytest.mark.parametrize(
    ("url", "grade"),
    [("", Grade.WARNING), ("http://ar.example.com", Grade.PROBLEM), ("https://ar.example.com", Grade.OK)],
)
async def test_pages_need_a_safe_address(played: Played, tmp_path: Path, url: str, grade: Grade) -> None:
    assert (await found(played, asked(tmp_path, url)))[0][0] is grade


@pytest.mark.parametrize(("template", "grade"), [(TEMPLATE, Grade.OK), ("another", Grade.PROBLEM)])
async def test_the_template_of_approvals_is_looked_at(
    played: Played, tmp_path: Path, template: str, grade: Grade
) -> None:
    settings = asked(tmp_path)
    wecom = settings.wecom.model_copy(update={"approval_template": template})
    assert (await found(played, settings.model_copy(update={"wecom": wecom})))[-1][0] is grade
