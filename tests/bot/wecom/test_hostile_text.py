"""Whatever people type or attackers send: no text leaves its tag, no bytes raise errors of their own."""

from contextlib import suppress
from typing import Any

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.sealing import open_json_reply, open_reply, seal_callback, seal_json_callback
from bot.wecom.envelope import EnvelopeError, text_reply
from bot.wecom.markup import cdata, legal
from tests.bot.wecom.gate import NONCE, TIMESTAMP, envelope, seal
from tests.bot.wecom.vectors import RECEIVE_ID

FRAGMENTS = st.sampled_from(
    [
        "]]>",
        "]]",
        ">",
        "<![CDATA[",
        "</Content>",
        "<MsgType>news</MsgType>",
        "&amp;",
        "&#0;",
        "\x00",
        "\x0b",
        "\ufffe",
        "\ud800",
        "👨‍👩‍👧",
        "🇨🇳",
        "张三",
        "￥1,200",
        "\r\n",
        "\t",
        "\u2028",
        "{{",
        "**",
    ]
)
HOSTILE = st.lists(FRAGMENTS | st.text(max_size=5) | st.characters(), max_size=20).map("".join)
JSON_TEXT = HOSTILE.filter(lambda text: not any("\ud800" <= character <= "\udfff" for character in text))


def as_read(text: str) -> str:
    """XML 1.0 §2.11: every line end is read as a newline."""
    return legal(text).replace("\r\n", "\n").replace("\r", "\n")


def sealed_message(content: str) -> dict[str, Any]:
    inner = f"<xml><Content>{cdata(content)}</Content></xml>".encode()
    request = seal_callback(seal(), inner, timestamp=TIMESTAMP, nonce=NONCE, agent_id="1")
    return {**request.query, "body": request.body}


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_leaves_its_element_in_a_reply(text: str, to_user: str, from_corp: str) -> None:
    reply = fromstring(text_reply(to_user=to_user, from_corp=from_corp, created=1, text=text))
    assert [child.tag for child in reply] == [
        "ToUserName",
        "FromUserName",
        "CreateTime",
        "MsgType",
        "Content",
    ]
    assert (reply.findtext("Content"), reply.findtext("MsgType")) == (as_read(text), "text")
    assert reply.findtext("ToUserName") == as_read(to_user)


@given(HOSTILE)
def test_what_was_typed_is_what_is_opened(text: str) -> None:
    assert envelope().open(**sealed_message(text)).fields == {"Content": as_read(text)}


@given(HOSTILE, JSON_TEXT.map(as_read))
def test_a_sealed_reply_reaches_the_other_side_whole(text: str, nonce: str) -> None:
    reply = text_reply(to_user="wang", from_corp=RECEIVE_ID, created=1, text=text)
    assert open_reply(seal(), envelope().seal(reply, timestamp=TIMESTAMP, nonce=nonce)) == reply


@given(JSON_TEXT, JSON_TEXT)
def test_a_bot_hears_and_answers_any_text(text: str, nonce: str) -> None:
    request = seal_json_callback(seal(""), {"text": text}, timestamp=TIMESTAMP, nonce=nonce)
    assert envelope("").open_json(**request.query, body=request.body).fields == {"text": text}
    reply = envelope("").seal_json({"content": text}, timestamp=TIMESTAMP, nonce=nonce)
    assert open_json_reply(seal(""), reply, nonce=nonce) == {"content": text}


@given(st.binary(max_size=200))
def test_any_signed_plaintext_opens_or_is_refused(plain: bytes) -> None:
    sealed = seal().encrypt(plain)
    signature = seal().sign(timestamp=TIMESTAMP, nonce=NONCE, sealed=sealed)
    body = f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()
    with suppress(EnvelopeError):
        envelope().open(msg_signature=signature, timestamp=TIMESTAMP, nonce=NONCE, body=body)


@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_request_is_refused_in_one_way(body: bytes, signature: str, timestamp: str, nonce: str) -> None:
    for opening in (envelope().open, envelope().open_json):
        with suppress(EnvelopeError):
            opening(msg_signature=signature, timestamp=timestamp, nonce=nonce, body=body)
