import subprocess
import sys

import pytest

from bot.simulator.sealing import (
    Seal,
    open_json_reply,
    open_reply,
    seal_callback,
    seal_echo,
    seal_json_callback,
)
from tests.bot.wecom import vectors
from tests.bot.wecom.gate import NONCE, TIMESTAMP, envelope, seal
from tests.bot.wecom.vectors import AES_KEY, TOKEN, Vector


@pytest.mark.parametrize("vector", vectors.ALL)
def test_every_vector_is_decrypted(vector: Vector) -> None:
    assert seal(vector.receive_id).decrypt(vector.sealed) == vector.plain.encode()


@pytest.mark.parametrize("vector", vectors.ALL)
def test_every_vector_is_encrypted_byte_for_byte(vector: Vector) -> None:
    sealing = Seal(
        token=TOKEN, aes_key=AES_KEY, receive_id=vector.receive_id, random16=vector.random16.encode
    )
    assert sealing.encrypt(vector.plain.encode()) == vector.sealed


@pytest.mark.parametrize("vector", vectors.SIGNED)
def test_every_vector_is_signed(vector: Vector) -> None:
    signature = seal().sign(timestamp=vector.timestamp, nonce=vector.nonce, sealed=vector.sealed)
    assert signature == vector.signature


def test_a_callback_carries_query_agent_and_cryptogram() -> None:
    request = seal_callback(seal(), b"<xml/>", timestamp=TIMESTAMP, nonce=NONCE, agent_id="218")
    assert request.query.keys() == {"msg_signature", "timestamp", "nonce"}
    assert b"<AgentID><![CDATA[218]]></AgentID>" in request.body


def test_an_address_check_has_its_echo_in_the_query_and_no_body() -> None:
    request = seal_echo(seal(), b"777", timestamp=TIMESTAMP, nonce=NONCE)
    assert request.body == b""
    assert seal().decrypt(request.query["echostr"]) == b"777"


def test_a_bot_callback_is_readable_by_the_gate() -> None:
    request = seal_json_callback(seal(""), {"msgtype": "text"}, timestamp=TIMESTAMP, nonce=NONCE)
    assert envelope("").open_json(**request.query, body=request.body).fields == {"msgtype": "text"}


def test_an_empty_answer_only_acknowledges() -> None:
    assert open_reply(seal(), b"") == b""
    assert open_json_reply(seal(""), b"", nonce=NONCE) == {}


def test_a_reply_with_a_wrong_signature_is_not_accepted() -> None:
    reply = envelope().seal(b"<xml/>", timestamp=TIMESTAMP, nonce=NONCE)
    with pytest.raises(ValueError, match="signature"):
        open_reply(seal(), reply.replace(NONCE.encode(), b"1"))


def test_a_bot_reply_must_carry_the_nonce_of_the_callback() -> None:
    reply = envelope("").seal_json({}, timestamp=TIMESTAMP, nonce=NONCE)
    with pytest.raises(ValueError, match="nonce"):
        open_json_reply(seal(""), reply, nonce="other")


def test_a_bot_reply_with_a_wrong_signature_is_not_accepted() -> None:
    reply = envelope("").seal_json({}, timestamp=TIMESTAMP, nonce=NONCE)
    with pytest.raises(ValueError, match="signature"):
        open_json_reply(seal(""), reply.replace(TIMESTAMP.encode(), b"1409659814"), nonce=NONCE)


def test_a_reply_for_another_receiver_is_not_accepted() -> None:
    with pytest.raises(ValueError, match="receiveid"):
        seal().decrypt(seal("ww1").encrypt(b"<xml/>"))


def test_wrong_padding_is_not_accepted() -> None:
    other = Seal(token=TOKEN, aes_key="A" * 43, receive_id="")
    with pytest.raises(ValueError, match="padding"):
        seal().decrypt(other.encrypt(b"x" * 8))


def test_the_simulator_seals_without_the_gate_and_without_wechatpy() -> None:
    program = "import sys, bot.simulator.sealing; print([m for m in sys.modules if 'wec' in m])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
