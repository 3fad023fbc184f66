"""Messages that came in, each once by its key, with the answer that was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update

from ledger.values import value
from storage.errors import AlreadyThere
from storage.prepared import Prepared
from storage.relations import INBOX
from storage.work import Asked, Work


@value
class InboxView:
    """A message. `state`: answered | failed | late (the answer left through the outbox) | recalled (by its sender)."""

    id: int
    channel: str
    message_key: str
    sender: str
    chat_id: str
    kind: str
    text: str
    answer: str
    state: str
    error_id: str
    sent_at: datetime | None
    received_at: datetime


_NAMES = tuple(field.name for field in fields(InboxView))
_OURS = select(*(INBOX.c[name] for name in _NAMES)).where(INBOX.c.corp_id == bindparam("corp"))
_FIND = _OURS.where(
    INBOX.c.channel == bindparam("via"), INBOX.c.message_key == bindparam("wanted")
).execution_options(whose="wanted")
_GET = _OURS.where(INBOX.c.id == bindparam("id"))
_LAST = (
    _OURS.where(INBOX.c.sender == bindparam("who"))
    .order_by(INBOX.c.received_at.desc(), INBOX.c.id.desc())
    .limit(1)
)
_SAID = select(func.count().label("number")).where(
    INBOX.c.corp_id == bindparam("corp"),
    INBOX.c.sender == bindparam("who"),
    INBOX.c.received_at > bindparam("since", type_=INBOX.c.received_at.type),
    INBOX.c.sent_at > bindparam("since", type_=INBOX.c.sent_at.type),
    INBOX.c.sent_at <= bindparam("until", type_=INBOX.c.sent_at.type),
)
_NEWEST = _OURS.order_by(INBOX.c.received_at.desc(), INBOX.c.id.desc()).limit(bindparam("most"))
_QUOTED = (
    _OURS.where(
        INBOX.c.sender == bindparam("who"),
        or_(
            INBOX.c.text == bindparam("words"),
            func.substr(INBOX.c.answer, 1, bindparam("size")) == bindparam("words"),
        ),
    )
    .order_by(INBOX.c.received_at.desc(), INBOX.c.id.desc())
    .limit(1)
)
_OLD = (
    select(INBOX.c.id)
    .where(
        INBOX.c.corp_id == bindparam("corp"),
        INBOX.c.received_at < bindparam("before", type_=INBOX.c.received_at.type),
        or_(INBOX.c.text != "", INBOX.c.answer != ""),
    )
    .limit(bindparam("most"))
)
_FORGET = (
    update(INBOX).where(INBOX.c.corp_id == bindparam("corp"), INBOX.c.id.in_(_OLD)).values(text="", answer="")
)
_ANSWER = Prepared(
    update(INBOX).where(INBOX.c.corp_id == bindparam("corp"), INBOX.c.id == bindparam("row_id"))
)


def find_asked(channel: str, key: str) -> Asked:
    return _FIND, {"via": channel, "wanted": key}


class InboxRows:
    """The inbox. A second row of one (corp, channel, key) raises IntegrityError at the flush."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def find(self, channel: str, key: str) -> InboxView | None:
        statement, values = find_asked(channel, key)
        row = self._work.row(statement, **values)
        return None if row is None else InboxView(*row)

    def get(self, inbox_id: int) -> InboxView | None:
        row = self._work.row(_GET, id=inbox_id)
        return None if row is None else InboxView(*row)

    def last_of(self, sender: str) -> InboxView | None:
        """The last message of this person."""
        row = self._work.row(_LAST, who=sender)
        return None if row is None else InboxView(*row)

    def count_of(self, sender: str, *, since: datetime, until: datetime) -> int:
        """How many messages this person sent between the two instants, by the platform's clock."""
        return int(self._work.one(_SAID, who=sender, since=since, until=until).number)

    def newest(self, limit: int) -> Sequence[InboxView]:
        """The last messages of everybody, the newest first."""
        return [InboxView(*row) for row in self._work.rows(_NEWEST, most=limit)]

    def quoted(self, sender: str, words: str) -> InboxView | None:
        """This person's last message of exactly these words, or whose answer begins with them."""
        if not words:
            return None
        row = self._work.row(_QUOTED, who=sender, words=words, size=len(words))
        return None if row is None else InboxView(*row)

    def add(
        self,
        *,
        channel: str,
        key: str,
        sender: str,
        chat_id: str = "",
        kind: str = "text",
        text: str = "",
        sent_at: datetime | None = None,
    ) -> InboxView:
        """A message that arrived now; its answer is still empty."""
        view = self._view(channel, key, sender, chat_id, kind, text, sent_at)
        self._work.insert(INBOX, self._row(view))
        return view

    def add_new(
        self,
        *,
        channel: str,
        key: str,
        sender: str,
        chat_id: str = "",
        kind: str = "text",
        text: str = "",
        sent_at: datetime | None = None,
    ) -> InboxView:
        """As `add`. Raises `AlreadyThere` when a message of this key was there."""
        if self.find(channel, key) is not None:
            raise AlreadyThere
        view = self._view(channel, key, sender, chat_id, kind, text, sent_at)
        self._work.insert(INBOX, self._row(view))
        return view

    def answer(self, inbox_id: int, answer: str, state: str = "answered", *, error_id: str = "") -> None:
        values = {"answer": answer, "state": state, "error_id": error_id}
        if not self._work.amend(INBOX, inbox_id, **values):
            self._work.update(_ANSWER, row_id=inbox_id, **values)

    def forget(self, before: datetime, *, limit: int) -> int:
        """Empty the words of messages older than that, so many at most; how many there were."""
        return self._work.execute(_FORGET, before=before, most=limit)

    def _view(
        self,
        channel: str,
        key: str,
        sender: str,
        chat_id: str,
        kind: str,
        text: str,
        sent_at: datetime | None,
    ) -> InboxView:
        return InboxView(
            self._work.new_id(), channel, key, sender, chat_id, kind, text, "", "answered", "", sent_at,
            self._work.now,
        )  # fmt: skip

    def _row(self, view: InboxView) -> dict[str, Any]:
        return {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
