"""Questions get their buttons: a card behind the question's text, greyed when it was answered by typing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.choices import choices_of, title_of
from bot.outgoing import Kind, Outgoing
from bot.render import Renderer
from bot.wecom import cards
from bot.wecom.cards import Face, Task
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

PRIORITY = 1
UPDATE = "update:"  # see bot.channels.app_message
_BEHIND = timedelta(milliseconds=600)  # the text comes first


@dataclass(frozen=True, slots=True)
class Asking:
    """Writes cards for one channel; `changes_later` where the platform greys a card that nobody clicked."""

    renderer: Renderer
    channel: str
    face: Face
    changes_later: bool

    def offer(
        self, uow: UnitOfWork, userid: str, *, question: int, text: str, choices: int, asked_in: int
    ) -> bool:
        """A card with the choices that `text` offers, to one person; False when it offers no such choices."""
        found = self.shown(userid, question=question, text=text, choices=choices, asked_in=asked_in)
        if found is None:
            return False
        body = Outgoing(kind=Kind.CARD, card=self._rendered("asked", found), text=text).encode()
        key = _key(userid, question)
        return uow.outbox.push(
            self.channel, userid, key, body=body, priority=PRIORITY, not_before=uow.now + _BEHIND
        )

    def settle(self, uow: UnitOfWork, userid: str, *, question: int) -> None:
        """The question was answered by typing: a card that has not left stays, one that is there is greyed."""
        row = uow.outbox.find(_key(userid, question))
        if row is None or uow.outbox.cancel(row.id, "answered by typing"):
            return
        code = row.external_id.partition(" ")[2]
        if row.state != "sent" or not code or not self.changes_later:
            return
        message = Outgoing(kind=Kind.CARD, card=self.answered(row), reply_to=UPDATE + code)
        key = f"greyed:{userid}:{question}"
        uow.outbox.push(self.channel, userid, key, body=message.encode(), priority=PRIORITY)

    def clicked(self, uow: UnitOfWork, userid: str, task: Task, label: str) -> Mapping[str, Any] | None:
        """The card after a click on it; None when it is not known any more."""
        row = uow.outbox.find(_key(userid, task.question))
        return None if row is None else self.answered(row, label)

    def answered(self, row: OutboxView, label: str = "") -> Mapping[str, Any]:
        card = Outgoing.decode(row.body).card
        context = {
            "title": card["main_title"]["title"],
            "body": card.get("sub_title_text", ""),
            "task_id": card["task_id"],
            "label": label,
        }
        return self._rendered("answered", context)

    def shown(
        self, userid: str, *, question: int, text: str, choices: int, asked_in: int
    ) -> Mapping[str, Any] | None:
        """What cards/asked.card shows of a question; None when `text` offers no such choices, or too many."""
        labels = choices_of(text, choices)
        if not labels or len(labels) > cards.MOST_OPTIONS:
            return None
        title = title_of(text).rstrip("：，")
        short = len(labels) <= cards.MOST_BUTTONS and all(
            len(label) <= cards.BUTTON_CHARACTERS for label in labels
        )
        make = cards.key_of if short else cards.option_of
        most = cards.BUTTON_CHARACTERS if short else cards.OPTION_CHARACTERS
        return {
            "layout": "question" if short else "choice",
            "text": text,
            "title": cards.shortened(title or labels[0], self.face.title),
            "body": cards.shortened(_between(text), self.face.text),
            "task_id": str(Task.of(question, userid, asked_in)),
            "buttons": [
                (cards.shortened(label, most), make(place, label)) for place, label in enumerate(labels, 1)
            ],
        }

    def _rendered(self, name: str, context: Mapping[str, Any]) -> Mapping[str, Any]:
        card: Mapping[str, Any] = json.loads(self.renderer.render(f"cards/{name}.card", context))
        return card


def _between(text: str) -> str:
    """What stands between a question's first line and its choices."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][1:]
    kept = []
    for line in lines:
        if title_of(line) != line:
            break
        kept.append(line)
    return "\n".join(kept)


def _key(userid: str, question: int) -> str:
    return f"card:{userid}:{question}"
