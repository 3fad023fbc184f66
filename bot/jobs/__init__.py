"""Dated work, read top to bottom. A tick asks each whether it is due."""

from __future__ import annotations

from typing import Final

from bot.jobs import pictures, receipts, sweep, unbooked

JOBS: Final = (pictures, unbooked, receipts, sweep)
