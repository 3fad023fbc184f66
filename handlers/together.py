"""Several questions put to one person as the numbered lines of one message: each stays a question of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from handlers import conversation
from handlers.command import Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Question

NAME: Final = "together"


def together(questions: Sequence[tuple[str, Question]]) -> Question:
    """One question of several, each with its asker; the first is line 1. At most one of them is about a customer."""
    lines = [
        {
            "number": number, "asker": asker, "kind": question.kind, "options": question.options,
            "data": question.data, "waits": True, "words": "", "told": "",
        }
        for number, (asker, question) in enumerate(questions, 1)
    ]  # fmt: skip
    return Question(NAME, tuple({"use": line["number"]} for line in lines), {"lines": lines})


def subjects_of(question: Question) -> Sequence[str]:
    """What a question is about, line by line; "" for nothing that is asked of once."""
    asked = [line["data"] for line in question.data["lines"]] if question.kind == NAME else [question.data]
    return [str(data.get("subject", "")) for data in asked]


def forget_answered(state: dict[str, Any]) -> None:
    """Numbers mean the lines of what is asked now."""
    for asked in conversation.open_questions(state):
        if asked.asker == NAME and not waiting(asked):
            conversation.close(state, asked.id)


def lines_of(asked: OpenQuestion) -> Sequence[Mapping[str, Any]]:
    """Of such a question: number, asker, kind, options, data, whether it waits, words not acted on yet, and those told."""
    return asked.question.data["lines"] if asked.asker == NAME else ()


def waiting(asked: OpenQuestion) -> Sequence[Mapping[str, Any]]:
    return [line for line in lines_of(asked) if line["waits"]]


def alone(line: Mapping[str, Any], asked: OpenQuestion) -> OpenQuestion:
    """The question of one line."""
    question = Question(line["kind"], tuple(line["options"]), line["data"])
    return replace(asked, id=0, asker=line["asker"], question=question)


def apart(asked: OpenQuestion) -> Sequence[OpenQuestion]:
    """The questions that wait for an answer, each alone."""
    return [alone(line, asked) for line in waiting(asked)] if asked.asker == NAME else [asked]


def note(state: dict[str, Any], asked: OpenQuestion, words: Mapping[int, str], now: datetime) -> None:
    """Keep what was said of these lines, and when, until it can be acted on."""
    lines = [
        {**line, "waits": True, "words": words[line["number"]], "at": now.isoformat()}
        if line["number"] in words
        else line
        for line in lines_of(asked)
    ]
    _keep(state, asked, lines)


def then(line: Mapping[str, Any], request: Request) -> Request:
    """As of when its words were said: “昨天” is the day before that."""
    at = datetime.fromisoformat(line["at"]) if "at" in line else request.said.now
    return replace(request, said=replace(request.said, now=at))


def without(state: dict[str, Any], asked: OpenQuestion, subject: str) -> None:
    """The line about this subject waits no more. Without one that waits, the question is only known to have been asked."""
    lines = [
        {**line, "waits": False, "told": line["words"], "words": ""}
        if line["data"]["subject"] == subject
        else line
        for line in lines_of(asked)
    ]
    _keep(state, asked, lines)


def _keep(state: dict[str, Any], asked: OpenQuestion, lines: Sequence[Mapping[str, Any]]) -> None:
    question = replace(asked.question, data={**asked.question.data, "lines": list(lines)})
    if not any(line["waits"] for line in lines):
        asked = replace(asked, aside=True)
        question = replace(question, options=())
    conversation.keep(state, replace(asked, question=question))
