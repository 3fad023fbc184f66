"""The ways to customers that the environment configures."""

from __future__ import annotations

import httpx

from bot.channels import email, sms
from bot.channels.channel import Channel
from bot.channels.email import Email, Server
from bot.channels.sms import Gateway, Sms
from bot.render import Renderer
from config.settings import Settings

SUBJECT = "letters/subject.txt"


def ways_to_customers(settings: Settings, http: httpx.AsyncClient, renderer: Renderer) -> dict[str, Channel]:
    """By the names that dunning.toml gives them."""
    found: dict[str, Channel] = {}
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
        email.NAME: settings.smtp.url is not None,
        sms.NAME: None not in (settings.sms.url, settings.sms.secret),
    }
    return frozenset(name for name, is_set in is_there.items() if is_set)
