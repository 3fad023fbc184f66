"""What is being talked about with one speaker in one chat, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson
from sqlalchemy import bindparam, select

from storage.prepared import Prepared, own_insert
from storage.relations import CONVERSATION
from storage.work import Work

_KEY = ("corp_id", "channel", "chat_id", "speaker")
_LOAD = (
    select(CONVERSATION.c.state)
    .where(
        CONVERSATION.c.corp_id == bindparam("corp"),
        CONVERSATION.c.channel == bindparam("via"),
        CONVERSATION.c.chat_id == bindparam("chat"),
        CONVERSATION.c.speaker == bindparam("who"),
    )
    .execution_options(whose="who")
)
_ALL = select(
    CONVERSATION.c.channel, CONVERSATION.c.chat_id, CONVERSATION.c.speaker, CONVERSATION.c.state
).where(CONVERSATION.c.corp_id == bindparam("corp"), CONVERSATION.c.state != "{}")


@cache
def _save(engine: str) -> Prepared:
    insert = own_insert(engine, CONVERSATION)
    new = insert.excluded
    return Prepared(
        insert.on_conflict_do_update(
            index_elements=_KEY, set_={"state": new.state, "changed_at": new.changed_at}
        )
    )


class Conversations:
    """States of conversations. An instant or a day in one is written by its owner as text."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def load(self, channel: str, chat_id: str, speaker: str) -> dict[str, Any]:
        """The state, {} when there is none. No other writer changes it before it is saved."""
        where = (channel, chat_id, speaker)
        return dict(orjson.loads(self._work.remembered(CONVERSATION, where, lambda: self._read(*where))))

    def save(self, channel: str, chat_id: str, speaker: str, state: Mapping[str, Any]) -> None:
        where = (channel, chat_id, speaker)
        text = orjson.dumps(dict(state), option=orjson.OPT_NON_STR_KEYS).decode()
        row = {
            "corp_id": self._work.corp_id, "channel": channel, "chat_id": chat_id, "speaker": speaker,
            "state": text, "changed_at": self._work.now,
        }  # fmt: skip
        self._work.put_one(_save(self._work.engine), question=where, **row)
        self._work.remember(CONVERSATION, where, text)

    def _read(self, channel: str, chat_id: str, speaker: str) -> str:
        row = self._work.row(_LOAD, via=channel, chat=chat_id, who=speaker)
        return "{}" if row is None else str(row[0])

    def all(self) -> list[tuple[str, str, str, dict[str, Any]]]:
        """(channel, chat, speaker, state) of every conversation with something in it."""
        return [(*row[:3], orjson.loads(row[3])) for row in self._work.rows(_ALL)]
