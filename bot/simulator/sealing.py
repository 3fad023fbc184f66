"""Tencent's side of the envelope, written by hand from doc/91144.

Shares no code with the gate it talks to, so that one mistake cannot hide on both sides. Raises ValueError
for replies that Tencent would not accept.
"""

import base64
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from defusedxml.ElementTree import fromstring

PAD_TO: Final = 32


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What the console shows of an app (receive_id: the corp id) or an AI bot (receive_id "")."""

    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    receive_id: str
    random16: Callable[[], bytes] = field(default=lambda: os.urandom(16), repr=False)

    def encrypt(self, message: bytes) -> str:
        plain = self.random16() + len(message).to_bytes(4, "big") + message + self.receive_id.encode()
        missing = PAD_TO - len(plain) % PAD_TO
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(plain + bytes([missing]) * missing) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def decrypt(self, sealed: str) -> bytes:
        decryptor = self._cipher().decryptor()
        plain = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
        padding = plain[-plain[-1] :]
        if not 1 <= len(padding) <= PAD_TO or set(padding) != {len(padding)}:
            raise ValueError("the padding is wrong")
        content = plain[16 : -len(padding)]
        length = int.from_bytes(content[:4], "big")
        if content[4 + length :] != self.receive_id.encode():
            raise ValueError("the receiveid is wrong")
        return content[4 : 4 + length]

    def sign(self, *, timestamp: str, nonce: str, sealed: str) -> str:
        joined = "".join(sorted([self.token, timestamp, nonce, sealed]))
        return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()

    def _cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(self.aes_key + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


@dataclass(frozen=True, kw_only=True)
class Request:
    """A sealed callback: the query (not yet percent-encoded) and the body, which is b"" for a GET."""

    query: dict[str, str]
    body: bytes


def seal_echo(seal: Seal, echo: bytes, *, timestamp: str, nonce: str) -> Request:
    """The console's GET that proves the address (doc/90238); `echo` is the bare answer expected."""
    sealed = seal.encrypt(echo)
    return Request(query=_query(seal, timestamp, nonce, sealed) | {"echostr": sealed}, body=b"")


def seal_callback(seal: Seal, inner: bytes, *, timestamp: str, nonce: str, agent_id: str) -> Request:
    """The POST to a self-built app."""
    sealed = seal.encrypt(inner)
    body = (
        f"<xml><ToUserName><![CDATA[{seal.receive_id}]]></ToUserName>"
        f"<Encrypt><![CDATA[{sealed}]]></Encrypt><AgentID><![CDATA[{agent_id}]]></AgentID></xml>"
    )
    return Request(query=_query(seal, timestamp, nonce, sealed), body=body.encode())


def seal_json_callback(seal: Seal, inner: dict[str, Any], *, timestamp: str, nonce: str) -> Request:
    """The POST to an AI bot in callback mode (doc/101033)."""
    sealed = seal.encrypt(json.dumps(inner, ensure_ascii=False, separators=(",", ":")).encode())
    return Request(
        query=_query(seal, timestamp, nonce, sealed), body=json.dumps({"encrypt": sealed}).encode()
    )


def open_reply(seal: Seal, body: bytes) -> bytes:
    """The inner XML of a passive reply; b"" for the empty answer that only acknowledges."""
    if not body:
        return b""
    root = fromstring(body, forbid_dtd=True)
    sealed, signature, timestamp, nonce = (
        root.findtext(name) or "" for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
    )
    if signature != seal.sign(timestamp=timestamp, nonce=nonce, sealed=sealed):
        raise ValueError("the signature is wrong")
    return seal.decrypt(sealed)


def open_json_reply(seal: Seal, body: bytes, *, nonce: str) -> dict[str, Any]:
    """The inner JSON of a bot's reply, {} for the empty answer; its nonce must be the callback's."""
    if not body:
        return {}
    reply = json.loads(body)
    sealed, timestamp = reply["encrypt"], reply["timestamp"]
    if not isinstance(timestamp, int) or reply["nonce"] != nonce:
        raise ValueError("the timestamp is not a number or the nonce is not the callback's")
    if reply["msgsignature"] != seal.sign(timestamp=str(timestamp), nonce=nonce, sealed=sealed):
        raise ValueError("the signature is wrong")
    inner: dict[str, Any] = json.loads(seal.decrypt(sealed))
    return inner


def _query(seal: Seal, timestamp: str, nonce: str, sealed: str) -> dict[str, str]:
    signature = seal.sign(timestamp=timestamp, nonce=nonce, sealed=sealed)
    return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
