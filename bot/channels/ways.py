"""The ways to customers that the environment configures."""

from __future__ import annotations

import httpx

from bot.channels import customer_task, email, sms
from bot.channels.channel import Channel
from bot.channels.customer_task import CustomerTask
from bot.channels.email import Email, Server
from bot.channels.sms import Gateway, Sms
from bot.render import Renderer
from bot.wecom.client import Client
from bot.wecom.customer_contact import CustomerContact
from config.settings import Settings

SUBJECT = "letters/subject.txt"


def ways_to_customers(
    settings: Settings, http: httpx.AsyncClient, renderer: Renderer, client: Client | None
) -> dict[str, Channel]:
    """By the names that dunning.toml gives them."""
    found: dict[str, Channel] = {}
    if client is not None and settings.wecom.customer_contact:
        found[customer_task.NAME] = CustomerTask(CustomerContact(client))
    if settings.smtp.url is not None:
        server = Server.of(settings.smtp.url.get_secret_value())
        sender = settings.smtp.sender or server.sender
        found[email.NAME] = Email(server=server, sender=sender, subject=renderer.render(SUBJECT))
    if settings.sms.url is not None and settings.sms.secret is not None:
        gateway = Gateway(
            url=settings.sms.url,
            key=settings.sms.key or "",
            secret=settings.sms.secret.get_secret_value(),
            signature=settings.sms.signature or "",
        )
        found[sms.NAME] = Sms(http=http, gateway=gateway)
    return found


def configured(settings: Settings) -> frozenset[str]:
    """Their names alone."""
    is_there = {
        customer_task.NAME: settings.wecom.may_send and settings.wecom.customer_contact,
        email.NAME: settings.smtp.url is not None,
        sms.NAME: None not in (settings.sms.url, settings.sms.secret),
    }
    return frozenset(name for name, is_set in is_there.items() if is_set)
