"""Dated work, read top to bottom. A tick asks each whether it is due."""

from __future__ import annotations

from typing import Final

from bot.jobs import dead_letters, digests, pictures, receipts, reminders, sweep, unbooked

JOBS: Final = (pictures, unbooked, receipts, digests, reminders, dead_letters, sweep)
