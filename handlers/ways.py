"""The ways money comes, as the reader names them, and the kind of account it is then in (P12)."""

from __future__ import annotations

from handlers.draft import Fact

_ACCOUNTS = {"现金": "cash", "微信": "wallet", "支付宝": "wallet", "承兑": "bill"}


def account_of(fact: Fact) -> str:
    """bank | wallet | cash | bill; money whose way was not said is in the bank."""
    return _ACCOUNTS.get(str(fact.says("method")), "bank")
