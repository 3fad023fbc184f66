"""A button was pressed: the same as typing its number as the answer to that one open question, and to no other."""

from __future__ import annotations

from dataclasses import replace

from config.company import CompanySettings
from handlers import conversation, which
from handlers.command import Reply, Said
from handlers.dialogue import converse
from handlers.language.names import NameIndex
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

_FIRST = "1"


def press(
    said: Said,
    speaker: StaffView,
    uow: UnitOfWork,
    *,
    question: int,
    index: NameIndex,
    company: CompanySettings,
) -> Reply:
    """The reply to a press that says `said.text` to question `question`; of one settled before, that it was."""
    state = uow.conversations.load(said.channel, said.chat_id, speaker.userid)
    if all(asked.id != question for asked in conversation.open_questions(state)):
        return Reply("card/settled.txt")
    which.pick(state, question, said.text)
    uow.conversations.save(said.channel, said.chat_id, speaker.userid, state)
    return converse(replace(said, text=_FIRST), speaker, uow, index=index, company=company)
