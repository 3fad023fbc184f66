"""The ways to customers: does the mail server let us in, and may the app give tasks? Nobody gets a message."""

from __future__ import annotations

from typing import Final

from bot.channels.email import Email, Server
from bot.channels.sms_template import read_templates
from bot.channels.ways import is_complete
from bot.doctor.finding import Finding, Patient, ok, problem, warning
from bot.doctor.pages import page_of
from bot.wecom.client import App, Client
from bot.wecom.wire import Answer

NAME: Final = "customers"
NO_RIGHT: Final = frozenset({48001, 48002})
CONTACT: Final = (
    "console: 客户联系 → 客户 → API → 可调用接口的应用: add the app (QINGZHANG_WECOM__CUSTOMER_CONTACT)"
)
MAIL: Final = "QINGZHANG_SMTP__URL: smtp(s)://user:password@host:port; the password is often an 授权码"
SMS: Final = "QINGZHANG_SMS__URL and QINGZHANG_SMS__SECRET: both, or neither"
TENCENT: Final = "QINGZHANG_SMS__KEY, …__SECRET, …__APP_ID, …__SIGNATURE and …__TEMPLATES: all of them"
FORWARD: Final = "texts to pass on need no way; README, “Customers”, has those that go by themselves"


async def check(patient: Patient) -> list[Finding]:
    found = [*await _mail(patient), *_sms(patient), *await _tasks(patient)]
    return found or [
        warning(NAME, "no way to customers is configured: salespeople pass their texts on", FORWARD)
    ]


async def _mail(patient: Patient) -> list[Finding]:
    url = patient.settings.smtp.url
    if url is None:
        return []
    server = Server.of(url.get_secret_value())
    refused = await Email(server=server, sender=server.sender, subject="").knock()
    if refused is not None:
        return [problem(NAME, f"mail: {refused.reason}", MAIL)]
    return [ok(NAME, f"the mail server {server.host} lets us in")]


def _sms(patient: Patient) -> list[Finding]:
    sms = patient.settings.sms
    if sms.url is None and sms.secret is None:
        return []
    if not is_complete(sms):
        mend = TENCENT if sms.provider == "tencent" else SMS
        return [problem(NAME, "text messages: half of what the carrier needs is configured", mend)]
    if sms.templates is None:
        return [ok(NAME, "an SMS gateway is configured; it cannot be tried without a text to somebody")]
    try:
        templates = read_templates(sms.templates)
    except (OSError, KeyError, ValueError) as error:
        return [problem(NAME, f"text messages: the templates cannot be read: {error}", TENCENT)]
    return [ok(NAME, f"Tencent Cloud SMS with {len(templates)} templates; it cannot be tried without a text")]


async def _tasks(patient: Patient) -> list[Finding]:
    wecom = patient.settings.wecom
    if not wecom.customer_contact:
        return []
    if wecom.corp_id is None or wecom.agent_id is None or wecom.secret is None:
        return [problem(NAME, "tasks need the self-built app", CONTACT)]
    app = App(corp_id=wecom.corp_id, agent_id=wecom.agent_id, secret=wecom.secret.get_secret_value())
    client = Client(patient.http, app, base_url=wecom.api_base)
    called = await client.call("GET", "/cgi-bin/externalcontact/get_follow_user_list")
    if isinstance(called, Answer):
        people = called.fields.get("follow_user") or ()
        return [ok(NAME, f"the app may give tasks; {len(people)} colleagues have 客户联系")]
    mend = CONTACT if getattr(called, "errcode", None) in NO_RIGHT else page_of(called)
    return [problem(NAME, f"tasks: {called.reason}", mend)]
