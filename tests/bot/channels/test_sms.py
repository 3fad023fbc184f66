"""Texts to phones, over the wire of a gateway that checks the signature."""

from __future__ import annotations

import hashlib
import hmac
import json

import httpx
import pytest

from bot.channels.sms import Gateway, Sms
from bot.outgoing import Kind, Outgoing
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure

GATEWAY = Gateway(url="https://sms.test/send", key="heng", secret="s3cret", signature="恒达建材")
PHONE = "13800000000"


class Carrier:
    """A gateway that sends only what is signed."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.taken: list[dict[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        stamp = request.headers["X-Timestamp"].encode()
        right = hmac.new(b"s3cret", stamp + b"\n" + request.content, hashlib.sha256).hexdigest()
        if request.headers["X-Signature"] != right:
            return httpx.Response(401)
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.taken.append(json.loads(request.content))
        return httpx.Response(status, json={"id": "sms-1"})


def sms(carrier: object, gateway: Gateway = GATEWAY) -> Sms:
    http = httpx.AsyncClient(transport=httpx.MockTransport(carrier))  # type: ignore[arg-type]
    return Sms(http=http, gateway=gateway, now=lambda: 1_780_000_000.0)


async def test_a_text_goes_signed_and_under_the_companys_name() -> None:
    carrier = Carrier()
    assert await sms(carrier).send(PHONE, Outgoing(text="货款12,000.00元")) == Sent(message_id="sms-1")
    (taken,) = carrier.taken
    assert (taken["account"], taken["phone"]) == ("heng", PHONE)
    assert taken["text"] == "【恒达建材】货款12,000.00元"


async def test_the_same_text_to_the_same_phone_has_the_same_id() -> None:
    carrier = Carrier()
    for text in ("一", "一", "二"):
        await sms(carrier).send(PHONE, Outgoing(text=text))
    ids = [taken["id"] for taken in carrier.taken]
    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)


async def test_a_wrong_secret_breaks_the_way() -> None:
    outcome = await sms(Carrier(), Gateway(url=GATEWAY.url, secret="other")).send(PHONE, Outgoing(text="一"))
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken


@pytest.mark.parametrize(("status", "kind"), [(429, Later), (503, Later), (500, Unsure), (422, Refused)])
async def test_what_the_gateway_says_is_not_guessed(status: int, kind: type[SendOutcome]) -> None:
    outcome = await sms(Carrier(status)).send(PHONE, Outgoing(text="一"))
    assert isinstance(outcome, kind)
    assert not getattr(outcome, "channel_broken", False)


@pytest.mark.parametrize(
    ("error", "kind"),
    [(httpx.ReadTimeout, Unsure), (httpx.ConnectError, Later), (httpx.ConnectTimeout, Later)],
)
async def test_a_text_that_may_have_left_is_not_sent_again(
    error: type[httpx.TransportError], kind: type[SendOutcome]
) -> None:
    def cut(request: httpx.Request) -> httpx.Response:
        raise error("cut", request=request)

    assert isinstance(await sms(cut).send(PHONE, Outgoing(text="一")), kind)


async def test_a_picture_is_no_text_message() -> None:
    assert isinstance(await sms(Carrier()).send(PHONE, Outgoing(kind=Kind.IMAGE, path="p")), Refused)
