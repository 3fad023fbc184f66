"""Every check, read top to bottom; a new one is a file of this drawer with `NAME` and `check(patient)`."""

from __future__ import annotations

from typing import Final

from bot.doctor import app, books, bot, customers, limits, machine, office, robots

CHECKS: Final = (books, app, office, bot, robots, customers, limits, machine)
