"""The buttons of a question that a job asked: made just before they leave, and not at all when it is settled by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.asking import Asking
from bot.delivery.refresh import Gone
from config.company import CompanySettings
from handlers.conversation import open_questions
from storage.unit_of_work import UnitOfWork

NO_BUTTONS = Gone("no buttons here")
SETTLED = Gone("the question is settled")


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """Completes the rows that `handlers.asking` writes behind a question; see there for their context."""

    asking: Asking | None

    def refresh(
        self, context: Mapping[str, Any], uow: UnitOfWork, company: CompanySettings
    ) -> Mapping[str, Any] | Gone:
        if self.asking is None or not company.is_on("cards"):
            return NO_BUTTONS
        userid, number = str(context["userid"]), int(context["question"])
        state = uow.conversations.load(self.asking.channel, "", userid)
        if all(asked.id != number for asked in open_questions(state)):
            return SETTLED
        text = self.asking.renderer.render(str(context["template"]), context["context"])
        shown = self.asking.shown(
            userid,
            question=number,
            text=text,
            choices=int(context["choices"]),
            asked_in=int(context["asked_in"]),
        )
        return shown or NO_BUTTONS
