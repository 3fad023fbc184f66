"""What a message causes to leave: the parts of its answer, what its speaker alone gets, and pushes to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from bot.incoming import Incoming
from bot.outgoing import Kind, Outgoing
from bot.wecom.limits import AIBOT_MARKDOWN, APP_TEXT, split_text
from handlers.command import Push
from handlers.jsonable import to_plain
from storage.unit_of_work import UnitOfWork

CLICK: Final = "click"
APPROVAL: Final = "approval"  # see bot.channels.approval
# Write-offs and limits; what else is asked of a manager stays in the chat.
APPROVED: Final = frozenset(
    f"chat/questions/{kind}.txt" for kind in ("write_off", "limit_request", "temporary_limit")
)
GROUP: Final = "group:"  # before a chat id, in the target of a row
# Parts of one answer must arrive in their order.
_APART = timedelta(milliseconds=300)
_TEXT_BYTES: Mapping[str, int] = MappingProxyType({"aibot": AIBOT_MARKDOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How colleagues are written to: `staff_channel` app or aibot.

    `speaks_first` is False for a bot that can only answer (callback mode). With `after_contact` it may write to those
    alone who have written to it alone. `approvals`: what a manager decides is asked by WeCom's own approvals, too.
    """

    staff_channel: str = "app"
    speaks_first: bool = True
    after_contact: bool = False
    approvals: bool = False

    def may_write_to(self, *, reached: bool) -> bool:
        return self.speaks_first and (reached or not self.after_contact)


def parts_of(text: str, channel: str) -> tuple[str, ...]:
    """The answer in parts that this channel takes; none for silence."""
    return tuple(split_text(text, _TEXT_BYTES.get(channel, APP_TEXT))) if text else ()


def leave_parts(uow: UnitOfWork, incoming: Incoming, inbox_id: int, parts: tuple[str, ...]) -> None:
    """The parts that do not leave with the response: all of them where there is none, or where it changes a card."""
    clicked = incoming.kind == CLICK
    first = 0 if incoming.reply_to or clicked else 1
    for place, part in enumerate(parts):
        if place >= first:
            own = incoming.late_to if clicked else incoming.reply_to  # a click's own answer changes the card
            reply_to = own if not place else ""
            leave_part(uow, incoming, inbox_id, place, part, reply_to=reply_to)


def leave_part(
    uow: UnitOfWork, incoming: Incoming, inbox_id: int, place: int, part: str, *, reply_to: str = ""
) -> None:
    uow.outbox.push(
        channel=incoming.channel,
        target=f"{GROUP}{incoming.chat_id}" if incoming.chat_id else incoming.sender,
        unique_key=f"answer:{inbox_id}:{place}",
        body=Outgoing(text=part, reply_to=reply_to).encode(),
        priority=0,
        not_before=uow.now + _APART * place,
        inbox_id=inbox_id,
    )


def leave_alone(uow: UnitOfWork, incoming: Incoming, inbox_id: int, text: str, ways: Ways) -> None:
    """What was asked in a group and is for the speaker alone."""
    uow.outbox.push(
        channel=ways.staff_channel,
        target=incoming.sender,
        unique_key=f"private:{inbox_id}",
        body=text,
        priority=0,
        inbox_id=inbox_id,
    )


def push(uow: UnitOfWork, ways: Ways, pushed: Push) -> None:
    """Nothing where he has left since, who asked for what is answered now."""
    person = uow.staff.get(pushed.target)
    if person is not None and not person.active:
        return
    uow.outbox.push(
        channel=ways.staff_channel,
        target=pushed.target,
        unique_key=pushed.key,
        template=pushed.template,
        context=to_plain(pushed.context),
        priority=pushed.priority,
    )
    if ways.approvals and pushed.question and pushed.template in APPROVED:
        uow.outbox.push(
            channel=APPROVAL,
            target=pushed.target,
            unique_key=f"{APPROVAL}:{pushed.key}",
            template=pushed.template,
            context={**to_plain(pushed.context), "question": pushed.question},
            priority=pushed.priority,
        )


def leave_card(uow: UnitOfWork, incoming: Incoming, inbox_id: int, card: Mapping[str, Any]) -> None:
    """The clicked card as it is now, in answer to the click."""
    uow.outbox.push(
        channel=incoming.channel,
        target=f"{GROUP}{incoming.chat_id}" if incoming.chat_id else incoming.sender,
        unique_key=f"clicked:{inbox_id}",
        body=Outgoing(kind=Kind.CARD, card=card, reply_to=incoming.reply_to).encode(),
        priority=0,
    )
