"""Who sees which signs that the books are misused; the monthly review reads them, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from config.company import CompanySettings
from ledger.misuse import Sign, signs_of
from storage.misuse import Span, deeds
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork


def signs_seen(
    span: Span, viewer: StaffView | None, company: CompanySettings, uow: UnitOfWork, today: date
) -> Sequence[Sign]:
    """The signs of the period, the largest sum first; a manager's are those of his people, and never his own."""
    people = {one.userid: one for one in uow.staff.all()}
    found = [sign for each in deeds(uow, span, limits(people, company), today) for sign in signs_of(each)]
    seen = _seen(viewer, people, uow)
    return sorted(
        (one for one in found if one.person in seen), key=lambda one: (-one.fen, one.kind, one.person)
    )


def _seen(viewer: StaffView | None, people: Mapping[str, StaffView], uow: UnitOfWork) -> set[str]:
    """Whose signs somebody may see: everybody's for the admin and for the one manager above whom nobody is.

    Of several such managers each sees those of his own people.
    """
    if viewer is None:
        return set(people)
    heads = [one for one in people.values() if one.active and one.role == "manager" and not one.manager]
    everybody = viewer.role == "admin" or [one.userid for one in heads] == [viewer.userid]
    return (set(people) if everybody else set(uow.staff.under(viewer.userid))) - {viewer.userid}


def limits(people: Mapping[str, StaffView], company: CompanySettings) -> Mapping[str, int]:
    """Fen of discount that each may give without asking; nothing for who decides."""
    by_role = company.discount_limits
    return {userid: by_role.get(one.role, 0) for userid, one in people.items()}
