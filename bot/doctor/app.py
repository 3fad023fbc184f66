"""The self-built app: its credentials, whether the platform lets this server in, and what it needs to hear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from bot.doctor.finding import Finding, Patient, ok, problem, warning
from bot.doctor.pages import APP, NETWORK, RECEIVING, RIGHTS, page_of
from bot.wecom.access_token import AccessToken
from bot.wecom.client import Client, app_of
from bot.wecom.wire import Answer

NAME: Final = "app"
SKEW: Final = timedelta(seconds=60)


async def check(patient: Patient) -> list[Finding]:
    app = app_of(patient.settings.wecom)
    if app is None:
        return [warning(NAME, "no self-built app is configured: nothing is pushed by it", APP)]
    client = Client(patient.http, app, base_url=patient.settings.wecom.api_base)
    token = await client.token()
    if not isinstance(token, AccessToken):
        return [problem(NAME, f"no access_token: {token.reason}", page_of(token))]
    found = [ok(NAME, "the corp id and the secret give an access_token"), _hearing(patient)]
    called = await client.call("GET", "/cgi-bin/agent/get", params={"agentid": str(app.agent_id)})
    if not isinstance(called, Answer):
        return [*found, problem(NAME, called.reason, page_of(called))]
    return [*found, *_agent(called), *_clocks(called, patient)]


def _hearing(patient: Patient) -> Finding:
    if patient.settings.wecom.may_receive:
        return ok(NAME, "Token and EncodingAESKey are set; the callback is /wecom/callback")
    return warning(NAME, "the app hears nobody: Token or EncodingAESKey is not set", RECEIVING)


def _agent(answer: Answer) -> list[Finding]:
    if answer.fields.get("close"):
        return [problem(NAME, "the app is switched off", RIGHTS)]
    return [ok(NAME, f"the app answers as {answer.fields.get('name', 'itself')}")]


def _clocks(answer: Answer, patient: Patient) -> list[Finding]:
    """Signatures, tokens and business days need a clock that is right."""
    said = answer.headers.get("date")
    if not said or patient.settings.now is not None:
        return []
    theirs = parsedate_to_datetime(said)
    skew = abs(datetime.now(UTC) - theirs.astimezone(UTC))
    if skew <= SKEW:
        return [ok("clock", "this machine's clock agrees with the platform's")]
    seconds = int(skew.total_seconds())
    return [problem("clock", f"this machine's clock is {seconds} s off", f"set it by NTP; {NETWORK}")]
