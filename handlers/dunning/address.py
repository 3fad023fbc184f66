"""Where a customer is reached by each way: the accountant before the boss, never who must be left alone (P18)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from storage.contacts import ADDRESSED, ContactView
from storage.customers import CustomerView

_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def addressed(people: Iterable[ContactView]) -> list[ContactView]:
    """Whom a reminder may go to, whoever comes first in front."""
    found = [one for one in people if one.role in ADDRESSED and not one.do_not_contact]
    return sorted(found, key=lambda one: ADDRESSED.index(one.role))


def mobile(phone: str) -> str:
    """The eleven digits of a mobile phone; "" for a landline or what is no phone."""
    found = _MOBILE.fullmatch(re.sub(r"[\s()-]", "", phone))
    return found[1] if found else ""


def mailbox(email: str) -> str:
    """The address when it can be one, else ""."""
    email = email.strip()
    return email if _MAIL.fullmatch(email) else ""


def address(way: str, customer: CustomerView, people: Iterable[ContactView]) -> str:
    """What the way needs: a mobile phone, a mailbox, an external_userid; "" where it leads nowhere."""
    asked = addressed(people)
    if way == "sms":
        return next(filter(None, map(mobile, [*(one.phone for one in asked), customer.phone])), "")
    if way == "email":
        return next(filter(None, map(mailbox, [*(one.email for one in asked), customer.email])), "")
    return next((one.external_userid for one in asked if one.external_userid), "")
