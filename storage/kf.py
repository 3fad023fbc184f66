"""微信客服: how far each account was read, and who wrote to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from storage.relations import KF_ACCOUNT, KF_CHAT, OUTBOX
from storage.work import Work

CHANNEL = "kf"
_A, _C, _O = KF_ACCOUNT.c, KF_CHAT.c, OUTBOX.c


@dataclass(frozen=True, slots=True)
class AccountView:
    """See `storage.tables.outside.KfAccount`."""

    open_kfid: str
    cursor: str
    token: str
    called_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChatView:
    """See `storage.tables.outside.KfChat`."""

    open_kfid: str
    external_userid: str
    name: str = ""
    said_at: datetime | None = None
    servicer: str = ""
    state: str = "new"
    scene: str = ""
    asked_of: int | None = None


_ACCOUNTS = select(*(_A[field.name] for field in fields(AccountView))).where(_A.corp_id == bindparam("corp"))
_ACCOUNT = _ACCOUNTS.where(_A.open_kfid == bindparam("kf"))
_WAITING = _ACCOUNTS.where(or_(_A.read_at.is_(None), _A.read_at < _A.called_at)).order_by(_A.open_kfid)
_CHATS = select(*(_C[field.name] for field in fields(ChatView))).where(_C.corp_id == bindparam("corp"))
_OF_PERSON = _CHATS.where(_C.external_userid == bindparam("who")).order_by(_C.said_at.desc())
_CHAT = _CHATS.where(_C.open_kfid == bindparam("kf"), _C.external_userid == bindparam("who"))
_OUR_ACCOUNT = (_A.corp_id == bindparam("corp"), _A.open_kfid == bindparam("kf"))
_CALLED = update(KF_ACCOUNT).where(*_OUR_ACCOUNT)
_CHANGE = update(KF_CHAT).where(
    _C.corp_id == bindparam("corp"), _C.open_kfid == bindparam("kf"), _C.external_userid == bindparam("who")
)
_SINCE = bindparam("since", type_=OUTBOX.c.sent_at.type)
_USED = (
    select(func.count().label("number"))
    .where(
        _O.corp_id == bindparam("corp"),
        _O.unique_key >= bindparam("first"),
        _O.unique_key < bindparam("beyond"),
        or_(
            _O.state.in_(("waiting", "sending")),
            _O.state.in_(("sent", "unsure")) & (func.coalesce(_O.sent_at, _O.created_at) >= _SINCE),
        ),
    )
)  # fmt: skip


class KfRows:
    """Accounts and chats of the company."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def called(self, open_kfid: str, token: str, at: datetime) -> None:
        """The platform says that something is to be read, with a token for it ("" when nobody called)."""
        values = {"token": token, "called_at": at}
        if not self._work.execute(_CALLED.values(**values), kf=open_kfid):
            row = {"corp_id": self._work.corp_id, "open_kfid": open_kfid, "cursor": "", "read_at": None}
            self._work.connection.execute(insert(KF_ACCOUNT), row | values)

    def accounts(self) -> Sequence[AccountView]:
        return [AccountView(*row) for row in self._work.rows(_ACCOUNTS)]

    def account(self, open_kfid: str) -> AccountView | None:
        row = self._work.row(_ACCOUNT, kf=open_kfid)
        return None if row is None else AccountView(*row)

    def waiting(self) -> Sequence[AccountView]:
        """Accounts that were called since they were read to the end."""
        return [AccountView(*row) for row in self._work.rows(_WAITING)]

    def advance(self, open_kfid: str, cursor: str, *, read_at: datetime | None = None) -> None:
        """Everything before the cursor is dealt with; with `read_at`, all that was there at that call."""
        values = {"cursor": cursor} | ({} if read_at is None else {"read_at": read_at})
        self._work.execute(_CALLED.values(**values), kf=open_kfid)

    def chat(self, open_kfid: str, external_userid: str) -> ChatView | None:
        row = self._work.row(_CHAT, kf=open_kfid, who=external_userid)
        return None if row is None else ChatView(*row)

    def chats_of(self, external_userid: str) -> Sequence[ChatView]:
        """This person's chats with all accounts, the one he wrote in last in front."""
        return [ChatView(*row) for row in self._work.rows(_OF_PERSON, who=external_userid)]

    def put(self, open_kfid: str, external_userid: str, **changes: Any) -> ChatView:
        """The chat with these changes; a new one when there was none."""
        known = self.chat(open_kfid, external_userid)
        view = ChatView(
            **{field.name: getattr(known or ChatView(open_kfid, external_userid), field.name)
               for field in fields(ChatView)} | changes
        )  # fmt: skip
        if known is None:
            row = {field.name: getattr(view, field.name) for field in fields(view)}
            self._work.connection.execute(insert(KF_CHAT), row | {"corp_id": self._work.corp_id})
        elif changes:
            self._work.execute(_CHANGE.values(**changes), kf=open_kfid, who=external_userid)
        return view

    def used(self, chat: ChatView) -> int:
        """How many of our messages the chat has had, or is about to have, since the person wrote last."""
        prefix = key_prefix(chat.open_kfid, chat.external_userid)
        since = chat.said_at or self._work.now
        row = self._work.one(_USED, first=prefix, beyond=prefix[:-1] + ";", since=since)
        return int(row.number)


def key_prefix(open_kfid: str, external_userid: str) -> str:
    """How the unique keys of rows to this chat begin; `;` follows `:` in every order of characters."""
    return f"{CHANNEL}:{open_kfid}:{external_userid}:"
