"""How the collector of cyclic garbage is set while a process loads, and in one that serves."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 20_000  # objects; a message makes some thousands, and none of them lives on


class Settled:
    """What was loaded until now (modules, tables of sounds, names) is never looked through again.

    A collection that goes through all of it stops every message for 0.1 to 0.5 s.
    """

    async def start(self) -> None:
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, 20, 100)

    async def stop(self) -> None:
        gc.unfreeze()


@contextmanager
def loading() -> Iterator[None]:
    """What modules make stays: it is neither looked through while they load nor afterwards."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(YOUNG, 20, 100)
        gc.enable()
