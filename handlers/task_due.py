"""In the evening of its day, and of the workdays after it, whoever has a task is asked for the result (P22)."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.asking import ask_later
from handlers.jsonable import to_plain
from handlers.language.reading import Question
from handlers.task import RESULT, question_of
from storage.unit_of_work import UnitOfWork

_SILENT_FOR = timedelta(3)  # after so many days without a word whoever gave it is told once


def ask(uow: UnitOfWork, now: datetime, channel: str) -> None:
    today = now.date()
    for task in uow.tasks.unanswered(today):
        uow.tasks.asked(task.id, today)
        person = uow.staff.get(task.assignee)
        if person is None or not person.active:
            continue
        data = {**question_of(task, uow), "subject": f"task:{task.id}"}
        options = ({"use": "done"}, {"use": "later"}, {"use": "failed"})
        key = f"task_asked:{task.id}:{today.isoformat()}"
        question = Question("task_result", options, data)
        ask_later(person, RESULT, question, uow, channel=channel, now=now, key=key)
        if task.given_by not in ("", task.assignee) and today - task.due_on >= _SILENT_FOR:
            context = {"name": person.name, "words": task.words, "day": task.due_on, "today": today}
            told = f"task_silent:{task.id}"
            uow.outbox.push(channel, task.given_by, told, "chat/task/silent.txt", to_plain(context))
