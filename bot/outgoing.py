"""A message on its way out: what a channel is given, and the frozen body of an outbox row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self

_MARK = "\x1e"  # no text has it: control characters are taken out of what comes in
_NO_CARD: Mapping[str, Any] = MappingProxyType({})


class Kind(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    IMAGE = "image"
    FILE = "file"
    CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """`text` of a text or markdown, and what a card says where no cards are shown; `card` as JSON.

    `path` of an image or a file is below the data folder, `name` what the reader sees it called. `mentions` are
    the userids that a text in a group is meant for. `reply_to` is what an AI bot answers, once: `respond:`,
    `welcome:` or `update:` and a req_id of its socket, or the response_url of a callback.
    """

    kind: Kind = Kind.TEXT
    text: str = ""
    card: Mapping[str, Any] = field(default_factory=lambda: _NO_CARD)
    path: str = ""
    name: str = ""
    mentions: tuple[str, ...] = ()
    reply_to: str = ""

    @property
    def is_empty(self) -> bool:
        """Is there nothing to send?"""
        return not (self.text.strip() or self.card or self.path)

    def encode(self) -> str:
        """The body of a row: a bare text as it is, anything else behind a mark, as JSON."""
        if self == Outgoing(text=self.text) and not self.text.startswith(_MARK):
            return self.text
        fields = {"kind": self.kind.value, "text": self.text, "card": dict(self.card), "path": self.path,
                  "name": self.name, "mentions": list(self.mentions), "reply_to": self.reply_to}  # fmt: skip
        kept = {key: value for key, value in fields.items() if value}
        return _MARK + json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def decode(cls, body: str) -> Self:
        """Inverse of `encode`; a body without the mark is a text."""
        if not body.startswith(_MARK):
            return cls(text=body)
        fields = json.loads(body[1:])
        return cls(
            kind=Kind(fields["kind"]),
            text=fields.get("text", ""),
            card=fields.get("card", _NO_CARD),
            path=fields.get("path", ""),
            name=fields.get("name", ""),
            mentions=tuple(fields.get("mentions", ())),
            reply_to=fields.get("reply_to", ""),
        )


def kind_of(template: str) -> Kind:
    """What a template makes, by its suffix: `x.txt` text, `x.md` markdown, `x.card` a card as JSON, `x.svg` an image."""
    suffix = template.removesuffix(".j2").rpartition(".")[2]
    return {"md": Kind.MARKDOWN, "card": Kind.CARD, "svg": Kind.IMAGE}.get(suffix, Kind.TEXT)
