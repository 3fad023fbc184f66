"""The ways to customers are looked at without a message to anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.clock import SimulatedClock
from bot.doctor import customers
from bot.doctor.finding import Grade, Patient
from config.settings import Settings
from storage.database import Database
from tests.bot.channels.test_email import Postbox, mail_server

WECOM = {"corp_id": "ww1", "agent_id": 1, "secret": "s", "customer_contact": True}


def platform(errcode: int) -> httpx.AsyncClient:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/gettoken"):
            return httpx.Response(200, json={"errcode": 0, "access_token": "t", "expires_in": 7200})
        people = {"follow_user": ["zhou", "li"]} if errcode == 0 else {}
        return httpx.Response(200, json={"errcode": errcode, "errmsg": "x", **people})

    return httpx.AsyncClient(transport=httpx.MockTransport(answer))


async def found(errcode: int = 0, **settings: Any) -> list[tuple[Grade, str]]:
    given = Settings(_env_file=None, **settings)  # type: ignore[call-arg]
    patient = Patient(given, platform(errcode), SimulatedClock(datetime.now(UTC)), None)
    return [(one.grade, one.what + one.mend) for one in await customers.check(patient)]


async def test_a_company_that_passes_its_texts_on_is_told_so() -> None:
    ((grade, what),) = await found()
    assert grade is Grade.WARNING
    assert "pass their texts on" in what


@pytest.mark.parametrize(("password", "grade"), [("p%40ss", Grade.OK), ("wrong", Grade.PROBLEM)])
async def test_the_mail_login_is_tried_and_no_mail_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str, grade: Grade
) -> None:
    box = Postbox()
    async with mail_server(tmp_path, box, implicit=True) as email:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "c.pem"))
        url = f"smtps://zhang%40heng.cn:{password}@127.0.0.1:{email.server.port}"
        ((is_so, what),) = await found(smtp={"url": url})
    assert is_so is grade
    assert "wrong" not in what
    assert box.letters == []


@pytest.mark.parametrize(
    ("errcode", "grade", "words"),
    [
        (0, Grade.OK, "2 colleagues"),
        (48002, Grade.PROBLEM, "可调用接口的应用"),
        (60020, Grade.PROBLEM, "可信IP"),
    ],
)
async def test_the_right_to_give_tasks_is_looked_up(errcode: int, grade: Grade, words: str) -> None:
    ((is_so, what),) = await found(errcode, wecom=WECOM)
    assert is_so is grade
    assert words in what


async def test_half_a_gateway_is_a_problem() -> None:
    ((grade, what),) = await found(sms={"url": "https://sms.test"})
    assert grade is Grade.PROBLEM
    assert "SMS__SECRET" in what


@pytest.mark.parametrize(("errcode", "grade"), [(0, Grade.OK), (48002, Grade.PROBLEM)])
async def test_the_counter_and_the_till_are_tried_where_they_are_used(
    migrated_url: str, errcode: int, grade: Grade
) -> None:
    given = Settings(_env_file=None, wecom={**WECOM, "customer_contact": False})  # type: ignore[arg-type, call-arg]
    clock = SimulatedClock(datetime.now(UTC))
    with Database(migrated_url, clock=clock.now) as database:
        database.write_now(lambda uow: uow.kf.called("wk1", "t", uow.now))
        database.write_now(lambda uow: uow.settings.put("external_pay", "true", by="admin"))
        checked = await customers.check(Patient(given, platform(errcode), clock, database))
    told = [one for one in checked if "微信客服" in one.what or "对外收款" in one.what]
    assert [one.grade for one in told] == [grade, grade]
    assert all(bool(one.mend) is (grade is Grade.PROBLEM) for one in told)
