"""Dialogues as text: who says what, and what they hear, word for word.

    # 2026-12-03 10:00          the Clock moves there (forward only)
    老周: 永盛拿了1.2万瓷砖      said by 老周
    < 记好了 ✓ 永盛装饰          every line of the answer, in order; “< *” stands for any further lines
    @李姐: 老周报了…             a push that 李姐 gets, its first line
    老周 (听写): 华泰昨天…       dictated

Silence is written as “< ” alone. A line that starts with // is a remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.incoming import Incoming
from tests.bot.company import CAST, Company

ZONE = ZoneInfo("Asia/Shanghai")
USERID = {name: userid for userid, name, *_ in CAST}
_SAID = re.compile(r"(?P<who>[^:@#<]+?)(?P<heard> \(听写\))?: (?P<text>.*)")


@dataclass
class Turn:
    line: int
    who: str
    text: str
    heard: bool
    answer: list[str] = field(default_factory=list)
    pushes: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Moment:
    line: int
    at: datetime


def read_script(path: Path) -> list[Turn | Moment]:
    """The steps of a dialogue. Raises ValueError for a line it cannot read."""
    steps: list[Turn | Moment] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.rstrip()
        if not line or line.startswith("//"):
            continue
        if line.startswith("# "):
            steps.append(Moment(number, datetime.fromisoformat(line[2:]).replace(tzinfo=ZONE)))
        elif line.startswith("<"):
            _turn(steps, number).answer.append(line[1:].strip())
        elif line.startswith("@"):
            who, _, text = line[1:].partition(": ")
            _turn(steps, number).pushes.append((USERID[who], text))
        else:
            said = _SAID.fullmatch(line)
            if said is None:
                raise ValueError(f"{path.name}:{number}: {line}")
            steps.append(
                Turn(number, USERID.get(said["who"], said["who"]), said["text"], bool(said["heard"]))
            )
    return steps


def _turn(steps: list[Turn | Moment], number: int) -> Turn:
    last = steps[-1] if steps else None
    if not isinstance(last, Turn):
        raise ValueError(f"line {number} answers nobody")
    return last


async def play(shop: Company, path: Path) -> None:
    """Play the dialogue and compare every word."""
    for step in read_script(path):
        if isinstance(step, Moment):
            await shop.clock.advance(step.at - shop.clock.now())
            await shop.service.scheduler.tick()
            continue
        shop.platform.sent.clear()
        heard = await _answer(shop, step)
        while await shop.service.delivery.drain():
            pass
        where = f"{path.name}:{step.line} {step.text}"
        _compare(where, step.answer, heard)
        pushed = [(to, text.splitlines()[0]) for to, text in shop.platform.sent]
        for push in step.pushes:
            assert push in pushed, f"{where}: {push} not among {pushed}"


async def _answer(shop: Company, turn: Turn) -> list[str]:
    if not turn.heard:
        return (await shop.say(turn.who, turn.text)).splitlines()
    incoming = Incoming(
        channel="app",
        key=f"heard:{turn.line}",
        sender=turn.who,
        kind="voice",
        sent_at=shop.clock.now(),
        text=turn.text,
        heard=True,
    )
    return "\n".join((await shop.service.dispatcher.answer(incoming)).parts).splitlines()


def _compare(where: str, expected: list[str], heard: list[str]) -> None:
    if expected == [""]:
        expected = []
    if expected and expected[-1] == "*":
        expected, heard = expected[:-1], heard[: len(expected) - 1]
    assert heard == expected, f"{where}\n  hears    {heard}\n  expected {expected}"
