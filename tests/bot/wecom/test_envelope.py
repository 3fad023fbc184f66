import base64
from datetime import timedelta
from typing import Any

import pytest

from bot.simulator.sealing import open_json_reply, open_reply, seal_callback, seal_echo
from bot.wecom import envelope as gate
from bot.wecom.envelope import BadSignature, EnvelopeError, Keys, Malformed, Stale, TooLarge, WrongReceiver
from tests.bot.wecom import vectors
from tests.bot.wecom.gate import NONCE, TIMESTAMP, envelope, seal
from tests.bot.wecom.vectors import AES_KEY, NOW, OFFICIAL_ECHO, OFFICIAL_MESSAGE, RECEIVE_ID, TOKEN, Vector


def query(vector: Vector) -> dict[str, str]:
    return {"msg_signature": vector.signature, "timestamp": vector.timestamp, "nonce": vector.nonce}


def posted(sealed: str) -> bytes:
    return f"<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()


def signed(sealed: str) -> dict[str, Any]:
    """A callback whose signature is right, whatever is in it."""
    signature = seal().sign(timestamp=TIMESTAMP, nonce=NONCE, sealed=sealed)
    return {"msg_signature": signature, "timestamp": TIMESTAMP, "nonce": NONCE, "body": posted(sealed)}


def raw(plain: bytes) -> str:
    """Encrypted as it stands: no head, no padding."""
    encryptor = seal()._cipher().encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def test_the_official_address_check_is_answered_with_its_bare_text() -> None:
    answer = envelope().verify_url(**query(OFFICIAL_ECHO), echostr=OFFICIAL_ECHO.sealed)
    assert answer == b"1616140317555161061"


def test_a_plus_that_a_proxy_turned_into_a_space_is_understood() -> None:
    mangled = OFFICIAL_ECHO.sealed.replace("+", " ")
    assert " " in mangled
    assert envelope().verify_url(**query(OFFICIAL_ECHO), echostr=mangled) == b"1616140317555161061"


def test_the_official_message_is_opened() -> None:
    opened = envelope().open(**query(OFFICIAL_MESSAGE), body=posted(OFFICIAL_MESSAGE.sealed))
    assert opened.fields == vectors.OFFICIAL_FIELDS
    assert opened.body == OFFICIAL_MESSAGE.plain.encode()


def test_a_bot_message_is_opened_with_an_empty_receiveid() -> None:
    vector = vectors.DERIVED_BOT_JSON
    body = f'{{"encrypt":"{vector.sealed}"}}'.encode()
    opened = envelope("").open_json(**query(vector), body=body)
    assert opened.fields["text"] == {"content": "@记账 登记欠款 张三商行 1200"}
    assert opened.body == vector.plain.encode()


@pytest.mark.parametrize("vector", vectors.ALL)
def test_encryption_gives_every_vector_byte_for_byte(vector: Vector) -> None:
    sealing = envelope(vector.receive_id, random16=lambda: vector.random16.encode())
    sealed = sealing.seal(vector.plain.encode(), timestamp=TIMESTAMP, nonce=NONCE).decode()
    assert f"<Encrypt><![CDATA[{vector.sealed}]]></Encrypt>" in sealed


def test_the_signature_of_a_sealed_reply_is_that_of_the_vector() -> None:
    vector = vectors.DERIVED_REPLY
    sealing = envelope(random16=lambda: vector.random16.encode())
    sealed = sealing.seal(vector.plain.encode(), timestamp=vector.timestamp, nonce=vector.nonce)
    assert vector.signature.encode() in sealed


def test_a_bot_reply_has_the_names_that_a_bot_expects() -> None:
    sealed = envelope("").seal_json({"msgtype": "stream"}, timestamp=TIMESTAMP, nonce="n-1")
    assert open_json_reply(seal(""), sealed, nonce="n-1") == {"msgtype": "stream"}


def test_each_sealing_draws_new_randomness() -> None:
    first, second = (envelope().seal(b"<xml/>", timestamp=TIMESTAMP, nonce=NONCE) for _ in range(2))
    assert first != second


def test_a_wrong_signature_is_refused() -> None:
    wrong = query(OFFICIAL_MESSAGE) | {"msg_signature": vectors.BAD_SIGNATURE}
    with pytest.raises(BadSignature):
        envelope().open(**wrong, body=posted(OFFICIAL_MESSAGE.sealed))


@pytest.mark.parametrize("field", ["msg_signature", "nonce"])
@pytest.mark.parametrize("value", ["", "\ud800", "签名", "0" * 100_000])
def test_strange_query_values_are_a_bad_signature(field: str, value: str) -> None:
    with pytest.raises(BadSignature):
        envelope().open(**query(OFFICIAL_MESSAGE) | {field: value}, body=posted(OFFICIAL_MESSAGE.sealed))


