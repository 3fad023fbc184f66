"""Values arrive whole and in order, however the bytes are cut."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from bot.backroom.frames import Frames
from bot.backroom.packing import packed, unpacked
from handlers.language.foretelling import foretell
from tests.handlers.language.circle import INDEX, NOW
from tests.handlers.language.test_waking import messages


class Taken:
    """What is written, instead of a socket."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> None:
        self.data += data


@pytest.mark.parametrize("step", [1, 3, 7, 1_000])
def test_cut_anywhere(step: int) -> None:
    taken, heard = Taken(), list[Any]()
    sender, hearer = Frames(print, print), Frames(heard.append, print)
    sender.connection_made(taken)  # type: ignore[arg-type]
    for value in ("永盛", 12_000, ("a", None)):
        sender.send(value)
    for at in range(0, len(taken.data), step):
        hearer.data_received(taken.data[at : at + step])
    assert heard == ["永盛", 12_000, ("a", None)]


async def test_the_end_of_one_is_told_to_the_other() -> None:
    ours, theirs = socket.socketpair()
    over = asyncio.Event()
    frames = Frames(print, over.set)
    await asyncio.get_running_loop().create_connection(lambda: frames, sock=ours)
    theirs.close()
    await over.wait()
    with pytest.raises(ConnectionError):
        frames.send("nobody is there")


def test_whatever_is_foretold_can_travel() -> None:
    for text in dict.fromkeys(messages()):
        foretold = foretell(text, now=NOW, role="sales", index=INDEX)
        assert unpacked(packed(foretold)) == foretold
