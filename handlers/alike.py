"""“宏达同上”, “张三也是9600”: told as the one before. “都是欠的”: one answer for all that was told so shortly."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from handlers import conversation
from handlers.booking import as_of, book
from handlers.command import Reply, Request, Said
from handlers.draft import SURE_FITS, Draft, Fact
from handlers.language.names import NameIndex
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight, look
from handlers.registry import MONEY
from storage.unit_of_work import UnitOfWork

_TOLD: Final = "told"
_SAME = re.compile(
    r"[，, ]*(?:同上|也?(?:是)?(?:一样|同样)的?|也是(?:这么多|这个数)?|照旧|同前)(?:[，, 。.!！~]|吧)*"
)
_ALSO = re.compile(r"[，, ]*(?:同上|也是?|同样是?)[，, ]*")
_LIKE = re.compile("同|样|也|照旧")
_ALL = re.compile(
    r"(?:上面|前面|刚才|[这那](?:些|几|[两二三四五六七八九十0-9]+)?[笔个单条]?|的|是)*(?:都|全部?|全都|一律|统统)(?:是|算|按|记)*"
    r"(?:(?P<owed>欠(?:款|账|帐|我们?)?|赊(?:账|欠|的货)?|拿的?货|货款)|(?P<paid>收(?:到|款)?|付款?|回款|打款|还款))的?了?[。.!！~ ]*"
)


def all_alike(request: Request, uow: UnitOfWork) -> Reply | None:
    """Books what waits for “owed or received?” since today together, as one message; None when nothing does."""
    match = _ALL.fullmatch(request.said.text.strip())
    facts: list[Fact] = []
    settled: set[str] = set()
    words: list[str] = []
    for asked in conversation.unbooked(request.state) if match is not None else ():
        draft = asked.draft
        if match is None or draft is None or asked.pushed or asked.question.kind != "debt_or_payment":
            continue
        if len(draft.facts) > 1 or asked.asked_at.date() != request.today:
            continue
        (fact,) = as_of(asked, draft, request).facts
        settled |= {f"{gate.rpartition(':')[0]}:{len(facts)}" for gate in draft.settled}
        facts.append(fact.changed(kind="payment" if match["paid"] else "debt"))
        words.append(draft.text)
        conversation.close(request.state, asked.id)
    if not facts:
        return None
    said = request.said
    together = Draft(
        tuple(facts), said.inbox_id, request.speaker.userid, "\n".join(words), None, frozenset(settled)
    )
    return book(together, request, uow)


def in_full(said: Said, state: dict[str, Any], index: NameIndex, role: str) -> Said:
    """The message with what it leaves to the one told before it today; as it is where it leaves nothing."""
    told = state.get(_TOLD)
    if told is None or told["day"] != said.now.date().isoformat() or not _LIKE.search(said.text):
        return said
    sight = look(said.text, now=said.now, role=role, index=index)
    before = look(told["text"], now=said.now, role=role, index=index)
    if len(sight.mentions) != 1 or len(before.mentions) != 1 or before.documents:
        return said  # the number of a paper is of one record only
    name = sight.mentions[0].text
    if sight.mentions[0].fit not in SURE_FITS or not sight.text.startswith(name):
        return said
    rest, text = sight.text[len(name) :], before.text
    if not _SAME.fullmatch(rest):
        text = _with_sum(rest, sight, before)
    return replace(said, text=text.replace(before.mentions[0].text, name, 1), foretold=None) if text else said


def _with_sum(rest: str, sight: Sight, before: Sight) -> str:
    """The message before with the sum of “也是9600”; "" when more is said, or its own cannot be told apart."""
    also = _ALSO.match(rest)
    if also is None or len(sight.amounts) != 1 or len(before.amounts) != 1:
        return ""
    new, old = sight.amounts[0].text, before.amounts[0].text
    if rest[also.end() :].strip(" 。") != new or before.text.count(old) > 1:
        return ""
    return before.text.replace(old, new)


def note(reading: Reading, said: Said, state: dict[str, Any]) -> None:
    """Keep what the next message may leave to this one: one fact of money, told just before. Nothing else is a model."""
    if reading.intent is not Intent.NONE:
        forget(state)
    if len(reading.records) == 1 and reading.records[0].intent in MONEY:
        state[_TOLD] = {"text": said.text, "day": said.now.date().isoformat()}


def forget(state: dict[str, Any]) -> None:
    state.pop(_TOLD, None)
