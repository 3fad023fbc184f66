"""The hours in which no customer hears from us: 晚上9点以后不要打扰客户, 安静时间改成晚上9点到早上9点."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.tasks import CLOCK, hour_of

_NAMED = re.compile(r"^(?:把|将)?(?:安静|静音|静默|免打扰|勿扰|不打扰|休息)(?:的)?(?:时间|时段)?")
_LEFT_IN_PEACE = re.compile(
    r"(?:别|不要|不准|不许|不能|不得|勿|莫)(?:再)?(?:给|跟|对|向)?(?:客户|人家)?(?:们)?(?:再)?"
    r"(?:打扰|发|推|催|吵|联系)(?:了|消息|短信|提醒|信息)*(?:给)?(?:客户|人家)?(?:了|消息|短信|提醒)*[。 ]*$"
)
_AFTER = re.compile(r"\s*(?:钟)?(?:以后|之后|过后|后|起|开始)")
_BEFORE = re.compile(r"\s*(?:钟)?(?:以前|之前|前)")
# 客户王总说…, 有个客户要求…: what one customer wishes is no rule for all
_WISHED = re.compile(
    r"客户[^，,。 ]{0,4}(?:总|姐|哥|老板|[说讲让叫]|要求|希望|交代|交待|嘱咐|反映|反馈|投诉|嫌)|[那这有]个客户"
)
_BOSS_SAYS = re.compile(r"^(?:老板|领导|经理|公司|[一-龥]总)(?:刚|今天|早上)?(?:说|讲|交代|要求|规定|通知)")
SIGNS = "静免勿扰发推催"


def quiet(sight: Sight) -> Reading | None:
    """One record for each end of the night that is named."""
    heard = sight.has("say") and not _BOSS_SAYS.match(sight.text)
    if sight.mentions or is_question(sight) or heard or _WISHED.search(sight.text):
        return None
    named = _NAMED.match(sight.text) is not None
    if not named and not ("客户" in sight.text and _LEFT_IN_PEACE.search(sight.text)):
        return None
    clocks = list(CLOCK.finditer(sight.text))
    if not clocks or len(clocks) > 2:
        return None
    ends: list[tuple[str, str | None]]
    if len(clocks) == 2:
        ends = [("quiet_from", hour_of(clocks[0])), ("quiet_to", hour_of(clocks[1]))]
    elif _BEFORE.match(sight.text, clocks[0].end()):
        ends = [("quiet_to", hour_of(clocks[0]))]
    elif _AFTER.match(sight.text, clocks[0].end()):
        ends = [("quiet_from", hour_of(clocks[0]))]
    else:
        return None
    of_a_day = any(found.day is not None for found in sight.dates)
    if not named and (of_a_day or not all(_by_night(key, at) for key, at in ends)):
        return None  # 明天9点以后别催客户: of one day, no rule
    told_of = [_told(sight, key, at) for key, at in ends if at is not None]
    if len(told_of) < len(ends):
        return None
    records = tuple(record for reading in told_of for record in reading.records)
    return replace(told_of[0], records=records)


def _by_night(key: str, at: str | None) -> bool:
    return at is not None and (at >= "17:00" if key == "quiet_from" else at <= "12:00")


def _told(sight: Sight, key: str, at: str) -> Reading:
    extra: dict[str, Any] = {"key": key, "topic": "安静时间", "words": sight.text, "time": at}
    return told(sight, Intent.SETTING, extra=extra)
