"""Customers at the counter: what they write goes through the sealed event, the list of messages, and the outbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.policy import HTTP
from typing import Any

import httpx
import orjson

from bot.jobs import kf
from bot.simulator import counter as platform
from bot.simulator.chats import Chats
from bot.simulator.counter import phone_of
from bot.simulator.friends import Friends
from bot.simulator.media import Files
from bot.simulator.till import Till
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork
from tests.bot.company import CORP_ID, Company

KF = "wk1"
LIU, STRANGER = "wmliu", "wmwang"


@dataclass
class Counter:
    """The platform's service account behind the company's wire. `errcodes` answer the next calls of a name."""

    shop: Company
    kf: platform.Counter
    chats: Chats
    friends: Friends
    till: Till
    files: Files
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    errcodes: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def beside(cls, shop: Company) -> Counter:
        chats = Chats(shop.clock)
        people = {LIU: "刘会计", STRANGER: "阳光"}
        kf_counter = platform.Counter(shop.clock, chats, people, {KF: "对账"})
        files = Files(shop.clock)
        friends = Friends(shop.clock, chats, (), files)
        counter = cls(shop, kf_counter, chats, friends, Till(shop.clock), files)
        shop.wire.answer = counter
        return counter

    def __call__(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/cgi-bin/")[2]
        if name == "externalcontact/get":
            return _said(self.friends.get(request.url.params["external_userid"]))
        if name == "media/upload":
            return self._uploaded(request)
        deed = {
            "externalcontact/batch/get_by_user": self.friends.batch,
            "externalcontact/add_msg_template": self.friends.give,
            "externalcontact/get_groupmsg_send_result": self.friends.result,
            "externalcontact/remind_groupmsg_send": self.friends.nudge,
            "externalcontact/cancel_groupmsg_send": self.friends.cancel,
            "externalpay/get_bill_list": self.till.bills,
            "kf/sync_msg": self.kf.read, "kf/send_msg": self.kf.send, "kf/send_msg_on_event": self.kf.welcome,
            "kf/customer/batchget": self.kf.names,
        }.get(name)  # fmt: skip
        if deed is None:
            return self.shop.platform(request)
        body = orjson.loads(request.content)
        self.asked.append((name, body))
        if self.errcodes.get(name):
            return httpx.Response(200, json={"errcode": self.errcodes[name].pop(0), "errmsg": "ordered"})
        return _said(deed(body))

    def _uploaded(self, request: httpx.Request) -> httpx.Response:
        """The part `media`, by the name that the form gives it."""
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        form = message_from_bytes(head + request.read(), policy=HTTP)
        (part,) = form.iter_parts()
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        name = part.get_param("filename", header="content-disposition")
        file = self.files.add(request.url.params["type"], str(name), part.get_content_type(), content)
        return _said(file if isinstance(file, int) else {"media_id": file.media_id})


def _said(found: dict[str, Any] | int) -> httpx.Response:
    fields = {"errcode": found} if isinstance(found, int) else {"errcode": 0, **found}
    return httpx.Response(200, json={"errmsg": "", **fields})


@dataclass
class KfShop:
    """`shop` is the company, `counter` the platform's side of its service account."""

    shop: Company
    counter: Counter

    async def happened(self, name: str, **fields: str) -> httpx.Response:
        """An event of the platform, sealed."""
        created = int(self.shop.clock.now().timestamp())
        more = "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in fields.items())
        return await self.shop.post(
            f"<xml><ToUserName>{CORP_ID}</ToUserName><FromUserName>sys</FromUserName>"
            f"<CreateTime>{created}</CreateTime><MsgType>event</MsgType><Event>{name}</Event>{more}</xml>"
        )

    async def call(self, token: str) -> None:
        response = await self.happened("kf_msg_or_event", Token=token, OpenKfId=KF)
        assert (response.status_code, response.content) == (200, b"")
        await self.shop.service.bell.finish()

    async def write(self, text: str, who: str = LIU) -> list[str]:
        """The customer writes; what his phone shows of it in answer."""
        before = len(self.phone(who))
        await self.call(self.counter.kf.wrote(KF, who, text))
        await self.deliver()
        return self.phone(who)[before:]

    async def deliver(self) -> None:
        """What waits leaves, notices before what they announce."""
        await self.shop.clock.advance(timedelta(seconds=5))
        while await self.shop.service.delivery.drain():
            continue

    def phone(self, who: str = LIU) -> list[str]:
        """What the company said to him."""
        return [bubble.text for bubble in self.counter.chats.of(phone_of(who)) if bubble.side == "app"]

    def heard(self, userid: str) -> list[str]:
        """What this colleague was sent."""
        return [text for who, text in self.shop.platform.sent if who == userid]

    async def read(self) -> None:
        """The job that reads what was called for."""
        await kf.run(self.shop.service.scheduler._context)

    async def rows(self) -> list[OutboxView]:
        return await self.shop.service.database.read(
            lambda uow: [row for row in uow.outbox.list() if row.channel == "kf"]
        )

    async def link(self, customer: str = "永盛装饰", who: str = LIU, *, role: str = "accountant") -> None:
        """Somebody has said whose he is."""

        def put(uow: UnitOfWork) -> None:
            found = uow.customers.by_name(customer)
            assert found is not None
            uow.contacts.put(found.id, "刘会计", role=role, external_userid=who)

        await self.shop.service.database.write(put)
