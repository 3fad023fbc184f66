"""Documents are made of the same office that imports fill."""

from __future__ import annotations

from tests.bot.imports.conftest import office

__all__ = ["office"]
