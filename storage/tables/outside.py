"""Customers as they are met in WeChat: the service accounts they write to, and money collected there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.base import big, instant, key, long_text


class KfAccount(SQLModel, table=True):
    """A 微信客服 account: how far its messages were read (`cursor`). `token` came with the last call (10 minutes).

    It waits to be read while `read_at` is before `called_at`.
    """

    __tablename__ = "kf_account"
    corp_id: int = key(foreign_key="corp.corp_id")
    open_kfid: str = Field(primary_key=True)
    cursor: str = ""
    token: str = ""
    called_at: datetime = instant()
    read_at: datetime | None = instant(default=None)


class KfChat(SQLModel, table=True):
    """A person who wrote to such an account. Whose he is stands with the customer's contacts.

    `said_at`: when he wrote last, by the platform. `servicer`: a colleague who has taken the chat over. `state`:
    new | asked (a colleague was asked whose he is) | nobody (no customer's). `scene`: what the link he came in by names
    (`scene_param`). `asked_of`: his message that waits until he says which of his customers it is about.
    """

    __tablename__ = "kf_chat"
    corp_id: int = key(foreign_key="corp.corp_id")
    open_kfid: str = Field(primary_key=True)
    external_userid: str = Field(primary_key=True)
    name: str = ""
    said_at: datetime | None = instant(default=None)
    servicer: str = ""
    state: str = "new"
    scene: str = ""
    asked_of: int | None = big(default=None)


class CollectedPayment(SQLModel, table=True):
    """A bill of 对外收款, by its transaction; `refunded` fen of `fen` went back. `receipt_id` is what it became.

    `told` fen of the refund are known to finance.
    """

    __tablename__ = "collected_payment"
    __table_args__ = (Index(None, "corp_id", "receipt_id"),)
    corp_id: int = key(foreign_key="corp.corp_id")
    transaction_id: str = Field(primary_key=True)
    receipt_id: int = big()
    fen: int = big()
    refunded: int = big(default=0)
    told: int = big(default=0)
    external_userid: str = ""
    payee: str = ""
    remark: str = long_text(default="")
    paid_at: datetime = instant()
