"""The simulator speaks to this machine only, also when a page from elsewhere makes the browser ask (DNS rebinding)."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.requests import HTTPConnection

LOCAL = ("127.0.0.1", "localhost", "::1")


def local_only(connection: HTTPConnection) -> None:
    """403 unless client, Host and (where a browser sends one) Origin are this machine."""
    client = connection.client
    host = connection.headers.get("host", "")
    origin = connection.headers.get("origin")
    if client is None or client.host not in LOCAL or _hostname(f"//{host}") not in LOCAL:
        raise HTTPException(403)
    # Another page on this machine, on another port, is a stranger too.
    if origin is not None and (_hostname(origin) not in LOCAL or urlsplit(origin).netloc != host):
        raise HTTPException(403)


def _hostname(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
