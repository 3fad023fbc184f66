"""Whom the program talks to, as the environment names them: WeCom, robots of groups, mail, text messages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

WECOM_API = "https://qyapi.weixin.qq.com"
WECOM_BOT_SOCKET = "wss://openws.work.weixin.qq.com"
WECOM_AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
WECOM_LOGIN = "https://login.work.weixin.qq.com/wwlogin/sso/login"

CALLBACK_TOKEN = re.compile(r"\S{1,32}")
AES_KEY = re.compile(r"[A-Za-z0-9+/]{43}")  # 32 bytes in base64, without the last =
WEB = ("http://", "https://")


def matching(value: SecretStr | None, pattern: re.Pattern[str], allowed: str) -> SecretStr | None:
    if value is not None and not pattern.fullmatch(value.get_secret_value()):
        raise ValueError(allowed)
    return value


def starting_with(value: str, starts: tuple[str, ...]) -> str:
    """Return `value` without its last slash; raise ValueError unless it starts as one of `starts`."""
    if not value.startswith(starts):
        raise ValueError("an address that starts with " + " or ".join(starts))
    return value.rstrip("/")


class Part(BaseModel):
    """A level of variables; a word in it that is not known is somebody else's."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Wecom(Part):
    corp_id: str | None = Field(default=None, description="企业ID, from 我的企业 in the WeCom console")
    agent_id: int | None = Field(default=None, gt=0, description="AgentId of the self-built app")
    secret: SecretStr | None = Field(default=None, description="Secret of the self-built app")
    token: SecretStr | None = Field(default=None, description="Token of the app's 接收消息 page")
    aes_key: SecretStr | None = Field(default=None, description="EncodingAESKey of the app's 接收消息 page")
    api_base: str = Field(default=WECOM_API, description="address of the WeCom API; group robots too")
    bot_id: str | None = Field(default=None, description="BotID of the AI bot (智能机器人), long connection")
    bot_secret: SecretStr | None = Field(default=None, description="Secret of the AI bot's long connection")
    bot_token: SecretStr | None = Field(default=None, description="Token of the AI bot's callback")
    bot_aes_key: SecretStr | None = Field(default=None, description="EncodingAESKey of the AI bot's callback")
    bot_ws_url: str = Field(default=WECOM_BOT_SOCKET, description="address of the AI bot's long connection")
    bot_name: str = Field(default="", description="the AI bot's name, as people @ it in a group")
    bot_lease_seconds: float = Field(
        default=20.0,
        gt=0,
        le=25,
        description="another process takes the long connection over after so much silence of its owner",
    )

    authorize_url: str = Field(
        default=WECOM_AUTHORIZE, description="address at which WeCom's own browser says who opens a page"
    )
    login_url: str = Field(
        default=WECOM_LOGIN, description="address at which another browser shows a code to scan"
    )
    approval_template: str = Field(
        default="",
        description="template id of an approval (审批) for write-offs and limits, with a text control",
    )
    customer_contact: bool = Field(
        default=False,
        description="true once 客户联系 lists the app: letters to customers become tasks to tap",
    )

    @field_validator("token", "bot_token")
    @classmethod
    def _check_token(cls, value: SecretStr | None) -> SecretStr | None:
        return matching(value, CALLBACK_TOKEN, "1 to 32 characters without a space")  # doc/90930

    @field_validator("aes_key", "bot_aes_key")
    @classmethod
    def _check_aes_key(cls, value: SecretStr | None) -> SecretStr | None:
        return matching(value, AES_KEY, "43 characters of base64")  # doc/90930

    @field_validator("api_base", "authorize_url", "login_url")
    @classmethod
    def _check_api_base(cls, value: str) -> str:
        return starting_with(value, WEB)

    @field_validator("bot_ws_url")
    @classmethod
    def _check_bot_ws_url(cls, value: str) -> str:
        return starting_with(value, ("ws://", "wss://"))

    @property
    def may_receive(self) -> bool:
        """Whether sealed messages of the self-built app can be opened."""
        return None not in (self.corp_id, self.token, self.aes_key)

    @property
    def may_send(self) -> bool:
        """Whether the self-built app can send of itself."""
        return None not in (self.corp_id, self.agent_id, self.secret)

    @property
    def has_bot_connection(self) -> bool:
        return None not in (self.bot_id, self.bot_secret)

    @property
    def has_bot_callback(self) -> bool:
        return None not in (self.bot_token, self.bot_aes_key)

    @property
    def ways_in(self) -> tuple[str, ...]:
        """The ways by which a message can arrive, as far as they are configured."""
        ways = {
            "app_callback": self.may_receive,
            "bot_connection": self.has_bot_connection,
            "bot_callback": self.has_bot_callback,
        }
        return tuple(name for name, is_set in ways.items() if is_set)

    @property
    def speaks_by_bot(self) -> bool:
        """Whether colleagues are written to by the AI bot: where the self-built app cannot."""
        return not self.may_send and (self.has_bot_connection or self.has_bot_callback)


class Robots(Part):
    sales_key: SecretStr | None = Field(default=None, description="webhook key of the sales robot")
    finance_key: SecretStr | None = Field(default=None, description="webhook key of the finance robot")
    manager_key: SecretStr | None = Field(default=None, description="webhook key of the managers' robot")

    def keys(self) -> dict[str, SecretStr]:
        """The robots there are, by the group that each is in."""
        named = {"sales": self.sales_key, "finance": self.finance_key, "manager": self.manager_key}
        return {group: key for group, key in named.items() if key is not None}


class Smtp(Part):
    url: SecretStr | None = Field(default=None, description="mail server: smtp(s)://user:password@host:port")
    sender: str | None = Field(default=None, description="address mail comes from, where it is not the user")

    @field_validator("url")
    @classmethod
    def _check_url(cls, value: SecretStr | None) -> SecretStr | None:
        return matching(value, re.compile(r"smtps?://\S+"), "an address that starts with smtp:// or smtps://")


class Sms(Part):
    provider: Literal["gateway", "tencent"] = Field(
        default="gateway", description="gateway (any, signed HTTP) or tencent (Tencent Cloud SMS)"
    )
    url: str | None = Field(default=None, description="address of the SMS gateway")
    key: str | None = Field(default=None, description="account name at the SMS gateway; tencent: SecretId")
    secret: SecretStr | None = Field(
        default=None, description="signs requests to the SMS gateway; tencent: SecretKey"
    )
    app_id: str | None = Field(default=None, description="tencent: SdkAppId")
    templates: Path | None = Field(
        default=None, description="tencent: TOML of [[template]] with id and approved text, places {1}, {2}"
    )
    signature: str | None = Field(default=None, description="短信签名 that the carrier shows before a text")

    @field_validator("url")
    @classmethod
    def _check_url(cls, value: str | None) -> str | None:
        return None if value is None else starting_with(value, WEB)
