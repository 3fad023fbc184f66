"""The ways to customers that the environment configures."""

from __future__ import annotations

from pathlib import Path

import httpx

from bot.channels import customer_task, email, sms
from bot.channels.channel import Channel
from bot.channels.customer_task import CustomerTask
from bot.channels.email import Email, Server
from bot.channels.sms import Gateway, Sms
from bot.channels.sms_template import Approved, read_templates
from bot.channels.sms_tencent import URL, Account, TencentSms
from bot.render import Renderer
from bot.wecom.client import Client
from bot.wecom.customer_contact import CustomerContact
from config.connections import Sms as SmsSettings
from config.problems import InvalidSettings
from config.settings import PREFIX, Settings

SUBJECT = "letters/subject.txt"


def ways_to_customers(
    settings: Settings,
    http: httpx.AsyncClient,
    renderer: Renderer,
    client: Client | None,
    files: Path = Path("data"),
) -> dict[str, Channel]:
    """By the names that dunning.toml gives them."""
    found: dict[str, Channel] = {}
    if client is not None and settings.wecom.customer_contact:
        found[customer_task.NAME] = CustomerTask(CustomerContact(client), files)
    if settings.smtp.url is not None:
        server = Server.of(settings.smtp.url.get_secret_value())
        sender = settings.smtp.sender or server.sender
        found[email.NAME] = Email(server=server, sender=sender, subject=renderer.render(SUBJECT), files=files)
    texts = _texts(settings, http)
    if texts is not None:
        found[sms.NAME] = texts
    return found


def _texts(settings: Settings, http: httpx.AsyncClient) -> Channel | None:
    """The carrier of text messages; None while a part of what it needs is missing. Raises InvalidSettings."""
    asked = settings.sms
    if not is_complete(asked) or asked.secret is None:
        return None
    if asked.provider == "tencent":
        account = Account(
            secret_id=asked.key or "",
            secret_key=asked.secret.get_secret_value(),
            app_id=asked.app_id or "",
            sign_name=asked.signature or "",
            templates=_templates(asked.templates) if asked.templates else (),
            url=asked.url or URL,
        )
        return TencentSms(http=http, account=account)
    gateway = Gateway(
        url=asked.url or "",
        key=asked.key or "",
        secret=asked.secret.get_secret_value(),
        signature=asked.signature or "",
    )
    return Sms(http=http, gateway=gateway)


def _templates(path: Path) -> tuple[Approved, ...]:
    try:
        return read_templates(path)
    except (OSError, KeyError, ValueError) as error:
        raise InvalidSettings(
            (f"{PREFIX}SMS__TEMPLATES is {str(path)!r}, which cannot be read: {error}",)
        ) from None


def is_complete(asked: SmsSettings) -> bool:
    """Is everything there that this carrier needs?"""
    if asked.provider == "tencent":
        return None not in (asked.key, asked.secret, asked.app_id, asked.signature, asked.templates)
    return None not in (asked.url, asked.secret)


def configured(settings: Settings) -> frozenset[str]:
    """Their names alone."""
    is_there = {
        customer_task.NAME: settings.wecom.may_send and settings.wecom.customer_contact,
        email.NAME: settings.smtp.url is not None,
        sms.NAME: is_complete(settings.sms),
    }
    return frozenset(name for name, is_set in is_there.items() if is_set)
