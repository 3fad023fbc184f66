"""Faults on order: what the interface answers next instead of what it would, how late, or not at all."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import Response


@dataclass
class Orders:
    """`errcodes` answer the next sends, one each; `delay` seconds hold back every answer; the answers of the next
    `resets` sends never leave, though they were done.
    """

    errcodes: deque[int] = field(default_factory=deque)
    delay: float = 0.0
    resets: int = 0

    async def carry_out(self, act: Callable[[], dict[str, Any]]) -> dict[str, Any] | Response:
        """Do `act` as it was ordered."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.errcodes:
            return {"errcode": self.errcodes.popleft(), "errmsg": "ordered"}
        answer = act()
        if self.resets:
            self.resets -= 1
            return Cut()
        return answer


class Cut(Response):
    """A response that promises a body and ends without one: the connection is closed."""

    def __init__(self) -> None:
        super().__init__(b"", headers={"content-length": "64"})
