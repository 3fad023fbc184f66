"""Letters by e-mail, over a real mail server that speaks TLS."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.channels.email import Email, Server
from bot.outgoing import Kind, Outgoing
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent

HOST = "127.0.0.1"
TEXT = "您好，老周。\n货款12,000.00元"


@dataclass
class Postbox:
    """What the server took; `says` answers the RCPT or the letter instead."""

    letters: list[bytes] = field(default_factory=list)
    rcpt: str = ""
    data: str = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data.startswith("2") and isinstance(envelope.content, bytes):
            self.letters.append(envelope.content)
        return self.data


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of its own for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "c.pem", folder / "k.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return public, private


def login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and data.password == b"p@ss"
    return AuthResult(success=is_right, handled=False)


@asynccontextmanager
async def mail_server(
    folder: Path, box: Postbox, *, implicit: bool = False, tls: bool = True
) -> AsyncIterator[Email]:
    """A server, and the way out that trusts its certificate."""
    public, private = certificate(folder)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(public, private)
    upgrade = theirs if tls and not implicit else None

    def protocol() -> SMTP:
        return SMTP(
            box, hostname=HOST, tls_context=upgrade, require_starttls=upgrade is not None, authenticator=login,
            auth_require_tls=False,
        )  # fmt: skip

    loop = asyncio.get_running_loop()
    listening = await loop.create_server(protocol, HOST, 0, ssl=theirs if implicit else None)
    port = listening.sockets[0].getsockname()[1]
    scheme = "smtps" if implicit else "smtp"
    server = Server.of(f"{scheme}://zhang%40heng.cn:p%40ss@{HOST}:{port}")
    ours = ssl.create_default_context(cafile=str(public))
    try:
        yield Email(server=server, sender=server.sender, subject="往来款项提示", company="恒达建材", tls=ours)
    finally:
        listening.close()


async def sent(email: Email, to: str = "liu@yong.cn", message: Outgoing | None = None) -> SendOutcome:
    return await email.send(to, message or Outgoing(text=TEXT))


@pytest.mark.parametrize("implicit", [True, False])
async def test_a_letter_arrives_as_it_was_written(tmp_path: Path, implicit: bool) -> None:
    box = Postbox()
    async with mail_server(tmp_path, box, implicit=implicit) as email:
        assert isinstance(await sent(email), Sent)
    letter = message_from_bytes(box.letters[0], policy=default)
    assert letter["From"] == "恒达建材 <zhang@heng.cn>"
    assert (letter["To"], letter["Subject"]) == ("liu@yong.cn", "恒达建材 往来款项提示")
    assert letter.get_content().replace("\r\n", "\n").strip() == TEXT


async def test_nothing_is_said_without_tls(tmp_path: Path) -> None:
    box = Postbox()
    async with mail_server(tmp_path, box, tls=False) as email:
        outcome = await sent(email)
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken
    assert box.letters == []


async def test_a_certificate_nobody_vouches_for_breaks_the_way(tmp_path: Path) -> None:
    async with mail_server(tmp_path, Postbox(), implicit=True) as email:
        strict = Email(server=email.server, sender=email.sender, subject="x")
        outcome = await sent(strict)
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken


async def test_a_wrong_password_breaks_the_way(tmp_path: Path) -> None:
    async with mail_server(tmp_path, Postbox()) as email:
        server = Server.of(f"smtp://zhang%40heng.cn:wrong@{HOST}:{email.server.port}")
        outcome = await sent(Email(server=server, sender=email.sender, subject="x", tls=email.tls))
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken
    assert "wrong" not in outcome.reason


@pytest.mark.parametrize(
    ("rcpt", "data", "kind"),
    [
        ("550 no such user", "250 OK", Refused),
        ("450 greylisted", "250 OK", Later),
        ("", "554 spam", Refused),
        ("", "451 busy", Later),
    ],
)
async def test_what_a_server_says_of_one_letter_is_of_that_letter(
    tmp_path: Path, rcpt: str, data: str, kind: type[SendOutcome]
) -> None:
    async with mail_server(tmp_path, Postbox(rcpt=rcpt, data=data)) as email:
        outcome = await sent(email)
    assert isinstance(outcome, kind)
    assert not getattr(outcome, "channel_broken", False)


async def test_a_server_that_is_away_is_tried_again(tmp_path: Path) -> None:
    async with mail_server(tmp_path, Postbox()) as email:
        pass
    assert isinstance(await sent(email), Later)


@pytest.mark.parametrize("to", ["a@b.cn\r\nBcc: all@b.cn", "刘@永.cn", "", "a b"])
async def test_an_address_that_is_none_is_refused_before_the_wire(tmp_path: Path, to: str) -> None:
    email = Email(server=Server.of("smtp://u:p@127.0.0.1:9"), sender="z@h.cn", subject="x")
    assert isinstance(await sent(email, to), Refused)


async def test_a_picture_is_no_letter() -> None:
    email = Email(server=Server.of("smtp://u:p@127.0.0.1:9"), sender="z@h.cn", subject="x")
    assert isinstance(await sent(email, message=Outgoing(kind=Kind.IMAGE, path="p")), Refused)
