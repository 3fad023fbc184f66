"""What came in, what goes out, what is being talked about, and who looked at what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import big, instant, key, long_text


class Inbox(SQLModel, table=True):
    """A message once, by its key; `answer` is stored with it, so that a redelivery gets the same one.

    `state`: answered | failed | late (the answer left through the outbox) | recalled. Text is kept 180 days.
    """

    __table_args__ = (
        UniqueConstraint("corp_id", "channel", "message_key"),
        Index(None, "corp_id", "sender", "received_at"),
    )
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    channel: str
    message_key: str
    sender: str
    chat_id: str = ""
    kind: str = "text"
    text: str = long_text(default="")
    answer: str = long_text(default="")
    state: str = "answered"
    error_id: str = ""
    sent_at: datetime | None = instant(default=None)
    received_at: datetime = instant()


class Outbox(SQLModel, table=True):
    """What must leave. `state`: waiting | sending | sent | failed | unsure | cancelled.

    Rendered once, at the first attempt: `body` is frozen when the state becomes sending. `unique_key` makes a
    push once only. `inbox_id` points to the message this answers late.
    """

    __table_args__ = (
        UniqueConstraint("corp_id", "unique_key"),
        Index(None, "state", "not_before"),
    )
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    channel: str
    audience: str = "staff"
    target: str
    unique_key: str
    priority: int = 5
    template: str = ""
    context: str = long_text(default="")
    body: str = long_text(default="")
    inbox_id: int | None = big(default=None)
    state: str = "waiting"
    attempts: int = 0
    not_before: datetime = instant()
    lease_until: datetime | None = instant(default=None)
    lease_holder: str = ""
    last_error: str = ""
    external_id: str = ""
    created_at: datetime = instant()
    sent_at: datetime | None = instant(default=None)


class Conversation(SQLModel, table=True):
    """One speaker in one chat. `state` is JSON: open questions with drafts, last customer, last records."""

    corp_id: int = key(foreign_key="corp.corp_id")
    channel: str = Field(primary_key=True)
    chat_id: str = Field(primary_key=True)
    speaker: str = Field(primary_key=True)
    state: str = long_text(default="{}")
    changed_at: datetime = instant()


class Timer(SQLModel, table=True):
    """Something to do at an instant (an unanswered question at 17:40), once."""

    __table_args__ = (UniqueConstraint("corp_id", "unique_key"), Index(None, "done", "due_at"))
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    kind: str
    unique_key: str
    context: str = long_text(default="")
    due_at: datetime = instant()
    done: bool = False


class Attachment(SQLModel, table=True):
    """A picture or file somebody sent, kept at once; `subject` names its record (receivable:<id>, …)."""

    __table_args__ = (Index(None, "corp_id", "subject"), Index(None, "corp_id", "sender", "created_at"))
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    sender: str
    kind: str
    name: str = ""
    media_id: str = ""
    path: str = ""
    sha256: str = ""
    subject: str = ""
    message_id: int | None = big(default=None)
    created_at: datetime = instant()


class Audit(SQLModel, table=True):
    """Views, exports, and changes beyond the journal. `details` is JSON."""

    __table_args__ = (Index(None, "corp_id", "at"),)
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    at: datetime = instant()
    actor: str
    action: str
    subject: str = ""
    details: str = long_text(default="")
