"""A bare “1” when a colleague's question has come in between one's own: which of them is meant is asked, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from handlers import conversation
from handlers.booking import question_reply
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer

MOST_SHOWN = 3
_CHOOSING = "choosing"
_ASKS_WHAT_WAITS = re.compile(
    r"(?!(?:没|有|要)批(?:的|了|吗)?$)(?=.*(?:[有待等要哪]|什么|列表|清单|没批))(?:现在|今天|手上|有没有|还有|有|哪些|什么|啥|几个|要|等|待|需要|我|着|没)*"
    r"(?:审批|批|点头|拍板)(?:的|列表|清单|事项|有哪些|有|什么|吗|么|没|[？?。])*"
)
_BARE = frozenset(["是", "是的", "对", "对的", "好", "好的", "行", "可以", "记", "嗯", "ok"])


def may_be_meant(text: str, state: dict[str, Any]) -> Iterator[OpenQuestion]:
    """The questions that the words may answer: the newest, and below an offer the one that still waits.

    No bare word answers one that was pushed in and offers no choice (“whose money is it?”).
    """
    bare = text.strip().isdecimal() or text.strip() in _BARE
    for asked in conversation.open_questions(state):
        if bare and asked.pushed and not asked.question.options:
            continue
        yield asked
        if not asked.soft:
            return


def is_unclear(asked: OpenQuestion, answer: Answer, state: dict[str, Any]) -> bool:
    """Would the same word answer another open question, asked before this one was pushed in?"""
    bare = answer.choice is not None or answer.yes is not None
    return bare and asked.pushed and any(_waits_too(one, asked) for one in _open(state))


def _waits_too(other: OpenQuestion, asked: OpenQuestion) -> bool:
    """An answer today may be for it: no delivery of an earlier day, which is over, and nothing offered aside."""
    today = asked.asked_at.date()
    is_open = other.question.data.get("asked_on", today) >= today
    return is_open and other.id != asked.id and not other.aside


def ask(request: Request) -> Reply:
    """Show the open questions, numbered, newest first; the word typed is kept until one is picked."""
    shown = _open(request.state)[:MOST_SHOWN]
    ids = [asked.id for asked in shown]
    request.state[_CHOOSING] = {"text": request.said.text, "ids": ids, "newest": request.state.get("next")}
    reply = Reply("questions/which_question.txt", {"text": request.said.text, "count": len(shown)})
    for place, asked in enumerate(shown, 1):
        reply = reply.with_more(
            Reply("questions/one_of_several.txt", {"place": place}), question_reply(asked.question, request)
        )
    return reply


def waiting(request: Request) -> Reply | None:
    """“有什么要我批的”: what others put to him and waits for his word, newest first; None for other words."""
    if _ASKS_WHAT_WAITS.fullmatch(request.said.text.strip()) is None:
        return None
    pushed = [one for one in _open(request.state) if one.pushed and one.question.options]
    if not pushed:
        return Reply("questions/none_waits.txt")
    first, *rest = [question_reply(asked.question, request) for asked in pushed[:MOST_SHOWN]]
    return first.with_more(*rest)


def pick(state: dict[str, Any], question: int, text: str) -> None:
    """As if `text` had been typed and this question picked for it: the next “1” is that."""
    state[_CHOOSING] = {"text": text, "ids": [question]}


def chosen(text: str, state: dict[str, Any]) -> tuple[OpenQuestion, str] | None:
    """The question picked by number and the word kept for it; None when nothing was to be picked."""
    choosing = state.pop(_CHOOSING, None)
    number = text.strip()
    if choosing is None or choosing.get("newest", state.get("next")) != state.get("next"):
        return None  # something was asked since: the number may be for that
    if not number.isdecimal() or not 1 <= int(number) <= len(choosing["ids"]):
        return None
    wanted = choosing["ids"][int(number) - 1]
    for asked in _open(state):
        if asked.id == wanted:
            return replace(asked, pushed=False), choosing["text"]  # picked: clear now
    return None


def _open(state: dict[str, Any]) -> list[OpenQuestion]:
    """Questions that a bare word may answer."""
    asked = conversation.open_questions(state)
    return [one for one in asked if one.question.options or not (one.soft or one.pushed)]
