"""Dated work, read top to bottom. A tick asks each whether it is due."""

from __future__ import annotations

from typing import Final

from bot.jobs import (
    address_book,
    approvals,
    collected,
    customer_friends,
    customer_tasks,
    dead_letters,
    digests,
    kf,
    lateness,
    letters,
    moving,
    outlooks,
    pictures,
    promises,
    provisions,
    receipts,
    reminders,
    reports,
    sheets,
    standing,
    statements,
    sweep,
    tasks,
    unbooked,
)

JOBS: Final = (
    pictures,
    sheets,
    reports,
    outlooks,
    moving,
    kf,
    collected,
    unbooked,
    receipts,
    standing,
    promises,
    lateness,
    provisions,
    digests,
    reminders,
    tasks,
    approvals,
    address_book,
    customer_friends,
    customer_tasks,
    letters,
    statements,
    dead_letters,
    sweep,
)
# What somebody waits for in the chat: looked at every few seconds.
AWAITED: Final = (reports, outlooks, moving)
