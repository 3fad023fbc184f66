"""Cards with buttons: what fits on them, whose they are, and what a click on one says (doc/90236, doc/101032)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

from bot.wecom.limits import CARD_BUTTON_KEY, CARD_OPTION_ID, cut
from bot.wecom.markup import legal

MOST_BUTTONS: Final = 6
MOST_OPTIONS: Final = 10
BUTTON_CHARACTERS: Final = 10  # a longer label is cut by the client: it becomes an option of a list
OPTION_CHARACTERS: Final = 20
_TASK = re.compile(r"q(\d+)-([0-9a-f]{12})-(\d+)")


@dataclass(frozen=True, slots=True)
class Face:
    """How many characters a card of this channel shows; beyond them the client cuts."""

    title: int
    text: int


APP: Final = Face(title=36, text=160)
BOT: Final = Face(title=26, text=112)


@dataclass(frozen=True, slots=True)
class Task:
    """What a card's task_id says: the question of that person's conversation. `asked_in` makes it unique."""

    question: int
    userid_digest: str
    asked_in: int

    @classmethod
    def of(cls, question: int, userid: str, asked_in: int) -> Task:
        return cls(question, _digest(userid), asked_in)

    def __str__(self) -> str:
        return f"q{self.question}-{self.userid_digest}-{self.asked_in}"

    def is_for(self, userid: str) -> bool:
        return self.userid_digest == _digest(userid)


def task_of(task_id: str) -> Task | None:
    """The task of a card of ours; None for another's."""
    found = _TASK.fullmatch(task_id)
    return None if found is None else Task(int(found[1]), found[2], int(found[3]))


def key_of(choice: int, label: str, most_bytes: int = CARD_BUTTON_KEY) -> str:
    """What a button answers: the number that typing it would be, and its label for the greyed card."""
    return cut(f"{choice}:{label}", most_bytes)


def option_of(choice: int, label: str) -> str:
    return key_of(choice, label, CARD_OPTION_ID)


def chosen(key: str) -> tuple[str, str]:
    """(what typing it would be, the label) of a button or an option."""
    says, _, label = key.partition(":")
    return says, label


def shortened(text: str, characters: int) -> str:
    return text if len(text) <= characters else text[: characters - 1] + "…"


def update_reply(*, to_user: str, from_corp: str, created: int, card: Mapping[str, Any]) -> bytes:
    """Inner XML of the passive reply that changes the clicked card, for the one who clicked (doc/90241)."""
    return (
        f"<xml><ToUserName>{_escaped(to_user)}</ToUserName><FromUserName>{_escaped(from_corp)}</FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType>update_template_card</MsgType>"
        f"<TemplateCard>{_xml(card)}</TemplateCard></xml>"
    ).encode()


def _xml(fields: Mapping[str, Any]) -> str:
    """CamelCase elements; a list is its element again and again, without one around it."""
    return "".join(_element(_camel(name), value) for name, value in fields.items())


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    inner = _xml(value) if isinstance(value, Mapping) else _escaped(str(value))
    return f"<{name}>{inner}</{name}>"


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _escaped(text: str) -> str:
    return escape(legal(text))


def _digest(userid: str) -> str:
    """Userids come back in lower case from some interfaces."""
    return hashlib.sha256(userid.lower().encode()).hexdigest()[:12]
