"""Letters to customers in WeChat as tasks (企业群发): the salesperson sends each with a tap, and sees its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.channels.files import content_of, once_more
from bot.delivery.limits import MINUTE, Quota, Rate
from bot.outgoing import Kind, Outgoing
from bot.wecom.customer_contact import TEXT_BYTES, CustomerContact, linked
from bot.wecom.limits import cut
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent

NAME = "task"
RATES = (Rate(60, MINUTE),)  # well below what the interface takes: a run makes hundreds of tasks
BETWEEN = "|"  # in a target, between the external_userid and the userid of who taps


@dataclass(frozen=True, slots=True)
class Given:
    """A task that was given, as the row keeps it in `external_id`."""

    message_id: str
    sender: str
    external_userid: str

    @property
    def text(self) -> str:
        return BETWEEN.join((self.message_id, self.sender, self.external_userid))

    @classmethod
    def read(cls, text: str) -> Given:
        message_id, sender, external_userid = text.split(BETWEEN)
        return cls(message_id, sender, external_userid)


class CustomerTask:
    """`send` makes one task for one customer. Its outcome says that the task is there, not that it was delivered."""

    duplicate_window = timedelta()
    text_bytes = TEXT_BYTES
    markdown_bytes = TEXT_BYTES
    is_here = True

    def __init__(self, contact: CustomerContact, files: Path = Path("data")) -> None:
        self._contact = contact
        self._files = files

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota("task", RATES),)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        if message.kind not in (Kind.TEXT, Kind.FILE):
            return Refused(errcode=None, reason=f"no {message.kind} goes as a task")
        attachment = await self._attachment(message)
        if isinstance(attachment, Refused | Later):
            return attachment
        external_userid, _, sender = target.partition(BETWEEN)
        words = cut(message.text, TEXT_BYTES)
        outcome = once_more(await self._contact.give(sender, external_userid, words, attachment))
        if isinstance(outcome, Sent):
            return Sent(message_id=Given(outcome.message_id, sender, external_userid).text)
        return outcome

    async def _attachment(self, message: Outgoing) -> Mapping[str, Any] | Refused | Later | None:
        """The file or the card beside the words; None for words alone."""
        if message.card:
            card = message.card
            return linked(str(card["title"]), str(card["desc"]), str(card["url"]))
        if not message.path:
            return None
        content = await content_of(self._files, message.path)
        if content is None:
            return Refused(errcode=None, reason="the file to be attached is gone")
        return await self._contact.attached(message.name or Path(message.path).name, content)
