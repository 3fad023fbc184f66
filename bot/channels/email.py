"""Letters to customers by e-mail (SMTP), over TLS only."""

from __future__ import annotations

import mimetypes
import ssl
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE_FORMAT
from email.utils import format_datetime, localtime, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPNotSupported, SMTPResponseException

from bot.channels.files import content_of
from bot.delivery.limits import HOUR, MINUTE, Quota, Rate
from bot.outgoing import Kind, Outgoing
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure

NAME = "email"
SECONDS = 20.0
AGAIN = 300  # seconds; greylisting lets a second try in after some minutes
PERMANENT = 500  # replies from here on are final (RFC 5321, 4.2.1)
SUBMISSION, SUBMISSION_TLS = 587, 465  # RFC 6409, RFC 8314
# What aiosmtplib raises where STARTTLS (the bare error) or a way to log in is missing.
_NOT_OFFERED = (SMTPException, SMTPNotSupported)
# Free mail servers take a few hundred a day; this keeps a run from looking like a flood.
RATES = (Rate(20, MINUTE), Rate(500, HOUR))


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server; without `implicit_tls` the connection is upgraded (STARTTLS) before anything is said."""

    host: str
    port: int
    implicit_tls: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> Server:
        """From smtp(s)://user:password@host:port, percent-encoded where a character needs it."""
        parts = urlsplit(url)
        implicit = parts.scheme == "smtps"
        return cls(
            host=parts.hostname or "",
            port=parts.port or (SUBMISSION_TLS if implicit else SUBMISSION),
            implicit_tls=implicit,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    @property
    def sender(self) -> str:
        """The address mail comes from where none is configured."""
        return self.user if "@" in self.user else f"{self.user or 'noreply'}@{self.host}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """`send` delivers one text to one address, with a file of the folder `files` where the message names one.

    `subject` is every letter's: a preview on a locked screen shows no sum.
    """

    server: Server
    sender: str
    subject: str
    company: str = ""
    tls: ssl.SSLContext | None = None
    files: Path = Path("data")
    duplicate_window = timedelta()
    text_bytes = 1_000_000
    markdown_bytes = 1_000_000
    is_here = True

    def signed(self, company: str) -> Email:
        """The same, as the company that the reader knows."""
        return replace(self, company=company)

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota(f"email:{self.server.host}", RATES),)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        if message.kind not in (Kind.TEXT, Kind.MARKDOWN, Kind.FILE):
            return Refused(errcode=None, reason=f"no {message.kind} goes by e-mail")
        attached = await content_of(self.files, message.path) if message.path else b""
        if attached is None:
            return Refused(errcode=None, reason="the file to be attached is gone")
        try:
            letter = self._letter(target, message.text)
            if attached:
                main, _, sub = (
                    mimetypes.guess_type(message.name)[0] or "application/octet-stream"
                ).partition("/")
                letter.add_attachment(attached, maintype=main, subtype=sub, filename=message.name)
        except (MessageError, ValueError, IndexError):
            return Refused(errcode=None, reason="the address is no e-mail address")
        smtp = self._smtp()
        try:
            return await self._open(smtp) or await self._handed(smtp, target, letter)
        finally:
            smtp.close()

    async def knock(self) -> Refused | Later | None:
        """Log in and leave; None when the server lets us in."""
        smtp = self._smtp()
        try:
            return await self._open(smtp)
        finally:
            smtp.close()

    def _smtp(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.server.host, port=self.server.port, timeout=SECONDS,
            use_tls=self.server.implicit_tls, start_tls=not self.server.implicit_tls, tls_context=self.tls,
        )  # fmt: skip

    def _letter(self, target: str, text: str) -> EmailMessage:
        letter = EmailMessage(policy=WIRE_FORMAT)
        letter["From"] = Address(display_name=self.company, addr_spec=self.sender)
        letter["To"] = Address(addr_spec=target)
        letter["Subject"] = f"{self.company} {self.subject}".strip()
        letter["Date"] = format_datetime(localtime())
        letter["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation notices in answer
        letter.set_content(text, cte="base64")
        return letter

    async def _open(self, smtp: aiosmtplib.SMTP) -> Refused | Later | None:
        """Connect, in TLS, and log in; nothing of a letter was said when this fails."""
        try:
            await smtp.connect()
            if self.server.user:
                await smtp.login(self.server.user, self.server.password)
        except SMTPAuthenticationError as error:
            return _answer(error, "the mail server refused the login", broken=True)
        except ssl.SSLError as error:
            reason = f"the mail server's certificate: {error.reason}"
            return Refused(errcode=None, reason=reason, channel_broken=True)
        except (SMTPException, OSError) as error:
            if isinstance(error.__cause__, ssl.SSLError):
                reason = f"the mail server's certificate: {error.__cause__.reason}"
                return Refused(errcode=None, reason=reason, channel_broken=True)
            if type(error) in _NOT_OFFERED:
                return Refused(
                    errcode=None, reason="the mail server offers no TLS or login", channel_broken=True
                )
            return Later(after=AGAIN, reason=f"no mail server ({type(error).__name__})")
        return None

    async def _handed(self, smtp: aiosmtplib.SMTP, target: str, letter: EmailMessage) -> SendOutcome:
        try:
            await smtp.mail(self.sender)
        except SMTPResponseException as error:
            return _answer(error, "the mail server refused the sender", broken=True)
        except (SMTPException, OSError) as error:
            return Later(after=AGAIN, reason=f"the mail server broke off ({type(error).__name__})")
        try:
            await smtp.rcpt(target)
        except SMTPResponseException as error:
            return _answer(error, "the address was refused")
        except (SMTPException, OSError) as error:
            return Later(after=AGAIN, reason=f"the mail server broke off ({type(error).__name__})")
        return await _said(smtp, letter)


async def _said(smtp: aiosmtplib.SMTP, letter: EmailMessage) -> SendOutcome:
    """The letter itself: a connection lost from here on leaves it open whether it was taken."""
    try:
        await smtp.data(letter.as_bytes())
    except SMTPResponseException as error:
        return _answer(error, "the mail server refused the letter")
    except (SMTPException, OSError) as error:
        return Unsure(reason=f"no answer of the mail server ({type(error).__name__})")
    return Sent(message_id=str(letter["Message-ID"]))


def _answer(error: SMTPResponseException, what: str, *, broken: bool = False) -> Refused | Later:
    reason = f"{what} ({error.code} {error.message})"
    if error.code >= PERMANENT:
        return Refused(errcode=None, reason=reason, channel_broken=broken)
    return Later(after=AGAIN, reason=reason)
