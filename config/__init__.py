"""Settings and shipped defaults."""

from __future__ import annotations

import os

# At its first model pydantic opens every installed package to look for plugins of its own: 30 ms of a short command.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
