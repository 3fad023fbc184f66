"""What a message looks like to its reader, by its msgtype, or the errcode of one that is wrong (doc/90236, doc/91770)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.simulator.media import File, Files

BAD_KIND, BAD_MEDIA, EMPTY, TOO_LONG = 40008, 40007, 44004, 45002
BAD_CARD = 42014
MOST_BUTTONS, KEY_BYTES, TASK_BYTES, OPTION_BYTES = 6, 1_024, 128, 128
INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")


@dataclass(frozen=True, slots=True)
class Shown:
    """`kind`: text | markdown | image | file | card. `mentions` are userids."""

    kind: str
    text: str = ""
    media_id: str = ""
    card: Mapping[str, Any] | None = None
    mentions: tuple[str, ...] = ()

    def text_for(self, names: Mapping[str, str]) -> str:
        """The text with those it mentions, as a client shows them."""
        return " ".join([self.text, *(f"@{names.get(userid, userid)}" for userid in self.mentions)])


def shown_of(
    message: Mapping[str, Any], kinds: Collection[str], files: Files, *, text_bytes: int, markdown_bytes: int
) -> Shown | int:
    """How a message of one of `kinds` shows. Texts beyond `text_bytes` are cut by the caller's platform, not here."""
    kind = str(message.get("msgtype", ""))
    part = message.get(kind)
    if kind not in kinds or not isinstance(part, Mapping):
        return BAD_KIND
    match kind:
        case "text":
            return _text("text", part, text_bytes)
        case "markdown" | "markdown_v2":
            return _text("markdown", part, markdown_bytes)
        case "image" | "file" if "media_id" in part:
            file = files.get(str(part["media_id"]))
            return Shown(kind, file.name, file.media_id) if isinstance(file, File) else BAD_MEDIA
        case "template_card":
            return _card(part)
        case "news":
            titles = [str(one.get("title", "")) for one in part.get("articles", ())]
            return Shown("text", "\n".join(titles)) if 1 <= len(titles) <= 8 else BAD_KIND
    return BAD_KIND


def _text(kind: str, part: Mapping[str, Any], most_bytes: int) -> Shown | int:
    content = part.get("content")
    if not isinstance(content, str) or not content.strip():
        return EMPTY
    if most_bytes and len(content.encode()) > most_bytes:
        return TOO_LONG
    return Shown(kind, content, mentions=tuple(map(str, part.get("mentioned_list", ()))))


def _card(card: Mapping[str, Any]) -> Shown | int:
    kind = card.get("card_type")
    title = (card.get("main_title") or {}).get("title") or card.get("sub_title_text")
    if not title or (kind in INTERACTIVE and not _answerable(card)):
        return BAD_CARD
    if kind in ("text_notice", "news_notice") and not card.get("card_action"):
        return BAD_CARD
    return Shown("card", str(title), card=card)


def _answerable(card: Mapping[str, Any]) -> bool:
    task = str(card.get("task_id", ""))
    buttons = card.get("button_list", ())
    options = [one for select in card.get("select_list", ()) for one in select.get("option_list", ())]
    return (
        0 < len(task.encode()) <= TASK_BYTES
        and task.isascii()
        and all(mark.isalnum() or mark in "_-@" for mark in task)
        and len(buttons) <= MOST_BUTTONS
        and all(0 < len(str(button.get("key", "")).encode()) <= KEY_BYTES for button in buttons)
        and all(0 < len(str(one.get("id", "")).encode()) <= OPTION_BYTES for one in options)
    )
