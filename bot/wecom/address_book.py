"""The company's people as WeCom has them (doc/90208, doc/90200): as far as the app may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.wecom.client import Client
from bot.wecom.outcomes import Later, Refused, Unsure
from bot.wecom.wire import Answer

UNKNOWN: Final = 60111  # no such member: he has left the company
LEFT: Final = 5  # status: 1 active, 2 disabled, 4 not activated, 5 left


@dataclass(frozen=True, slots=True)
class Member:
    """`manager` is his direct leader's userid; `department` the name of the first of his."""

    userid: str
    name: str
    department: str = ""
    manager: str = ""
    has_left: bool = False


class AddressBook:
    """Reads with one app's token."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def members(self) -> list[Member] | Refused | Later | Unsure:
        """Everybody in every department that the app may see; not all of them when a call fails, so then nobody."""
        called = await self._client.call("GET", "/cgi-bin/department/list")
        if not isinstance(called, Answer):
            return called
        names = {
            int(one["id"]): str(one.get("name") or "")
            for one in _objects(called, "department")
            if "id" in one
        }
        found: dict[str, Member] = {}
        for department in names:
            listed = await self._client.call(
                "GET", "/cgi-bin/user/list", params={"department_id": str(department)}
            )
            if not isinstance(listed, Answer):
                return listed
            for one in _objects(listed, "userlist"):
                member = _member(one, names)
                found.setdefault(member.userid, member)
        return [one for one in found.values() if one.userid]

    async def member(self, userid: str) -> Member | Refused | Later | Unsure | None:
        """One of them; None for one who is in the company no more. 60011: there, and not to be seen."""
        called = await self._client.call("GET", "/cgi-bin/user/get", params={"userid": userid})
        if isinstance(called, Refused) and called.errcode == UNKNOWN:
            return None
        if not isinstance(called, Answer):
            return called
        member = _member(called.fields, {})
        return None if member.has_left else member


def _objects(answer: Answer, name: str) -> Sequence[Mapping[str, Any]]:
    found = answer.fields.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _member(fields: Mapping[str, Any], names: Mapping[int, str]) -> Member:
    departments = [one for one in fields.get("department") or () if isinstance(one, int)]
    main = fields.get("main_department")
    ordered = [main, *departments] if isinstance(main, int) else departments
    leaders = fields.get("direct_leader") or ()
    return Member(
        userid=str(fields.get("userid") or ""),
        name=str(fields.get("name") or ""),
        department=next((names[one] for one in ordered if names.get(one)), ""),
        manager=str(leaders[0]) if leaders else "",
        has_left=fields.get("status") == LEFT,
    )
