"""Write-offs and limits asked by WeCom's own approvals: asked once, read back, and only the asked one's word counts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from bot.channels.approval import NAME as CHANNEL
from bot.happenings import APPROVAL
from bot.jobs import approvals
from ledger.receivable import Part
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, Platform, company

TEMPLATE = "template-of-the-console"
CONTROLS = [
    {"property": {"control": "Contact", "id": "Contact-1"}},
    {"property": {"control": "Textarea", "id": "Textarea-1"}},
    {"property": {"control": "Money", "id": "Money-1"}},
]


class Desk:
    """审批, as a wire in front of the rest of the platform."""

    def __init__(self, platform: Platform) -> None:
        self.asked: list[dict[str, Any]] = []
        self.info: dict[str, Any] = {"sp_status": 1, "sp_record": []}
        self.errcode = 0
        self._platform = platform

    def __call__(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2]
        if name == "gettemplatedetail":
            content = {"template_content": {"controls": CONTROLS}}
            return httpx.Response(200, json={"errcode": self.errcode, "errmsg": "x", **content})
        if name == "applyevent":
            self.asked.append(orjson.loads(request.content))
            return httpx.Response(200, json={"errcode": 0, "sp_no": f"2026120300{len(self.asked):02}"})
        if name == "getapprovaldetail":
            return httpx.Response(200, json={"errcode": 0, "info": self.info})
        return self._platform(request)

    def decide(self, userid: str, status: int) -> None:
        details = [{"approver": {"userid": userid}, "sp_status": status}]
        self.info = {"sp_status": status, "sp_record": [{"sp_status": status, "details": details}]}


@asynccontextmanager
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[tuple[Company, Desk]]:
    async with company(database_url, files=tmp_path, wecom={"approval_template": TEMPLATE}) as running:
        desk = Desk(running.platform)
        running.wire.answer = desk
        await running.service.database.write(_owe)
        yield running, desk


def _owe(uow: UnitOfWork) -> None:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    uow.journal.debt(
        customer_id=customer.id, principal=500_000, issued_on=date(2026, 1, 5), parts=[Part(500_000, date(2026, 2, 5))],
        actor="zhou", salesperson="zhou",
    )  # fmt: skip


async def leave(running: Company) -> None:
    while await running.service.delivery.drain():
        pass


async def ask(running: Company) -> None:
    assert "赵总" in await running.say("zhou", "永盛坏账核销 5000 老板跑了")
    await leave(running)


async def look(running: Company) -> list[tuple[str, str]]:
    """What leaves after the approvals were looked at."""
    running.platform.sent.clear()
    await running.clock.advance(timedelta(minutes=11))
    await approvals.run(running.service.scheduler._context)
    await leave(running)
    return list(running.platform.sent)


async def test_a_write_off_is_asked_once_with_its_sum(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        (asked,) = desk.asked
        assert (asked["creator_userid"], asked["template_id"]) == ("zhou", TEMPLATE)
        assert asked["approver"] == [{"attr": 1, "userid": ["zhao"]}]
        words, money = asked["apply_data"]["contents"]
        assert (words["id"], money["value"]) == ("Textarea-1", {"new_money": "5000.00"})
        assert "永盛装饰" in words["value"]["text"]
        assert "1 核销" not in words["value"]["text"]


async def test_the_asked_ones_approval_writes_off_once(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        assert await look(running) == []
        desk.decide("zhao", 2)
        heard = await look(running)
        assert any(who == "zhou" and "核销" in text for who, text in heard)
        assert await look(running) == []
        assert "不欠钱" in await running.say("zhou", "永盛欠多少")


async def test_a_refusal_is_a_no(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        desk.decide("zhao", 3)
        await look(running)
        assert "净欠 5,000.00" in await running.say("zhou", "永盛欠多少")


@pytest.mark.parametrize(("by", "status"), [("sun", 2), ("zhao", 4), ("zhao", 7), ("", 2)])
async def test_another_ones_word_or_a_withdrawal_decides_nothing(
    database_url: str, tmp_path: Path, by: str, status: int
) -> None:
    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        desk.decide(by, status)
        assert await look(running) == []
        assert "净欠 5,000.00" in await running.say("zhou", "永盛欠多少")
        assert "核销" in await running.say("zhao", "1")  # the question in the chat is still there


async def test_what_was_answered_by_typing_stays_so(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        await running.say("zhao", "2")
        desk.decide("zhao", 2)
        await look(running)
        assert "净欠 5,000.00" in await running.say("zhou", "永盛欠多少")


async def test_an_event_is_looked_after_at_once(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as (running, desk):
        await ask(running)
        await approvals.run(running.service.scheduler._context)  # the look of these ten minutes
        desk.decide("zhao", 2)
        await running.post(_event(running, "202612030001"))
        running.platform.sent.clear()
        await approvals.run(running.service.scheduler._context)
        await leave(running)
        assert any(who == "zhou" for who, _ in running.platform.sent)


def _event(running: Company, number: str) -> str:
    created = int(running.clock.now().timestamp())
    return (
        f"<xml><ToUserName>wx5823bf96d3bd56c7</ToUserName><FromUserName>sys</FromUserName><CreateTime>{created}"
        "</CreateTime><MsgType>event</MsgType><Event>sys_approval_change</Event><AgentID>1</AgentID>"
        f"<ApprovalInfo><SpNoStr>{number}</SpNoStr><SpStatus>1</SpStatus></ApprovalInfo></xml>"
    )


async def test_a_template_that_is_not_ours_leaves_the_question_in_the_chat(
    database_url: str, tmp_path: Path
) -> None:
    async with office(database_url, tmp_path) as (running, desk):
        desk.errcode = 301055
        await ask(running)
        assert desk.asked == []
        rows = await running.service.database.read(
            lambda uow: [row.state for row in uow.outbox.list() if row.channel == CHANNEL]
        )
        assert rows in (["failed"], ["waiting"])
        assert "核销" in await running.say("zhao", "1")


async def test_without_a_template_nothing_is_asked_there(database_url: str, tmp_path: Path) -> None:
    async with company(database_url, files=tmp_path) as running:
        await running.service.database.write(_owe)
        await running.say("zhou", "永盛坏账核销 5000 老板跑了")
        rows = await running.service.database.read(lambda uow: [row.channel for row in uow.outbox.list()])
        assert CHANNEL not in rows


async def test_approvals_of_others_leave_nothing_behind(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as (running, _):
        await ask(running)
        for number in range(5):
            await running.post(_event(running, f"20261203009{number}"))
        assert await running.service.database.read(lambda uow: uow.timers.due(kinds=(APPROVAL,))) == []
        await running.post(_event(running, "202612030001"))
        assert len(await running.service.database.read(lambda uow: uow.timers.due(kinds=(APPROVAL,)))) == 1
