"""This machine: the font of pictures, the calendar's year, the disk, Redis."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.doctor.finding import Finding, Patient, ok, problem, warning
from bot.documents.picture import FONT
from config.calendar import load_calendar, published

NAME: Final = "machine"
FEWEST_BYTES: Final = 512 << 20
AHEAD: Final = timedelta(days=45)  # the notice of a year comes in November
REDIS_SECONDS: Final = 3.0


async def check(patient: Patient) -> list[Finding]:
    return [_font(), _calendar(patient), _disk(), *await _redis(patient)]


def _font() -> Finding:
    if FONT.is_file():
        return ok("font", f"{FONT.name} is there")
    return problem("font", "the font of pictures is not there", "take templates/fonts from the release again")


def _calendar(patient: Patient) -> Finding:
    day = (patient.clock.now() + AHEAD).astimezone(patient.settings.zone).date()
    if day.year in published(load_calendar()).announced:
        return ok("calendar", f"the holidays of {day.year} are known")
    return warning(
        "calendar",
        f"the holidays of {day.year} are not known: days are reckoned by the law alone",
        "upgrade, or write the year of the State Council's notice into config/calendar.toml",
    )


def _disk() -> Finding:
    free = shutil.disk_usage(Path()).free
    if free >= FEWEST_BYTES:
        return ok("disk", f"{free >> 30} GB are free")
    return problem("disk", f"only {free >> 20} MB are free", "make room: a full disk stops every booking")


async def _redis(patient: Patient) -> list[Finding]:
    url = patient.settings.redis_url
    if not url:
        if patient.settings.is_embedded:
            return []
        return [warning("redis", "none: every process counts the limits alone", "QINGZHANG_REDIS_URL")]
    try:
        async with asyncio.timeout(REDIS_SECONDS), Redis.from_url(url) as redis:
            await redis.ping()
    except (RedisError, OSError, TimeoutError) as error:
        reason = f"it does not answer ({type(error).__name__})"
        return [
            problem("redis", reason, "QINGZHANG_REDIS_URL; limits and tokens are kept in-process so long")
        ]
    return [ok("redis", "it answers")]
