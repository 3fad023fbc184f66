"""The books: can they be read, who may administer them, which ways out are broken, what is stuck."""

from __future__ import annotations

from typing import Final

from bot.doctor.finding import Finding, Patient, ok, problem, warning
from bot.doctor.pages import NETWORK, PAGES
from storage.unit_of_work import UnitOfWork

NAME: Final = "books"
STUCK: Final = ("failed", "unsure")


async def check(patient: Patient) -> list[Finding]:
    if patient.database is None:
        return [
            problem(
                NAME, "the database cannot be opened", "QINGZHANG_DATABASE_URL; is it there and migrated?"
            )
        ]
    return await patient.database.read(_findings)


def _findings(uow: UnitOfWork) -> list[Finding]:
    return [ok(NAME, "the database is there and up to date"), _admins(uow), *_faults(uow), *_stuck(uow)]


def _admins(uow: UnitOfWork) -> Finding:
    admins = [person.name for person in uow.staff.all() if person.active and person.role == "admin"]
    if admins:
        return ok("staff", f"{len(admins)} may administer")
    return problem("staff", "nobody has the role admin", "name one in the staff file (QINGZHANG_STAFF_FILE)")


def _faults(uow: UnitOfWork) -> list[Finding]:
    return [
        problem("delivery", f"{fault.way}: {fault.reason}", PAGES.get(fault.errcode or 0, NETWORK))
        for fault in uow.faults.all()
    ]


def _stuck(uow: UnitOfWork) -> list[Finding]:
    counts = uow.outbox.counts()
    stuck = {state: counts[state] for state in STUCK if counts.get(state)}
    if not stuck:
        return [ok("outbox", "nothing is stuck")]
    words = ", ".join(f"{count} {state}" for state, count in stuck.items())
    return [warning("outbox", f"{words}", "qingzhang outbox --state failed; outbox --resend ID")]
