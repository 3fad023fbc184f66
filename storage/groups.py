"""The chats of the groups sales, finance and manager: which chat of the app or of the bot stands for which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, delete, insert, select

from storage.relations import CONNECTION, INBOX
from storage.work import Work

GROUPS = ("sales", "finance", "manager")
WAYS = ("app_chat", "aibot")
_KIND = CONNECTION.c.kind
_HEARD = (
    select(INBOX.c.chat_id)
    .where(INBOX.c.corp_id == bindparam("corp"), INBOX.c.channel == "aibot", INBOX.c.chat_id != "")
    .distinct()
    .order_by(INBOX.c.chat_id)
)
_ALL = select(_KIND, CONNECTION.c.external_id).where(
    CONNECTION.c.corp_id == bindparam("corp"), _KIND.like("group:%")
)
_PUT = insert(CONNECTION)
_CLEAR = delete(CONNECTION).where(
    CONNECTION.c.corp_id == bindparam("corp"), CONNECTION.c.kind == bindparam("which")
)


class GroupChats:
    """Kept as connections of kind `group:<group>:<way>`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def chats(self) -> Mapping[tuple[str, str], str]:
        """(group, way) → chat id."""
        found = {}
        for kind, chat_id in self._work.rows(_ALL):
            _, group, way = kind.split(":")
            found[group, way] = chat_id
        return found

    def heard(self) -> Sequence[str]:
        """Ids of the chats in which somebody called the bot, as far back as messages are kept."""
        return [row.chat_id for row in self._work.rows(_HEARD)]

    def put(self, group: str, way: str, chat_id: str) -> None:
        """This chat stands for the group from now on; "" for none. Raises ValueError for an unknown name."""
        if group not in GROUPS or way not in WAYS:
            raise ValueError(f"{group}:{way}")
        kind = f"group:{group}:{way}"
        self._work.execute(_CLEAR, which=kind)
        if chat_id:
            row = {"corp_id": self._work.corp_id, "id": self._work.new_id(), "kind": kind}
            self._work.connection.execute(_PUT, {**row, "external_id": chat_id})
