"""The sealed envelope around every WeCom callback (doc/91144) and the only importer of wechatpy.

wechatpy's AES and padding are used as they are. Around them stands what it lacks (1.8.18): a constant-time
comparison, a window on the timestamp, a size cap, checks of padding and lengths, a CSPRNG, one kind of error.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson
from wechatpy.enterprise.crypto import PrpCrypto

from bot.wecom.markup import Node, NotReadable, cdata, read_xml
from bot.wecom.markup import legal as legal_text

MAX_BODY_BYTES: Final = 1_048_576
# Tencent resends within 15 s (doc/90238); the rest is for clocks that drift.
WINDOW_SECONDS: Final = 600
# What Tencent sends, to the letter: nothing in it needs a parser, and anything else gets one.
_PLAIN_OUTER = re.compile(
    rb"<xml>\s*(?:<(ToUserName|AgentID)><!\[CDATA\[[^\]<>&]*\]\]></\1>\s*)*"
    rb"<Encrypt><!\[CDATA\[([A-Za-z0-9+/=]+)\]\]></Encrypt>\s*"
    rb"(?:<(ToUserName|AgentID)><!\[CDATA\[[^\]<>&]*\]\]></\3>\s*)*</xml>\s*"
)
_BLOCK = 32  # PKCS7 over 32 bytes, not the 16 of AES (doc/91144)
_HEAD = 20  # 16 random bytes and the length of the message
# Exactly ten digits: the signature joins its parts without a separator, so a looser pattern would let
# digits of the nonce be moved into a timestamp that looks fresh.
_TIMESTAMP = re.compile(r"[0-9]{10}")


# EnvelopeError
# ├── BadSignature
# ├── Stale
# ├── WrongReceiver
# ├── Malformed       (carries what could not be read)
# └── TooLarge
class EnvelopeError(Exception):
    """What arrived is not a sealed message for us; never answered with a reason."""

    sentence = "the envelope cannot be opened"

    def __init__(self, what: str = "") -> None:
        super().__init__(f"{self.sentence}: {what}" if what else self.sentence)
        self.what = what


class BadSignature(EnvelopeError):
    sentence = "the signature does not fit"


class Stale(EnvelopeError):
    sentence = "the timestamp lies outside the window"


class WrongReceiver(EnvelopeError):
    sentence = "the message is sealed for someone else"


class Malformed(EnvelopeError):
    sentence = "the message cannot be read"


class TooLarge(EnvelopeError):
    sentence = "the message is larger than any that WeCom sends"


@dataclass(frozen=True, kw_only=True)
class Keys:
    """Token, EncodingAESKey (43 characters) and receiveid: the corp id, or "" for an AI bot.

    Raises ValueError without showing the key.
    """

    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    receive_id: str

    def __post_init__(self) -> None:
        if not self.token:
            raise ValueError("the callback Token is empty")
        if len(self.aes_key) != 43 or len(self.raw_aes_key) != 32:
            raise ValueError("the EncodingAESKey is not 43 letters and digits")

    @property
    def raw_aes_key(self) -> bytes:
        # The 43rd character carries four bits only; CPython ignores the other two, as Tencent does.
        try:
            return base64.b64decode(self.aes_key + "=", validate=True)
        except ValueError:  # binascii.Error is one
            return b""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A verified callback. Only `fields` may be trusted: the outer ToUserName and AgentID are not signed."""

    fields: dict[str, Node]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class OpenedJson:
    """A verified callback of an AI bot."""

    fields: dict[str, Any]
    body: bytes


