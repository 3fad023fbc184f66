"""The keys and the two sides of the gate that these tests share."""

from collections.abc import Callable
from datetime import datetime

from bot.simulator.sealing import Seal
from bot.wecom.envelope import Envelope, Keys
from tests.bot.wecom.vectors import AES_KEY, NOW, RECEIVE_ID, TOKEN

TIMESTAMP = str(int(NOW.timestamp()))
NONCE = "1372623149"


def envelope(
    receive_id: str = RECEIVE_ID, *, now: datetime = NOW, random16: Callable[[], bytes] | None = None
) -> Envelope:
    keys = Keys(token=TOKEN, aes_key=AES_KEY, receive_id=receive_id)
    if random16 is None:
        return Envelope(keys, lambda: now)
    return Envelope(keys, lambda: now, random16=random16)


def seal(receive_id: str = RECEIVE_ID) -> Seal:
    return Seal(token=TOKEN, aes_key=AES_KEY, receive_id=receive_id)
