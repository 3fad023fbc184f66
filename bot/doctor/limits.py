"""How near the platform's limits the company comes: what is over them is dropped there without a word (doc/90312)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.delivery.limits import HOUR, MEMBER
from bot.doctor.finding import Finding, Patient, ok, warning
from storage.unit_of_work import UnitOfWork

NAME: Final = "limits"
NEAR: Final = 0.8  # of what an hour bears


async def check(patient: Patient) -> list[Finding]:
    return [] if patient.database is None else await patient.database.read(_findings)


def _findings(uow: UnitOfWork) -> list[Finding]:
    most = next(rate.most for rate in MEMBER if rate.seconds == HOUR)
    busiest = uow.pushes.busiest(since=uow.now - timedelta(seconds=HOUR))
    if busiest is None:
        return [ok(NAME, f"nothing left in the last hour; {most} to one person are allowed")]
    channel, target, count = busiest
    said = f"{count} of {most} in the last hour to {target} ({channel})"
    if count < most * NEAR:
        return [ok(NAME, said)]
    return [warning(NAME, said, "fewer digests and to-dos for this person, or the pushes of other programs")]
