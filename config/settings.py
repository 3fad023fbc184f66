"""What the environment says: every `QINGZHANG_…` variable, with `__` between levels.

Nothing is read at import: `load()` reads the environment and `.env` once, and `bot/wiring.py` hands the
frozen result on. `config/variables.py` lists the same fields for the README, `.env.example` and errors.
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableValue

from config.connections import WEB, Robots, Sms, Smtp, Wecom, matching, starting_with
from config.problems import InvalidSettings, problems_of, unreadable

PREFIX = "QINGZHANG_"
FILES = Path("data")  # attached files, and on SQLite the books and the key
POSTGRES = re.compile(r"^(postgres|postgresql|postgresql\+psycopg)://")

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
BookingProcess = Literal["auto", "on", "off"]


class Settings(BaseSettings):
    """All of the environment, frozen. Secrets are SecretStr; addresses with passwords are not in the repr."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(
        default="sqlite:///data/qingzhang.db", repr=False, description="sqlite:///file or postgresql://…"
    )
    redis_url: str = Field(
        default="", repr=False, description="redis://…, needed by several machines; empty: in-process"
    )
    wecom: Wecom = Wecom()
    robots: Robots = Robots()
    smtp: Smtp = Smtp()
    sms: Sms = Sms()
    public_url: str = Field(
        default="",
        description="https://… under which people reach this service: pages for colleagues, links for customers",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="signs links and cookies, best 32 characters or more; on SQLite it is made at the first "
        "start and kept in data/secret_key",
    )
    staff_file: Path | None = Field(
        default=None, description="TOML of [[staff]], read at start and on change"
    )
    timezone: str = Field(default="Asia/Shanghai", description="zone of business dates, an IANA name")
    now: datetime | None = Field(default=None, description="ISO time at which the simulator's clock starts")
    booking_process: BookingProcess = Field(
        default="auto",
        description="whether serve books messages in a process of its own: on, off, or auto (where two cores are)",
    )
    log_level: LogLevel = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, value: str) -> str:
        # One driver for everything: whatever the address calls it, it is psycopg 3.
        value = POSTGRES.sub("postgresql+psycopg://", value)
        if value in ("sqlite:///", "sqlite:///:memory:"):
            raise ValueError("sqlite:/// and a file, or postgresql://host/database")
        return starting_with(value, ("sqlite:///", "postgresql+psycopg://"))

    @field_validator("redis_url")
    @classmethod
    def _check_redis_url(cls, value: str) -> str:
        return starting_with(value, ("redis://", "rediss://", "unix://")) if value else value

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, value: str) -> str:
        return starting_with(value, WEB) if value else value

    @field_validator("secret_key")
    @classmethod
    def _check_secret_key(cls, value: SecretStr | None) -> SecretStr | None:
        return matching(value, re.compile(r".{8,}", re.DOTALL), "8 characters or more")

    @field_validator("timezone")
    @classmethod
    def _check_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, LookupError):
            raise ValueError("an IANA zone name such as Asia/Shanghai") from None
        return value

    @field_validator("now", mode="before")
    @classmethod
    def _read_now(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return value
        try:
            now = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("an ISO time such as 2026-12-01T09:00:00+08:00") from None
        # A time without an offset is meant in the company's zone.
        return now if now.tzinfo else now.replace(tzinfo=ZoneInfo(info.data.get("timezone", "Asia/Shanghai")))

    @field_validator("log_level", mode="before")
    @classmethod
    def _read_log_level(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def books_apart(self) -> bool:
        """Whether messages are booked in a process of their own."""
        return self.booking_process == "on" or (self.booking_process == "auto" and (os.cpu_count() or 1) > 1)

    @property
    def is_embedded(self) -> bool:
        """Whether one process with SQLite is all there is."""
        return self.database_url.startswith("sqlite:")


def load(*, env_file: Path | str | None = ".env", simulator: bool = False) -> Settings:
    """Read the environment over `env_file` (absent is fine).

    Raise InvalidSettings with one sentence a wrong variable. Only the simulator's clock can be set, so
    QINGZHANG_NOW without `simulator` is one of them.
    """
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]  # BaseSettings takes it
    except ValidationError as error:
        raise InvalidSettings(problems_of(error, Settings, PREFIX)) from None
    except UnreadableValue as error:
        raise InvalidSettings((unreadable(error, PREFIX),)) from None
    if settings.now is not None and not simulator:
        raise InvalidSettings((f"{PREFIX}NOW is set, but only the simulator has a clock that can be set.",))
    return settings
