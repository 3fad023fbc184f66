"""A message of any channel, as the dispatcher takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """`kind`: text | voice | image | video | location | link | file | enter | subscribe | unsubscribe | other.

    `key` makes a redelivery recognisable within the channel; `chat_id` is "" one-to-one. `media_id` and `name` are
    those of a picture or file; `text` the words, the label of a place, or the title of a link.
    """

    channel: str
    key: str
    sender: str
    kind: str
    sent_at: datetime
    text: str = ""
    chat_id: str = ""
    heard: bool = False
    quote: str = ""
    media_id: str = ""
    name: str = ""
    sender_name: str = ""
