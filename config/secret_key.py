"""The key that signs links and cookies: given by the environment, or made once beside the SQLite file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from config.problems import InvalidSettings
from config.settings import FILES, PREFIX, Settings

FILE_NAME = "secret_key"


def secret_key(settings: Settings, folder: Path = FILES) -> SecretStr:
    """Return the key of `settings`, else that of `folder/secret_key`, made (0600) when it is not there.

    Raise InvalidSettings on PostgreSQL without a key: processes on several machines must share one, and
    a file of one machine would quietly give each its own.
    """
    if settings.secret_key is not None:
        return settings.secret_key
    if not settings.is_embedded:
        raise InvalidSettings((f"{PREFIX}SECRET_KEY is not set; with PostgreSQL all processes share one.",))
    path = folder / FILE_NAME
    if not path.exists():
        write_once(path, secrets.token_urlsafe(48))
    return SecretStr(path.read_text(encoding="ascii").strip())


def write_once(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all; who comes second leaves it as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