def test_the_signature_is_checked_before_anything_is_decrypted() -> None:
    with pytest.raises(BadSignature):
        envelope().open(**query(OFFICIAL_MESSAGE), body=posted(vectors.TRUNCATED))


def test_a_changed_address_check_is_refused() -> None:
    with pytest.raises(BadSignature):
        envelope().verify_url(**query(OFFICIAL_ECHO), echostr=OFFICIAL_MESSAGE.sealed)


@pytest.mark.parametrize("drift", [-601, 601])
def test_a_timestamp_outside_ten_minutes_is_stale_even_with_a_good_signature(drift: int) -> None:
    late = envelope(now=NOW + timedelta(seconds=drift))
    with pytest.raises(Stale):
        late.open(**query(OFFICIAL_MESSAGE), body=posted(OFFICIAL_MESSAGE.sealed))


@pytest.mark.parametrize("drift", [-599, 599])
def test_a_timestamp_within_ten_minutes_is_fresh(drift: int) -> None:
    opened = envelope(now=NOW + timedelta(seconds=drift)).open(
        **query(OFFICIAL_MESSAGE), body=posted(OFFICIAL_MESSAGE.sealed)
    )
    assert opened.fields["Content"] == "hello"


def test_a_stale_address_check_is_refused() -> None:
    with pytest.raises(Stale):
        envelope(now=NOW + timedelta(days=1)).verify_url(**query(OFFICIAL_ECHO), echostr=OFFICIAL_ECHO.sealed)


@pytest.mark.parametrize(
    "timestamp", ["", "x", "-1", "14096598130", "１４０９６５９８１３", " 1409659813", "1e9"]
)
def test_a_timestamp_is_ten_ascii_digits(timestamp: str) -> None:
    wrong = query(OFFICIAL_MESSAGE) | {"timestamp": timestamp}
    with pytest.raises(Malformed):
        envelope().open(**wrong, body=posted(OFFICIAL_MESSAGE.sealed))


def test_digits_moved_from_the_nonce_into_the_timestamp_do_not_make_an_old_message_fresh() -> None:
    """The signature joins without separators: 1372623149|1409659813 also signs other cuts of the digits."""
    moved = query(OFFICIAL_MESSAGE) | {"nonce": "137262314", "timestamp": "91409659813"}
    with pytest.raises(Malformed):
        envelope().open(**moved, body=posted(OFFICIAL_MESSAGE.sealed))


@pytest.mark.parametrize("receive_id", [vectors.WRONG_RECEIVE_ID, "", RECEIVE_ID + "x", RECEIVE_ID[:-1]])
def test_a_message_for_someone_else_is_refused(receive_id: str) -> None:
    with pytest.raises(WrongReceiver):
        envelope(receive_id).open(**query(OFFICIAL_MESSAGE), body=posted(OFFICIAL_MESSAGE.sealed))


@pytest.mark.parametrize("method", ["open", "open_json"])
def test_a_body_over_the_cap_is_refused_unread(method: str) -> None:
    with pytest.raises(TooLarge):
        getattr(envelope(), method)(**query(OFFICIAL_MESSAGE), body=b"<" * (gate.MAX_BODY_BYTES + 1))


def test_an_echostr_over_the_cap_is_refused() -> None:
    with pytest.raises(TooLarge):
        envelope().verify_url(**query(OFFICIAL_ECHO), echostr="A" * (gate.MAX_BODY_BYTES + 1))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"hello",
        b"<xml>",
        b"<xml/>",
        b"<xml>text</xml>",
        b"<xml><Encrypt/></xml>" * 2,
        b"<html><Encrypt>AAAA</Encrypt></html>",
        b"<xml><Encrypt>AAAA</Encrypt><Encrypt>BBBB</Encrypt></xml>",
        b"<xml><Encrypt><b>AAAA</b></Encrypt></xml>",
        b'<?xml version="1.0" encoding="klingon"?><xml><Encrypt>AAAA</Encrypt></xml>',
        b"<!DOCTYPE xml><xml><Encrypt>AAAA</Encrypt></xml>",
        b'<!DOCTYPE xml [<!ENTITY a "aa">]><xml><Encrypt>&a;</Encrypt></xml>',
        b'<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>',
        b"<xml>" + b"<a>" * 100_000,
        b"<xml>" + b"<a/>" * 100_000 + b"</xml>",
    ],
)
def test_what_is_not_an_envelope_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        envelope().open(**query(OFFICIAL_MESSAGE), body=body)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"encrypt":1}', b'{"encrypt":"\\ud800"}', b"[" * 100_000, b"\xff", b"null"],
)
def test_what_is_not_a_bot_envelope_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        envelope("").open_json(**query(OFFICIAL_MESSAGE), body=body)


