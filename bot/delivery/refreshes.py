"""What completes rows just before they leave, by the name that their context carries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.delivery import digest, reminder
from bot.delivery.refresh import Refresh

REFRESHES: Final[Mapping[str, Refresh]] = MappingProxyType(
    {
        "digest": digest.refresh,
        "reminder": reminder.refresh,
        "reminder_change": reminder.refresh_change,
    }
)
