"""A reply as text, and the question in it."""

from __future__ import annotations

from bot.render import Renderer
from handlers.command import Reply

_QUESTIONS = "questions/"


def text_of(renderer: Renderer, reply: Reply) -> str:
    """The sentences of a reply and of what is added below it; "" for silence."""
    if not reply.template:
        return ""
    texts = [renderer.render("chat/" + reply.template, reply.context)]
    texts += [text_of(renderer, more) for more in reply.also]
    return "\n".join(text for text in texts if text)


def question_in(reply: Reply) -> tuple[str, Reply] | None:
    """(kind, the part that asks it): the last question of a reply; None where nothing is asked."""
    for more in reversed(reply.also):
        found = question_in(more)
        if found is not None:
            return found
    if not reply.template.startswith(_QUESTIONS):
        return None
    return reply.template.removeprefix(_QUESTIONS).partition(".")[0], reply