@pytest.mark.parametrize(
    ("sealed", "what"),
    [
        ("", "length"),
        ("!", "base64"),
        ("密", "base64"),
        ("AAA", "base64"),
        (base64.b64encode(b"x" * 31).decode(), "length"),
        (base64.b64encode(b"x" * 48).decode(), "length"),
        (raw(b"x" * 31 + b"\x00"), "padding"),
        (raw(b"x" * 31 + b"\x21"), "padding"),
        (raw(b"x" * 30 + b"\x03\x02"), "padding"),
        (raw(b"\x21" * 64), "padding"),
        (raw(b"\x20" * 32), "length of the message"),
        (raw(b"x" * 16 + b"\x0e" * 16), "length of the message"),
        (raw(b"x" * 16 + b"\xff\xff\xff\xff" + b"\x0c" * 12), "length of the message"),
    ],
)
def test_a_signed_cryptogram_that_is_none_is_malformed(sealed: str, what: str) -> None:
    with pytest.raises(Malformed, match=what):
        envelope().open(**signed(sealed))


@pytest.mark.parametrize(
    "inner",
    [b"", b"hello", b"<xml>\xff</xml>", b'<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>', b"<xml/>"],
)
def test_a_signed_message_that_cannot_be_read_is_malformed(inner: bytes) -> None:
    with pytest.raises(Malformed):
        envelope().open(**signed(seal().encrypt(inner)))


def test_a_control_character_that_someone_typed_does_not_lose_the_message() -> None:
    inner = "<xml><Content><![CDATA[张三\v欠款\x00 5200\ufffe]]></Content></xml>".encode()
    opened = envelope().open(**signed(seal().encrypt(inner)))
    assert opened.fields == {"Content": "张三欠款 5200"}
    assert opened.body == inner


def test_selected_items_and_options_are_lists_also_when_there_is_one() -> None:
    chosen = "<QuestionKey>q</QuestionKey><OptionIds><OptionId>o</OptionId></OptionIds>"
    inner = f"<xml><SelectedItems><SelectedItem>{chosen}</SelectedItem></SelectedItems></xml>".encode()
    fields = envelope().open(**signed(seal().encrypt(inner))).fields
    assert fields == {
        "SelectedItems": {"SelectedItem": [{"QuestionKey": "q", "OptionIds": {"OptionId": ["o"]}}]}
    }


def test_repeated_elements_are_lists_and_single_ones_are_not() -> None:
    fields = envelope().open(**signed(seal().encrypt(b"<xml><A>1</A><B>2</B><A>3</A></xml>"))).fields
    assert fields == {"A": ["1", "3"], "B": "2"}


def test_a_callback_of_the_simulator_is_opened_and_the_reply_read_back() -> None:
    inner = b"<xml><Content>hi</Content></xml>"
    request = seal_callback(seal(), inner, timestamp=TIMESTAMP, nonce=NONCE, agent_id="218")
    assert envelope().open(**request.query, body=request.body).body == inner
    reply = gate.text_reply(to_user="wang", from_corp=RECEIVE_ID, created=1, text="已登记")
    assert open_reply(seal(), envelope().seal(reply, timestamp=TIMESTAMP, nonce=NONCE)) == reply


def test_an_address_check_of_the_simulator_is_answered() -> None:
    request = seal_echo(seal(), b"12345", timestamp=TIMESTAMP, nonce=NONCE)
    assert envelope().verify_url(**request.query) == b"12345"


@pytest.mark.parametrize(
    ("token", "aes_key"),
    [("", AES_KEY), (TOKEN, ""), (TOKEN, AES_KEY[:-1]), (TOKEN, "*" * 43), (TOKEN, "密" * 43)],
)
def test_impossible_keys_are_refused_without_being_shown(token: str, aes_key: str) -> None:
    with pytest.raises(ValueError, match=r"Token|EncodingAESKey") as refusal:
        Keys(token=token, aes_key=aes_key, receive_id=RECEIVE_ID)
    assert not aes_key or aes_key not in str(refusal.value)


def test_keys_do_not_show_themselves() -> None:
    shown = repr(Keys(token=TOKEN, aes_key=AES_KEY, receive_id=RECEIVE_ID))
    assert TOKEN not in shown
    assert AES_KEY not in shown


def test_all_refusals_are_envelope_errors_and_say_a_sentence() -> None:
    for kind in (BadSignature, Stale, WrongReceiver, Malformed, TooLarge):
        assert issubclass(kind, EnvelopeError)
        assert str(kind()) == kind.sentence
    assert str(Malformed("base64")) == "the message cannot be read: base64"
