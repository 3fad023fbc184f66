"""Months as text: a dialogue with days played forward in between, and what everybody was told meanwhile.

    ~ 2026-12-24 12:00        play forward until then
    @赵总 12-04: 日报 …        somebody was told this that day: its first line
    | 先办这一件：             and, where lines follow, its whole text

`python -m tests.dialogues.diary FILE` plays it and writes down anew what is heard, for the eyes of whoever changed it.

All that people are told is listed, in the order of days and of people; what comes every day, and warnings (`EVERY_DAY`),
only where the diary wants to show it. Sentences and answers are written as in `tests.dialogues.script`.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from tests.bot.company import CAST, Company, company
from tests.conftest import found
from tests.dialogues.script import ZONE

NAMES = {userid: name for userid, name, *_ in CAST}
USERIDS = {name: userid for userid, name in NAMES.items()}
TICKS = (time(9, 26), time(12, 6), time(17, 42))
EVERY_DAY = ("日报", "你的待办", "财务日报", "新预警", "预警：", "[image]")
_HASH = re.compile(r"^(账本第\d+笔) \w+$")  # ids and instants are in it: another one each time
_TOLD = re.compile(r"@(?P<who>\S+) (?P<day>\d\d-\d\d): (?P<first>.*)")


@dataclass(frozen=True, slots=True)
class Told:
    """A message: when (a day), to whom (a name), and its text."""

    day: str
    who: str
    text: str

    @property
    def first(self) -> str:
        return self.text.splitlines()[0]

    @property
    def is_daily(self) -> bool:
        return self.first.startswith(EVERY_DAY)


@dataclass
class Line:
    """What the diary says somebody was told; `rest` empty where only the first line is shown."""

    day: str
    who: str
    first: str
    rest: list[str] = field(default_factory=list)

    def fits(self, told: Told) -> bool:
        if (self.day, self.who, self.first) != (told.day, told.who, told.first):
            return False
        return not self.rest or self.rest == settled(told.text)[1:]


@dataclass
class Step:
    """Play until `until`, or say `text` as `who`; then these are expected."""

    number: int
    until: datetime | None = None
    who: str = ""
    text: str = ""
    answer: list[str] = field(default_factory=list)
    told: list[Line] = field(default_factory=list)


def settled(text: str) -> list[str]:
    """Its lines, without what is another one each time."""
    return [_HASH.sub(r"\1 *", line) for line in text.splitlines()]


def read_diary(path: Path) -> list[Step]:
    """The steps. Raises ValueError for a line it cannot read."""
    steps: list[Step] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.rstrip()
        if not line or line.startswith("//"):
            continue
        if line.startswith("~ "):
            steps.append(Step(number, until=datetime.fromisoformat(line[2:]).replace(tzinfo=ZONE)))
        elif line.startswith("<"):
            steps[-1].answer.append(line[1:].strip())
        elif line.startswith("|"):
            steps[-1].told[-1].rest.append(line[2:])
        elif (match := _TOLD.fullmatch(line)) is not None:
            steps[-1].told.append(Line(match["day"], match["who"], match["first"]))
        else:
            who, _, text = line.partition(": ")
            if who not in USERIDS or not text:
                raise ValueError(f"{path.name}:{number}: {line}")
            steps.append(Step(number, who=who, text=text))
    return steps


async def live(shop: Company, path: Path) -> None:
    """Play the diary and compare every word of it."""
    for step in read_diary(path):
        where = f"{path.name}:{step.number}"
        if step.until is None:
            heard = settled(await shop.say(USERIDS[step.who], step.text))
            assert heard == step.answer, f"{where} {step.text}\n  hears    {heard}\n  expected {step.answer}"
        told = await play_until(shop, step.until or shop.clock.now().astimezone(ZONE))
        compare(where, step.told, told)


async def play_until(shop: Company, until: datetime) -> list[Told]:
    """Every day's ticks until then; what was told, by day and person."""
    heard: list[Told] = []
    now = shop.clock.now().astimezone(ZONE)
    moments = [
        datetime.combine(now.date() + timedelta(ahead), at, ZONE)
        for ahead in range((until.date() - now.date()).days + 1)
        for at in TICKS
    ]
    for moment in [*(one for one in moments if now < one < until), until]:
        await shop.clock.advance(max(moment - shop.clock.now(), timedelta()))
        await shop.service.scheduler.tick()
        shop.platform.sent.clear()
        while await shop.service.delivery.drain():
            continue
        day = moment.strftime("%m-%d")
        heard += sorted(
            (Told(day, NAMES[who], text) for who, text in shop.platform.sent),
            key=lambda told: (told.who, told.text),
        )
    return heard


def compare(where: str, expected: list[Line], told: list[Told]) -> None:
    left = list(told)
    for line in expected:
        place = next((at for at, one in enumerate(left) if line.fits(one)), None)
        assert place is not None, f"{where}: nobody was told {line}\n  but {shown(told)}"
        del left[place]
    forgotten = [one for one in left if not one.is_daily]
    assert not forgotten, f"{where}: also told\n{shown(forgotten)}"


def shown(told: list[Told]) -> str:
    """As the diary would have it."""
    return "\n".join(
        f"@{one.who} {one.day}: " + one.text.replace("\n", "\n| ").replace("| \n", "|\n") for one in told
    )


async def written(shop: Company, steps: list[Step]) -> str:
    """The diary as it is heard now; the same days and texts are shown as before."""
    parts = []
    for step in steps:
        if step.until is None:
            heard = settled(await shop.say(USERIDS[step.who], step.text))
            parts.append("\n".join([f"{step.who}: {step.text}", *(f"< {line}" for line in heard)]))
        else:
            parts.append(f"~ {step.until:%Y-%m-%d %H:%M}")
        told = await play_until(shop, step.until or shop.clock.now().astimezone(ZONE))
        parts[-1] += "".join("\n" + text for one in told for text in _kept(one, step.told))
    return "\n\n".join(parts) + "\n"


def _kept(told: Told, before: list[Line]) -> list[str]:
    """The lines of the diary for a message: none, its first, or all."""
    same = [line for line in before if (line.day, line.who, line.first) == (told.day, told.who, told.first)]
    if told.is_daily and not same:
        return []
    rest = settled(told.text)[1:] if any(line.rest for line in same) else []
    return [f"@{told.who} {told.day}: {told.first}", *(f"| {line}" for line in rest)]


async def _heard(steps: list[Step]) -> str:
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'diary.db'}"
        found(url)
        async with company(url, files=Path(name), digests=True) as shop:
            return await written(shop, steps)


def write_anew(path: Path) -> None:
    remarks = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("//")]
    heard = asyncio.run(_heard(read_diary(path)))
    path.write_text("\n".join([*remarks, "", heard]), encoding="utf-8")


if __name__ == "__main__":
    write_anew(Path(sys.argv[1]))
