"""A message of any channel, as the dispatcher takes it."""

from __future__ import annotations

from dataclasses import KW_ONLY
from datetime import datetime

from handlers.language.foretelling import Foretold
from ledger.values import value


@value
class Kept:
    """A picture or file to keep: `kind` image | file | video, where it can be fetched, and what it is called."""

    kind: str
    media_id: str
    name: str = ""


@value
class Incoming:
    """`kind`: text | voice | image | video | location | link | file | enter | subscribe | unsubscribe | click | other.

    `key` makes a redelivery recognisable within the channel; `chat_id` is "" one-to-one. `media_id` and `name` are
    those of a picture or file; `text` the words, the label of a place, the title of a link, or what a button says
    on the card `task_id`. `kept` came with the words. `reply_to` is what the answer replies to where it cannot leave
    in a response, `late_to` where it missed it, see `bot.outgoing`.
    `foretold` is what was read in it before it was its turn.
    """

    _: KW_ONLY
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
    kept: tuple[Kept, ...] = ()
    reply_to: str = ""
    late_to: str = ""
    task_id: str = ""
    foretold: Foretold | None = None