class Envelope:
    """Opens and seals for one app or bot. `now` gives aware instants; the window is in seconds, both ways.

    A replay inside the window is not noticed here: the inbox key is what makes it harmless.
    """

    def __init__(
        self,
        keys: Keys,
        now: Callable[[], datetime],
        *,
        window: int = WINDOW_SECONDS,
        random16: Callable[[], bytes] = lambda: secrets.token_bytes(16),
    ) -> None:
        self._token = keys.token.encode()
        self._receive_id = keys.receive_id.encode()
        self._now = now
        self._window = window
        self._crypto = PrpCrypto(keys.raw_aes_key)
        self._crypto.get_random_string = random16  # its own draws from `random`, which can be foretold

    def verify_url(self, *, msg_signature: str, timestamp: str, nonce: str, echostr: str) -> bytes:
        """The bare text that answers the console's GET (within 1 s, doc/90238). Raises EnvelopeError."""
        # Some proxies decode the + of base64 twice, into a space.
        return self._unseal(echostr.replace(" ", "+"), msg_signature, timestamp, nonce)

    def open(self, *, msg_signature: str, timestamp: str, nonce: str, body: bytes) -> Opened:
        """The decrypted callback of a self-built app. Raises EnvelopeError and nothing else."""
        self._refuse_cheaply(timestamp, len(body))
        plain = self._unseal(_encrypt_of(body), msg_signature, timestamp, nonce)
        # Phones pass control characters on (vertical tabs out of Word); Tencent puts them into CDATA raw.
        return Opened(fields=_fields(legal_text(_text(plain))), body=plain)

    def open_json(self, *, msg_signature: str, timestamp: str, nonce: str, body: bytes) -> OpenedJson:
        """The decrypted callback of an AI bot (doc/101033). Raises EnvelopeError and nothing else."""
        self._refuse_cheaply(timestamp, len(body))
        sealed = _sealed(_json_object(body).get("encrypt"))
        plain = self._unseal(sealed, msg_signature, timestamp, nonce)
        return OpenedJson(fields=_json_object(plain), body=plain)

    def seal(self, reply_xml: bytes, *, timestamp: str, nonce: str) -> bytes:
        """The reply as XML for the HTTP response; the callback's nonce may be used again."""
        nonce = legal_text(nonce)
        encrypt, signature = self._encrypt(reply_xml, timestamp, nonce)
        return (
            f"<xml><Encrypt>{cdata(encrypt)}</Encrypt><MsgSignature>{cdata(signature)}</MsgSignature>"
            f"<TimeStamp>{int(timestamp)}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
        ).encode()

    def seal_json(self, reply: dict[str, Any], *, timestamp: str, nonce: str) -> bytes:
        """The reply of an AI bot: lower-case names, and the nonce must be the callback's (doc/101033)."""
        encrypt, signature = self._encrypt(orjson.dumps(reply), timestamp, nonce)
        sealed = {"encrypt": encrypt, "msgsignature": signature, "timestamp": int(timestamp), "nonce": nonce}
        return orjson.dumps(sealed)

    def _refuse_cheaply(self, timestamp: str, size: int) -> None:
        if size > MAX_BODY_BYTES:
            raise TooLarge(f"{size} bytes")
        if not _TIMESTAMP.fullmatch(timestamp):
            raise Malformed("timestamp")
        if abs(int(timestamp) - self._now().timestamp()) > self._window:
            raise Stale(timestamp)

    def _unseal(self, encrypt: str, msg_signature: str, timestamp: str, nonce: str) -> bytes:
        self._refuse_cheaply(timestamp, len(encrypt))
        if not hmac.compare_digest(self._sign(timestamp, nonce, encrypt), _octets(msg_signature)):
            raise BadSignature
        return self._message_in(self._decrypt(encrypt))

    def _sign(self, timestamp: str, nonce: str, encrypt: str) -> bytes:
        parts = sorted((self._token, _octets(timestamp), _octets(nonce), _octets(encrypt)))
        # SHA-1 is Tencent's choice.
        return hashlib.sha1(b"".join(parts), usedforsecurity=False).hexdigest().encode()

    def _encrypt(self, plain: bytes, timestamp: str, nonce: str) -> tuple[str, str]:
        encrypt: str = self._crypto.encrypt(plain, self._receive_id).decode()
        return encrypt, self._sign(timestamp, nonce, encrypt).decode()

    def _decrypt(self, encrypt: str) -> bytes:
        try:
            ciphertext = base64.b64decode(_octets(encrypt), validate=True)
        except binascii.Error:
            raise Malformed("base64") from None
        if not ciphertext or len(ciphertext) % _BLOCK:
            raise Malformed("length of the ciphertext")
        plain: bytes = self._crypto.cipher.decrypt(ciphertext)
        pad = plain[-1]
        if not 1 <= pad <= _BLOCK or not plain.endswith(bytes([pad]) * pad):
            raise Malformed("padding")
        return plain[:-pad]

    def _message_in(self, plain: bytes) -> bytes:
        end = _HEAD + int.from_bytes(plain[16:_HEAD], "big")
        if end > len(plain):  # so too where the head itself is cut
            raise Malformed("length of the message")
        if not hmac.compare_digest(plain[end:], self._receive_id):
            raise WrongReceiver
        return plain[_HEAD:end]


def text_reply(*, to_user: str, from_corp: str, created: int, text: str) -> bytes:
    """Inner XML of a passive text reply; `created` in Unix seconds. No text can leave its element.

    The platform cuts beyond limits.APP_TEXT bytes (doc/90241): split or shorten before.
    """
    return (
        f"<xml><ToUserName>{cdata(to_user)}</ToUserName><FromUserName>{cdata(from_corp)}</FromUserName>"
        f"<CreateTime>{int(created)}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{cdata(text)}</Content></xml>"
    ).encode()


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(plain: bytes) -> str:
    try:
        return plain.decode()
    except UnicodeDecodeError:
        raise Malformed("UTF-8") from None


def _fields(document: str | bytes) -> dict[str, Node]:
    try:
        return read_xml(document)
    except NotReadable as error:
        raise Malformed(str(error)) from None


def _encrypt_of(body: bytes) -> str:
    plain = _PLAIN_OUTER.fullmatch(body)
    return plain[2].decode() if plain else _sealed(_fields(body).get("Encrypt"))


def _sealed(encrypt: object) -> str:
    if not isinstance(encrypt, str):
        raise Malformed("Encrypt")
    return encrypt.strip()


def _json_object(document: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(document)
    except orjson.JSONDecodeError:
        raise Malformed("JSON") from None
    if not isinstance(value, dict):
        raise Malformed("JSON object")
    return value
