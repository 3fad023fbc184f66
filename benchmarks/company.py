"""The company that measurements are made in: its people, its customers, and what they say, each thing once.

A second debt of one speaker with one customer within minutes, or the same amount from two speakers, is asked about
(P1, P2). So every message has a pair (speaker, customer) of its own, and an amount of its own with that customer.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from bot.simulator.sealing import Seal, seal_callback
from storage.database import Database
from storage.schema import claim_mode, migrate
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

ROOT = Path(__file__).resolve().parent.parent
CORP_ID = "wx5823bf96d3bd56c7"
AGENT_ID = "1000002"
SEAL = Seal(token="QDG6eK", aes_key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", receive_id=CORP_ID)  # noqa: S106
SPEAKERS = 50
CUSTOMERS = 2_000
PAIRS = SPEAKERS * CUSTOMERS
_STRIDE = 7_919  # prime to PAIRS: neighbours in time are neither one speaker nor one customer
_ONE = "金银铜铁锡鑫淼焱垚森宏永昌盛隆泰华德信义"
_TWO = "和顺发达源兴茂通恒瑞"
_TRADES = ("建材", "五金", "装饰", "商贸", "食品", "机电", "百货", "纸业", "水产", "家具")
_FORMS = (
    "{name} {yuan} 下月15号还",
    "{name}欠{yuan}元，月底还",
    "{name}拿了{yuan}的货 账期30天",
    "记一笔 {name} {yuan}元 30天后付",
)


@dataclass(frozen=True, slots=True)
class Debt:
    """One message, and what the books must hold because of it. `yuan` is whole."""

    number: int
    speaker: str
    customer: str
    yuan: int
    text: str


def names() -> list[str]:
    """The customers: `CUSTOMERS` names of four characters, all different."""
    made = (a + b + trade for trade in _TRADES for a in _ONE for b in _TWO)
    return list(itertools.islice(made, CUSTOMERS))


def debts(first: int, count: int) -> Iterator[Debt]:
    """Messages `first` … `first + count - 1` of the `PAIRS` that there are."""
    known = names()
    for number in range(first, first + count):
        pair = number * _STRIDE % PAIRS
        speaker, customer = pair % SPEAKERS, known[pair // SPEAKERS]
        yuan = 6_000 + 7 * speaker
        text = _FORMS[number % len(_FORMS)].format(name=customer, yuan=yuan)
        yield Debt(number, f"speaker{speaker}", customer, yuan, text)


def sealed(debt: Debt, host: str = "127.0.0.1") -> bytes:
    """The message as one HTTP request, sealed now, with its number as MsgId."""
    now = str(int(time.time()))
    inner = (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><FromUserName><![CDATA[{debt.speaker}]]></FromUserName>"
        f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{debt.text}]]></Content><MsgId>{10_000_000 + debt.number}</MsgId>"
        f"<AgentID>{AGENT_ID}</AgentID></xml>"
    )
    request = seal_callback(SEAL, inner.encode(), timestamp=now, nonce="n1", agent_id=AGENT_ID)
    query = "&".join(f"{name}={value}" for name, value in request.query.items())
    head = (
        f"POST /wecom/callback?{query} HTTP/1.1\r\nHost: {host}\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(request.body)}\r\n\r\n"
    )
    return head.encode() + request.body


def environment(database_url: str) -> dict[str, str]:
    """What `serve` is given: this company's keys, and none of the variables of whoever runs it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("QINGZHANG_")}
    return inherited | {
        "PYTHONPATH": str(ROOT),
        "QINGZHANG_DATABASE_URL": database_url,
        "QINGZHANG_WECOM__CORP_ID": CORP_ID,
        "QINGZHANG_WECOM__TOKEN": SEAL.token,
        "QINGZHANG_WECOM__AES_KEY": SEAL.aes_key,
        "QINGZHANG_LOG_LEVEL": "WARNING",
    }


def found(database_url: str) -> None:
    """Make the database, with its people and customers (without an owner: everybody may record for them)."""
    migrate(database_url)
    claim_mode(database_url, "live")
    known = names()
    with Database(database_url, clock=SystemClock().now) as database:
        database.write_now(_hire)
        for at in range(0, len(known), 500):
            database.write_now(lambda uow, at=at: _welcome(known[at : at + 500], uow))


def _hire(uow: UnitOfWork) -> None:
    for number in range(SPEAKERS):
        uow.staff.put(StaffView(f"speaker{number}", f"业务{number}", "sales", reached=True))


def _welcome(some: list[str], uow: UnitOfWork) -> None:
    for name in some:
        uow.customers.create(name=name, owner="", created_by="speaker0")
