"""What the AI bot hears (doc/100719, doc/101463), the same JSON on its socket and in its callback, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from bot.incoming import Incoming, Kept
from bot.wecom.aibot.media import media_id
from bot.wecom.aibot.mention import without_mention

CHANNEL: Final = "aibot"
Body = Mapping[str, Any]
CLICK: Final = "click"
_EVENTS: Final = MappingProxyType({"enter_chat": "enter", "template_card_event": CLICK})


class NotHeard(Exception):
    """A message without a sender or an id: nothing can be done about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """What reading needs: the bot's name for mentions, and in callback mode the key that files are sealed with."""

    name: str = ""
    file_key: str = ""


def event_of(body: Body) -> str:
    """The event's name; "" for a message."""
    event = body.get("event")
    return str(event.get("eventtype") or "") if isinstance(event, Mapping) else ""


def incoming_of(
    body: Body, ears: Ears, *, now: datetime, reply_to: str = "", late_to: str = ""
) -> Incoming | None:
    """The message or event as the dispatcher takes it; None for what needs no answer. Raises NotHeard."""
    sender, number = _sender(body), _word(body, "msgid")
    if not number:
        raise NotHeard("no msgid")
    chat = _chat(body)
    kind, text, heard, kept = _content(body, ears)
    if not kind:
        return None
    card = _card(body) if kind == CLICK else {}
    if chat and text and kind == "text":
        text = without_mention(text, ears.name)
    return Incoming(
        channel=CHANNEL,
        key=f"{sender}:{number}",
        sender=sender,
        kind=kind,
        sent_at=_instant(body, now),
        text=text,
        chat_id=chat,
        heard=heard,
        quote=_quoted(body),
        media_id=kept[0].media_id if kept else "",
        name=kept[0].name if kept else "",
        kept=kept if kind == "text" else (),
        reply_to=reply_to,
        late_to=late_to,
        task_id=_word(card, "task_id"),
    )


def _content(body: Body, ears: Ears) -> tuple[str, str, bool, tuple[Kept, ...]]:
    """(kind, words, were they dictated, pictures and files)"""
    kind = _word(body, "msgtype")
    part = _part(body, kind)
    match kind:
        case "text":
            return "text", _word(part, "content"), False, ()
        case "voice":
            return "voice", _word(part, "content"), bool(_word(part, "content")), ()
        case "image" | "file" | "video":
            return kind, "", False, _kept(kind, part, ears)
        case "mixed":
            return _mixed(part, ears)
        case "event":
            return _EVENTS.get(event_of(body), ""), _pressed(_card(body)), False, ()
    return "other", "", False, ()


def _card(body: Body) -> Body:
    """What was pressed on which card; nested under its event's name (doc/101027)."""
    event = _part(body, "event")
    return _part(event, event_of(body)) or event


def _pressed(card: Body) -> str:
    """What the button says; on a card with a choice, what was chosen."""
    chosen = [
        str(option)
        for item in _list(_part(card, "selected_items").get("selected_item"))
        if isinstance(item, Mapping)
        for option in _list(_part(item, "option_ids").get("option_id"))
    ]
    return chosen[0] if chosen else _word(card, "event_key")


def _mixed(part: Body, ears: Ears) -> tuple[str, str, bool, tuple[Kept, ...]]:
    """Words and pictures in one message; pictures alone are a picture."""
    items = [item for item in _list(part.get("msg_item")) if isinstance(item, Mapping)]
    words = [_word(_part(item, "text"), "content") for item in items if item.get("msgtype") == "text"]
    kept = tuple(
        one
        for item in items
        if item.get("msgtype") == "image"
        for one in _kept("image", _part(item, "image"), ears)
    )
    text = " ".join(word for word in words if word)
    return ("text", text, False, kept) if text or not kept else ("image", "", False, kept)


def _kept(kind: str, part: Body, ears: Ears) -> tuple[Kept, ...]:
    url, key = _word(part, "url"), _word(part, "aeskey") or ears.file_key
    if not url.startswith(("https://", "http://")):
        return ()
    name = _word(part, "filename") or _word(part, "name")
    return (Kept(kind, media_id(url, key), name),)


def _quoted(body: Body) -> str:
    """The words of the message that this one quotes."""
    quote = _part(body, "quote")
    kind = _word(quote, "msgtype")
    part = _part(quote, kind)
    if kind == "mixed":
        return _mixed(part, Ears())[1]
    return _word(part, "content")


def _sender(body: Body) -> str:
    sender = _word(_part(body, "from"), "userid")
    if not sender:
        raise NotHeard("no sender")
    return sender


def _chat(body: Body) -> str:
    return _word(body, "chatid") if _word(body, "chattype") == "group" else ""


def _instant(body: Body, now: datetime) -> datetime:
    """When it was sent; not every message says so."""
    created = body.get("create_time")
    return datetime.fromtimestamp(created, UTC) if isinstance(created, int) and 0 < created < 1 << 34 else now


def _part(body: Body, name: str) -> Body:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _word(body: Body, name: str) -> str:
    value = body.get(name)
    return value.strip() if isinstance(value, str) else ""
