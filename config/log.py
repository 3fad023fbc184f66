"""Logs: lines for people on a terminal, JSON elsewhere; no secret, phone, message text or amount in them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

WITHHELD = "[withheld]"

# Names under which a secret, or something said in confidence, would be logged. `reason` is what a person
# gave; a program says `cause`.
CONFIDENTIAL = re.compile(
    r"secret|password|passwd|token|aes_key|authorization|cookie|webhook|encrypt"
    r"|^(text|content|body|message|reply|note|reason|payer|address|e?mail|key)$"
    r"|_text$|amount|balance|outstanding|principal|credit_limit|_fen$"
)
PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
CREDENTIALS = re.compile(r"(://)[^/\s:@]*:[^/\s@]+@")
MAIL = re.compile(r"(?<![\w.+-])([\w+-])[\w.+-]*@(?=[\w-]+\.[\w.-])")
# What PostgreSQL adds to an error quotes the row: names, amounts, words.
ROW_QUOTED = re.compile(r"^((?:DETAIL|CONTEXT):).*$", re.MULTILINE)
QUERY_SECRET = re.compile(
    r"\b((?:access_token|corpsecret|secret|key|token|code|response_code|signature|msg_signature)=)[^&\s\"']+"
)
# httpx logs whole addresses at INFO, the token in their query; uvicorn's own access log is off for the same.
# alembic tells of every plug-in it loads and every step: `migrate` says in one line what came of it.
QUIET = ("httpx", "httpcore", "apscheduler", "uvicorn.access", "alembic")


def hide_in_text(text: str) -> str:
    """Return `text` with mobile numbers as 138****1234, mail addresses as l***@qq.com, and passwords, tokens and the
    rows that a database quotes as ***."""
    text = PHONE.sub(r"\1****\2", text)
    text = CREDENTIALS.sub(r"\1***@", text)
    text = MAIL.sub(r"\1***@", text)
    text = ROW_QUOTED.sub(r"\1 ***", text)
    return QUERY_SECRET.sub(r"\1***", text)


def hide(value: object) -> object:
    if isinstance(value, str):
        return hide_in_text(value)
    if isinstance(value, Mapping):
        return {key: WITHHELD if is_confidential(key) else hide(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [hide(inner) for inner in value]
    if value is None or isinstance(value, bool | float):
        return value
    hidden = hide_in_text(str(value))  # an int may be a phone, an object may print its insides
    return value if isinstance(value, int) and hidden == str(value) else hidden


def is_confidential(name: object) -> bool:
    return bool(CONFIDENTIAL.search(str(name).lower()))


def redact(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """A structlog processor; it stands last before the renderer, so tracebacks pass through it too."""
    return {name: WITHHELD if is_confidential(name) else hide(value) for name, value in event.items()}


def before_rendering() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]


def configure(*, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send structlog and the standard library's logging to `stream` (default stderr) in one form.

    Called by `bot/wiring.py` and by nothing at import. Calling it again replaces what was there.
    """
    stream = stream or sys.stderr
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=True, exception_formatter=structlog.dev.plain_traceback)
        if stream.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*before_rendering(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before_rendering(),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
