"""Who writes: whose person he is, and how much of the books he may hear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.company import CompanySettings
from storage.contacts import ADDRESSED, ContactView
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork


class Openness(StrEnum):
    """What a person hears by himself: sums, a link to the account, that somebody will call back, or nothing at all."""

    FIGURES = "figures"
    LINK = "link"
    PASSED_ON = "none"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A customer and the person there; `settings` are those that hold for this customer."""

    customer: CustomerView
    person: ContactView
    settings: CompanySettings
    openness: Openness


def counterparts(
    external_userid: str, uow: UnitOfWork, company: CompanySettings, today: date
) -> Sequence[Counterpart]:
    """For whom this person of WeChat acts; empty while nobody has said it."""
    found = []
    for person in uow.contacts.of_external(external_userid):
        customer = uow.customers.get(person.customer_id)
        if customer is None:
            continue
        texts = uow.settings.texts(customer=customer.id, category=customer.category or None)
        settings = company.over(texts)
        found.append(
            Counterpart(customer, person, settings, _openness(customer, person, settings, uow, today))
        )
    return found


def _openness(
    customer: CustomerView, person: ContactView, settings: CompanySettings, uow: UnitOfWork, today: date
) -> Openness:
    """A lawyer ends all automatic words (P18); imported books are silent until released (P15); a site or a buyer hears
    no sums."""
    holds = {hold.kind for hold in uow.holds.active_of(customer.id, today)}
    if "lawyer" in holds:
        return Openness.SILENCE
    if "no_contact" in holds or person.do_not_contact or not customer.released:
        return Openness.PASSED_ON
    if person.role not in ADDRESSED:
        return Openness.PASSED_ON
    chosen = Openness(settings.text("customer_answers"))
    return Openness.PASSED_ON if chosen is Openness.LINK and not settings.public_url else chosen
