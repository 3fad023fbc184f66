"""Pictures and files that people sent, kept at once and attached to a record later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from storage.prepared import Prepared
from storage.relations import ATTACHMENT
from storage.work import Work


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """`subject` names its record (`receivable:<id>`, `receipt:<id>`); empty until it is known."""

    id: int
    sender: str
    kind: str
    name: str
    media_id: str
    path: str
    sha256: str
    subject: str
    message_id: int | None
    created_at: datetime


_NAMES = tuple(field.name for field in fields(AttachmentView))
_OURS = select(*(ATTACHMENT.c[name] for name in _NAMES)).where(ATTACHMENT.c.corp_id == bindparam("corp"))
_OF_SUBJECT = _OURS.where(ATTACHMENT.c.subject == bindparam("about")).order_by(ATTACHMENT.c.created_at)
_LOOSE = _OURS.where(
    ATTACHMENT.c.sender == bindparam("who"),
    ATTACHMENT.c.subject == "",
    ATTACHMENT.c.created_at >= bindparam("since", type_=ATTACHMENT.c.created_at.type),
).order_by(ATTACHMENT.c.created_at.desc())
_NEWEST_LOOSE = select(func.max(ATTACHMENT.c.created_at)).where(
    ATTACHMENT.c.corp_id == bindparam("corp"),
    ATTACHMENT.c.sender == bindparam("who"),
    ATTACHMENT.c.subject == "",
)
_UNFETCHED = (
    _OURS.where(ATTACHMENT.c.media_id != "", ATTACHMENT.c.path == "", ATTACHMENT.c.sha256 == "")
    .order_by(ATTACHMENT.c.created_at)
    .limit(bindparam("most"))
)
_FETCHED = update(ATTACHMENT).where(
    ATTACHMENT.c.corp_id == bindparam("corp"), ATTACHMENT.c.id == bindparam("row_id")
)
_ATTACH = Prepared(
    update(ATTACHMENT)
    .where(ATTACHMENT.c.corp_id == bindparam("corp"), ATTACHMENT.c.id == bindparam("row_id"))
    .values(subject=bindparam("about"))
)


class Attachments:
    """Attachments of the company."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        *,
        sender: str,
        kind: str,
        name: str = "",
        media_id: str = "",
        path: str = "",
        sha256: str = "",
        subject: str = "",
        message_id: int | None = None,
    ) -> AttachmentView:
        view = AttachmentView(
            self._work.new_id(),
            sender,
            kind,
            name,
            media_id,
            path,
            sha256,
            subject,
            message_id,
            self._work.now,
        )
        row = {field: getattr(view, field) for field in _NAMES}
        self._work.insert(ATTACHMENT, row | {"corp_id": self._work.corp_id})
        return view

    def of(self, subject: str) -> Sequence[AttachmentView]:
        return [AttachmentView(*row) for row in self._work.rows(_OF_SUBJECT, about=subject)]

    def loose_of(self, sender: str, since: datetime) -> Sequence[AttachmentView]:
        """What this person has sent since then and is attached to nothing, newest first."""
        # Asked with every debt, and nearly nobody has any.
        newest = self._work.remembered(
            ATTACHMENT, sender, lambda: self._work.one(_NEWEST_LOOSE, who=sender)[0]
        )
        if newest is None or newest < since:
            return []
        return [AttachmentView(*row) for row in self._work.rows(_LOOSE, who=sender, since=since)]

    def attach(self, attachment_id: int, subject: str) -> None:
        self._work.update(_ATTACH, row_id=attachment_id, about=subject)

    def unfetched(self, *, limit: int) -> Sequence[AttachmentView]:
        """What WeCom still keeps and nobody has fetched, the oldest first."""
        return [AttachmentView(*row) for row in self._work.rows(_UNFETCHED, most=limit)]

    def fetched(self, attachment_id: int, *, path: str, sha256: str) -> None:
        """Where its file lies; a path of "" with a word for the hash: it cannot be had."""
        self._work.execute(_FETCHED, row_id=attachment_id, path=path, sha256=sha256)
