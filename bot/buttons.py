"""Buttons under questions: offered with a reply, pressed, and gone when the question is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.asking import Asking
from bot.incoming import Incoming
from bot.replies import question_in, text_of
from bot.wecom.cards import chosen, task_of
from config.company import CompanySettings
from handlers.command import SILENT, Push, Reply, Said
from handlers.conversation import newest, open_questions
from handlers.language.names import NameIndex
from handlers.pressing import press
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

ALONE = ""  # one person has one conversation, wherever he speaks


@dataclass(frozen=True, slots=True)
class Buttons:
    """What a message means for cards; all of it is outbox rows in the message's transaction."""

    asking: Asking

    def follow(
        self, reply: Reply, incoming: Incoming, inbox_id: int, speaker: StaffView, uow: UnitOfWork
    ) -> None:
        """Buttons for what is asked now, of the speaker and of others; those of what is settled go."""
        clicked = task_of(incoming.task_id)
        for number in reply.settled:
            if clicked is None or number != clicked.question:
                self.asking.settle(uow, speaker.userid, question=number)
        for pushed in reply.pushes:
            if pushed.question and pushed.choices:
                self._offer_pushed(pushed, inbox_id, uow)
        found = question_in(reply)
        if found is not None:
            self._offer_own(*found, inbox_id, speaker, uow)

    def _offer_pushed(self, pushed: Push, inbox_id: int, uow: UnitOfWork) -> None:
        text = self.asking.renderer.render(pushed.template, pushed.context)
        self.asking.offer(
            uow, pushed.target, question=pushed.question, text=text, choices=pushed.choices, asked_in=inbox_id
        )

    def _offer_own(
        self, kind: str, question: Reply, inbox_id: int, speaker: StaffView, uow: UnitOfWork
    ) -> None:
        asked = newest(uow.conversations.load(self.asking.channel, ALONE, speaker.userid))
        if asked is None or asked.question.kind != kind:
            return
        text = text_of(self.asking.renderer, replace(question, also=()))
        choices = len(asked.question.options)
        self.asking.offer(
            uow, speaker.userid, question=asked.id, text=text, choices=choices, asked_in=inbox_id
        )

    def changed(self, incoming: Incoming, uow: UnitOfWork, *, again: bool) -> Mapping[str, Any] | None:
        """What the clicked card becomes; None for a card of another's. Asked before the click is acted on.

        `again`: this click came before, so its question is settled by now.
        """
        task = task_of(incoming.task_id)
        if task is None or not task.is_for(incoming.sender):
            return None
        state = uow.conversations.load(self.asking.channel, ALONE, incoming.sender)
        is_open = again or any(asked.id == task.question for asked in open_questions(state))
        label = chosen(incoming.text)[1] if is_open else ""
        return self.asking.clicked(uow, incoming.sender, task, label)


def pressed(
    said: Said,
    incoming: Incoming,
    speaker: StaffView,
    uow: UnitOfWork,
    *,
    index: NameIndex,
    company: CompanySettings,
) -> Reply:
    """A click is the answer to its own question, from the one who was asked."""
    task = task_of(incoming.task_id)
    if task is None:
        return SILENT
    if not task.is_for(speaker.userid):
        return Reply("card/not_yours.txt")
    said = replace(said, text=chosen(incoming.text)[0])
    return press(said, speaker, uow, question=task.question, index=index, company=company)
