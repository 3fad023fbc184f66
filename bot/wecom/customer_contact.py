"""客户联系: whom colleagues have as friends in WeChat, and messages to them that a colleague sends with a tap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from bot.wecom.client import Client
from bot.wecom.limits import cut
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure, Uploaded
from bot.wecom.wire import Answer, Called, json_body

TEXT_BYTES: Final = 4_000  # text.content of a task (doc/92135)
TITLE_BYTES, DESC_BYTES = 128, 512  # of a link in it
_PATH: Final = "/cgi-bin/externalcontact/"


class Delivered(IntEnum):
    """What became of a task for one customer (doc/93338)."""

    WAITING = 0
    SENT = 1
    NO_FRIEND = 2
    QUOTA_USED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Friend:
    """A customer's person as one colleague has him: `mobiles` and `company` are that colleague's own remarks."""

    external_userid: str
    name: str
    remark: str = ""
    company: str = ""
    mobiles: tuple[str, ...] = ()


class CustomerContact:
    """Calls as an app that 客户联系 lists among its 可调用接口的应用."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def give(
        self,
        sender: str,
        external_userid: str,
        text: str,
        attachment: Mapping[str, Any] | None = None,
    ) -> SendOutcome:
        """A task for one customer (doc/92135). Nothing leaves until `sender` taps; the id is the task's msgid.

        `attachment` is what `linked` or `attached` makes.
        """
        task: dict[str, Any] = {
            "chat_type": "single", "external_userid": [external_userid], "sender": sender,
            "text": {"content": text},
        }  # fmt: skip
        if attachment is not None:
            task["attachments"] = [attachment]
        called = await self._post("add_msg_template", task)
        if not isinstance(called, Answer):
            return called
        message_id = called.fields.get("msgid")
        if external_userid in (called.fields.get("fail_list") or ()):
            return Refused(errcode=None, reason="the customer cannot be reached by this colleague's WeChat")
        if not isinstance(message_id, str) or not message_id:
            return Unsure(reason="the answer is not one of WeCom's")
        return Sent(message_id=message_id)

    async def attached(self, name: str, content: bytes) -> Mapping[str, Any] | Refused | Later:
        """A file as an attachment: uploaded, up to 20 MB; the customer sees its name. Again harms nobody."""
        uploaded = await self._client.upload_media("file", name, content)
        if not isinstance(uploaded, Uploaded):
            return uploaded
        return {"msgtype": "file", "file": {"media_id": uploaded.media_id}}

    async def result(self, message_id: str, sender: str) -> Delivered | Refused | Later | Unsure:
        """How the task of one customer stands (doc/93338); waiting where nothing is listed yet."""
        question = {"msgid": message_id, "userid": sender, "limit": 10}
        called = await self._post("get_groupmsg_send_result", question)
        if not isinstance(called, Answer):
            return called
        states = {one.get("status") for one in _objects(called, "send_list")}
        return next((state for state in reversed(Delivered) if state in states), Delivered.WAITING)

    async def nudge(self, message_id: str) -> Answer | Refused | Later | Unsure:
        """Remind the colleague of the tap: three times in 24 hours at most (doc/97610)."""
        return await self._post("remind_groupmsg_send", {"msgid": message_id})

    async def cancel(self, message_id: str) -> Answer | Refused | Later | Unsure:
        """Take back a task that was not tapped yet (doc/97611)."""
        return await self._post("cancel_groupmsg_send", {"msgid": message_id})

    async def friends(self, userid: str) -> list[Friend] | Refused | Later | Unsure:
        """All whom this colleague has as customers in WeChat; one call for each hundred."""
        found: list[Friend] = []
        cursor = ""
        while True:
            question = {"userid_list": [userid], "cursor": cursor, "limit": 100}
            called = await self._post("batch/get_by_user", question)
            if not isinstance(called, Answer):
                return called
            found += _friends(called)
            following = called.fields.get("next_cursor") or ""
            if not isinstance(following, str) or not following or following == cursor:
                return found
            cursor = following

    async def followers(self, external_userid: str) -> list[tuple[str, Friend]] | Refused | Later | Unsure:
        """Which colleagues have this person as a customer, and what each noted of him (externalcontact/get)."""
        query = {"external_userid": external_userid}
        called = await self._client.call("GET", _PATH + "get", params=query)
        if not isinstance(called, Answer):
            return called
        person = called.fields.get("external_contact")
        person = person if isinstance(person, dict) else {}
        return [
            (str(row.get("userid") or ""), _friend(person, row)) for row in _objects(called, "follow_user")
        ]

    async def _post(self, name: str, body: dict[str, Any]) -> Called:
        return await self._client.call("POST", _PATH + name, **json_body(body))


def linked(title: str, desc: str, url: str) -> Mapping[str, Any]:
    """A card that opens a page, as an attachment; its words are cut to what the platform takes, an address never."""
    part = {"title": cut(title, TITLE_BYTES), "desc": cut(desc, DESC_BYTES), "url": url}
    return {"msgtype": "link", "link": part}


def _friends(answer: Answer) -> Iterator[Friend]:
    for one in _objects(answer, "external_contact_list"):
        person, follow = one.get("external_contact"), one.get("follow_info")
        if not isinstance(person, dict) or not isinstance(follow, dict) or not person.get("external_userid"):
            continue
        yield _friend(person, follow)


def _friend(person: dict[str, Any], follow: dict[str, Any]) -> Friend:
    return Friend(
        external_userid=str(person.get("external_userid") or ""),
        name=str(person.get("name") or ""),
        remark=str(follow.get("remark") or ""),
        company=str(follow.get("remark_corp_name") or ""),
        mobiles=tuple(str(mobile) for mobile in follow.get("remark_mobiles") or ()),
    )


def _objects(answer: Answer, name: str) -> list[dict[str, Any]]:
    rows = answer.fields.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
