"""Everything outside the company: customers' people with their phones, what they write, get and pay."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from bot.clock import Clock
from bot.simulator.chats import Bubble, Chats
from bot.simulator.counter import Counter, phone_of
from bot.simulator.friends import Friend, Friends, Task
from bot.simulator.media import Files
from bot.simulator.sender import Sender
from bot.simulator.till import Payment, Till

KF: Final = "wksimulated000001"
ACCOUNTS: Final = MappingProxyType({KF: "恒达建材 对账"})
# Noted by their colleagues as people note: a remark here, a mobile there. 王老板 wrote without being anybody's friend.
FRIENDS: Final = (
    Friend("wmsimulated0liu", "刘会计", "laozhou", "永盛刘姐", "永盛装饰", ("13800000001",)),
    Friend("wmsimulated0zhang", "张三", "laozhou", "张三建材老板", "", ("13800000002",)),
    Friend("wmsimulated0chen", "陈姐", "xiaoli", "华泰陈会计", "华泰机电", ()),
)
STRANGERS: Final = MappingProxyType({"wmsimulated0wang": "阳光"})
_SYSTEM = "sys"


class Outside:
    """What customers do is told to the service by sealed events, as the platform tells it."""

    def __init__(self, clock: Clock, chats: Chats, sender: Sender, files: Files | None = None) -> None:
        self._chats = chats
        self._sender = sender
        self.friends = Friends(clock, chats, (Friend(**_copied(one)) for one in FRIENDS), files)
        self.names = {**self.friends.people, **STRANGERS}
        self.counter = Counter(clock, chats, self.names, ACCOUNTS)
        self.till = Till(clock)

    def phones(self) -> list[dict[str, Any]]:
        """Each person with the colleagues who have him as a friend, and how much he has not looked at."""
        unread = self._chats.unread()
        return [
            {
                "external_userid": person, "name": name, "unread": unread.get(phone_of(person), 0),
                "friends": [one.userid for one in self.friends.friends.values() if one.external_userid == person],
            }
            for person, name in self.names.items()
        ]  # fmt: skip

    def phone(self, person: str) -> tuple[Bubble, ...]:
        """What his phone shows; he has looked at it now."""
        self._chats.look(phone_of(person))
        return self._chats.of(phone_of(person))

    def tasks(self) -> list[Task]:
        """Tasks that wait for a colleague's tap."""
        return self.friends.waiting()

    def tap(self, message_id: str) -> Task | None:
        return self.friends.tap(message_id)

    async def write(self, person: str, text: str) -> None:
        """The customer writes to the service account."""
        await self._called(self.counter.wrote(KF, person, text))

    async def enter(self, person: str) -> None:
        await self._called(self.counter.entered(KF, person))

    def pay(self, person: str, payee: str, fen: int, remark: str = "") -> Payment:
        """He pays a colleague by 对外收款; nobody is told, bills are fetched."""
        return self.till.pay(person, payee, fen, remark)

    async def befriend(self, friend: Friend) -> None:
        """A colleague adds a customer's person in WeChat."""
        self.friends.friends[friend.userid, friend.external_userid] = friend
        self.friends.people.setdefault(friend.external_userid, friend.name)
        self.names.setdefault(friend.external_userid, friend.name)
        await self._changed("add_external_contact", friend.userid, friend.external_userid)

    async def leave(self, userid: str, person: str) -> None:
        """The customer deletes the colleague."""
        if self.friends.unfriend(userid, person):
            await self._changed("del_follow_user", userid, person)

    async def _called(self, token: str) -> None:
        await self._sender.happened(_SYSTEM, "kf_msg_or_event", {"Token": token, "OpenKfId": KF})

    async def _changed(self, change: str, userid: str, person: str) -> None:
        fields: Mapping[str, str] = {"ChangeType": change, "UserID": userid, "ExternalUserID": person}
        await self._sender.happened(_SYSTEM, "change_external_contact", fields)


def _copied(one: Friend) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}
