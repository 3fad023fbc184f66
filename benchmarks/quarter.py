"""A small company's quarter: what happens on which day, and the platform it writes through, by a seed.

The days are written down before anything runs, so that a calm and a rough quarter live through the same facts.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import httpx

from bot.clock import SimulatedClock
from ledger.receivable import Part
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

FIRST = date(2026, 10, 9)  # the first workday after the holidays
DAYS = 84
SELLERS = ("zhou", "li")
CUSTOMERS = ("永盛装饰", "宏达五金", "华泰机电", "鑫源商贸", "张三建材", "福满楼", "李四", "宝利来")


@dataclass(frozen=True, slots=True)
class Event:
    """`kind`: debt | payment | bounce | promise | hold | lawyer. `days` until it is due, or it ends."""

    kind: str
    customer: int
    fen: int = 0
    days: int = 0


def days_of(seed: int, days: int = DAYS) -> list[tuple[date, list[Event], bool]]:
    """(day, what happens in its morning, whether the machine is on that day)."""
    chance = random.Random(seed)
    found = []
    for number in range(days):
        events = list(_events(chance, number))
        is_on = number < 3 or number > days - 20 or chance.random() > 0.04
        found.append((FIRST + timedelta(number), events, is_on))
    return found


def _events(chance: random.Random, number: int) -> Iterator[Event]:
    who = chance.randrange(len(CUSTOMERS))
    if number < len(CUSTOMERS):
        yield Event("debt", number, chance.randrange(50_000, 5_000_000), chance.choice((-40, -10, 5, 20, 35)))
    if chance.random() < 0.35:
        yield Event("debt", who, chance.randrange(20_000, 3_000_000), chance.choice((7, 15, 30)))
    if chance.random() < 0.3:
        yield Event("payment", who, chance.randrange(10_000, 2_000_000))
    if chance.random() < 0.03:
        yield Event("bounce", who)
    if chance.random() < 0.1:
        yield Event("promise", who, chance.randrange(10_000, 500_000), chance.randrange(1, 9))
    if chance.random() < 0.06:
        yield Event("hold", who, days=chance.randrange(1, 8))
    if chance.random() < 0.01:
        yield Event("lawyer", who)


def found_company(uow: UnitOfWork) -> list[int]:
    """People and customers; the ids of the customers in their order."""
    people = [(who, "sales", "zhao") for who in SELLERS]
    for userid, role, manager in (
        *people,
        ("lijie", "finance", ""),
        ("zhao", "manager", ""),
        ("admin", "admin", ""),
    ):
        uow.staff.put(StaffView(userid, userid, role, manager=manager, reached=True))
    return [
        uow.customers.create(name=name, owner=SELLERS[number % len(SELLERS)], created_by="admin").id
        for number, name in enumerate(CUSTOMERS)
    ]


def happen(event: Event, day: date, customers: list[int], uow: UnitOfWork) -> None:
    """Write it into the books."""
    who = customers[event.customer]
    owner = SELLERS[event.customer % len(SELLERS)]
    if event.kind == "debt":
        due = day + timedelta(event.days)
        uow.journal.debt(
            customer_id=who, principal=event.fen, issued_on=min(day, due - timedelta(15)),
            parts=[Part(event.fen, due)], actor=owner, salesperson=owner,
        )  # fmt: skip
    elif event.kind == "payment":
        receipt = uow.receipts.report(who, event.fen, day, reported_by=owner, state="confirmed")
        uow.journal.payment(
            customer_id=who, amount=event.fen, effective_on=day, actor=owner, receipt_id=receipt.id
        )
    elif event.kind == "bounce":
        _bounce(who, day, uow)
    elif event.kind == "promise":
        uow.promises.add(who, day + timedelta(event.days), made_by=owner, amount=event.fen)
    else:
        until = day + timedelta(event.days) if event.kind == "hold" else None
        kind = "contact" if event.kind == "hold" else "lawyer"
        uow.holds.add(who, kind, held_by=owner, until=until)


def _bounce(who: int, day: date, uow: UnitOfWork) -> None:
    """The last payment that stands comes back."""
    for receipt in uow.receipts.of_customer(who):
        for entry in uow.journal.entries_of_receipt(receipt.id):
            if entry.kind == "payment" and not uow.journal.is_reversed(entry.id):
                uow.journal.reverse(entry.id, reason="bounced", actor="lijie", on=day)
                return


@dataclass
class Platform(httpx.AsyncBaseTransport):
    """message/send as Tencent has it, with its check of duplicates. `shown`: (target, content, when) in the chats.

    `mode`: up | down (nobody answers) | busy (an errcode) | cut (it arrives, the answer is lost) | dies_before |
    dies_after (the sender is killed there: `dying` is set, and no answer comes).
    """

    clock: SimulatedClock
    mode: str = "up"
    shown: list[tuple[str, str, datetime]] = field(default_factory=list)
    dying: asyncio.Event = field(default_factory=asyncio.Event)
    _last: dict[tuple[str, str], datetime] = field(default_factory=dict)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if self.mode == "down":
            raise httpx.ConnectError("down", request=request)
        if path.endswith("/gettoken"):
            return httpx.Response(200, json={"errcode": 0, "access_token": "t", "expires_in": 7200})
        if path.endswith("/media/upload"):
            await request.aread()
            return httpx.Response(200, json={"errcode": 0, "type": "image", "media_id": "media"})
        if self.mode == "busy":
            return httpx.Response(200, json={"errcode": -1, "errmsg": "system busy"})
        if not path.endswith("/message/send"):
            return httpx.Response(200, json={"errcode": 48002, "errmsg": "api forbidden"})
        if self.mode == "dies_before":
            await self._die()
        self._show(json.loads(await request.aread()))
        if self.mode == "dies_after":
            await self._die()
        if self.mode == "cut":
            raise httpx.ReadTimeout("cut", request=request)
        return httpx.Response(200, json={"errcode": 0, "errmsg": "ok", "msgid": "m"})

    async def _die(self) -> None:
        self.dying.set()
        await asyncio.Event().wait()

    def _show(self, body: dict[str, Any]) -> None:
        content = json.dumps(body[body["msgtype"]], ensure_ascii=False, sort_keys=True)
        key, now = (body["touser"], content), self.clock.now()
        window = timedelta(seconds=body.get("duplicate_check_interval", 0))
        if key in self._last and now - self._last[key] < window:
            return
        self._last[key] = now
        self.shown.append((*key, now))
