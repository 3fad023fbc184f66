"""What a self-built app hears (doc/90239, doc/90240), as frozen values."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from bot.wecom.envelope import Malformed, Opened
from bot.wecom.markup import Node

Fields = dict[str, Node]
_DIGITS = re.compile(r"[0-9]{1,11}")


@dataclass(frozen=True, kw_only=True)
class Message:
    """What all have in common. `created_at` is aware UTC; `digest` is SHA-256 (hex) of the decrypted body.

    `message_id` stays text (64 bits); events have none. `agent_id` is "" for events of the company itself.
    """

    sender: str
    corp_id: str
    agent_id: str
    created_at: datetime
    message_id: str | None
    digest: str


@dataclass(frozen=True, kw_only=True)
class Text(Message):
    content: str


@dataclass(frozen=True, kw_only=True)
class Image(Message):
    """A picture, to be fetched with `media_id` for three days; `picture_url` may be ""."""

    media_id: str
    picture_url: str


@dataclass(frozen=True, kw_only=True)
class Voice(Message):
    """A recording; `recognition` is None for all we know of (no such field in WeCom's pages)."""

    media_id: str
    format: str
    recognition: str | None


@dataclass(frozen=True, kw_only=True)
class Video(Message):
    media_id: str
    thumbnail_id: str


@dataclass(frozen=True, kw_only=True)
class Location(Message):
    """A place; degrees as sent, as text."""

    latitude: str
    longitude: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Link(Message):
    title: str
    description: str
    url: str


class EventKind(StrEnum):
    ENTER_AGENT = "enter_agent"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    CLICK = "click"
    CARD = "template_card_event"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Selection:
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Event(Message):
    """Something that happened. `name` is the platform's word, also where `kind` is OTHER.

    `key` is the menu's or the button's; the card fields are "" and () for everything but cards;
    `fields` holds the whole decrypted event for those who know its name.
    """

    kind: EventKind
    name: str
    key: str
    task_id: str
    card_type: str
    response_code: str
    selections: tuple[Selection, ...]
    fields: Fields = field(repr=False, hash=False)


@dataclass(frozen=True, kw_only=True)
class Unknown(Message):
    """A message of a type that this program does not know."""

    kind: str


def read_message(opened: Opened) -> Message:
    """The message in an opened envelope. Raises Malformed when sender, type or time are missing."""
    fields = opened.fields
    kind = _word(fields, "MsgType").lower()
    common: dict[str, Any] = {
        "sender": _needed(fields, "FromUserName"),
        "corp_id": _needed(fields, "ToUserName"),
        "agent_id": _word(fields, "AgentID"),
        "created_at": _instant(_word(fields, "CreateTime")),
        "message_id": _word(fields, "MsgId") or None,
        "digest": hashlib.sha256(opened.body).hexdigest(),
    }
    if not kind:
        raise Malformed("MsgType")
    reader = READERS.get(kind)
    return reader(fields, common) if reader else Unknown(kind=kind, **common)


def inbox_key(message: Message) -> str:
    """What makes a redelivery recognisable: sender and MsgId; for events SHA-256 of the decrypted body.

    MsgId alone was seen colliding between senders, and FromUserName + CreateTime between events.
    """
    if message.message_id is None or isinstance(message, Event):
        return f"event:{message.digest}"
    return f"message:{message.message_id}:{message.sender}"


def _text(fields: Fields, common: dict[str, Any]) -> Message:
    return Text(content=_word(fields, "Content", stripped=False), **common)


def _image(fields: Fields, common: dict[str, Any]) -> Message:
    return Image(media_id=_word(fields, "MediaId"), picture_url=_word(fields, "PicUrl"), **common)


def _voice(fields: Fields, common: dict[str, Any]) -> Message:
    recognition = _word(fields, "Recognition") or None
    return Voice(
        media_id=_word(fields, "MediaId"), format=_word(fields, "Format"), recognition=recognition, **common
    )


def _video(fields: Fields, common: dict[str, Any]) -> Message:
    return Video(media_id=_word(fields, "MediaId"), thumbnail_id=_word(fields, "ThumbMediaId"), **common)


def _location(fields: Fields, common: dict[str, Any]) -> Message:
    latitude, longitude = _word(fields, "Location_X"), _word(fields, "Location_Y")
    return Location(latitude=latitude, longitude=longitude, label=_word(fields, "Label"), **common)


def _link(fields: Fields, common: dict[str, Any]) -> Message:
    title, description = _word(fields, "Title"), _word(fields, "Description")
    return Link(title=title, description=description, url=_word(fields, "Url"), **common)


def _event(fields: Fields, common: dict[str, Any]) -> Message:
    name = _word(fields, "Event")
    return Event(
        kind=EventKind(name) if name in _KNOWN_EVENTS else EventKind.OTHER,
        name=name,
        key=_word(fields, "EventKey"),
        task_id=_word(fields, "TaskId"),
        card_type=_word(fields, "CardType"),
        response_code=_word(fields, "ResponseCode"),
        selections=_selections(fields.get("SelectedItems")),
        fields=fields,
        **common,
    )


READERS: Final[dict[str, Callable[[Fields, dict[str, Any]], Message]]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "location": _location,
    "link": _link,
    "event": _event,
}
_KNOWN_EVENTS: Final = frozenset(EventKind) - {EventKind.OTHER}


def _word(fields: Fields, name: str, *, stripped: bool = True) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        return ""
    return value.strip() if stripped else value


def _needed(fields: Fields, name: str) -> str:
    value = _word(fields, name)
    if not value:
        raise Malformed(name)
    return value


def _instant(seconds: str) -> datetime:
    if not _DIGITS.fullmatch(seconds):
        raise Malformed("CreateTime")
    return datetime.fromtimestamp(int(seconds), UTC)


def _selections(items: Node | None) -> tuple[Selection, ...]:
    chosen = items.get("SelectedItem") if isinstance(items, dict) else None
    if not isinstance(chosen, list):
        return ()
    return tuple(
        Selection(question=_word(item, "QuestionKey"), options=_options(item.get("OptionIds")))
        for item in chosen
        if isinstance(item, dict)
    )


def _options(ids: Node | None) -> tuple[str, ...]:
    options = ids.get("OptionId") if isinstance(ids, dict) else None
    return tuple(option for option in options or () if isinstance(option, str))
