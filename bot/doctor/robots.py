"""The groups' robots: an empty text is refused as empty by a key that is good, and shown to nobody."""

from __future__ import annotations

from typing import Final

from bot.doctor.finding import Finding, Patient, ok, problem, warning
from bot.doctor.pages import ROBOT, page_of
from bot.wecom.outcomes import Refused
from bot.wecom.robot import Robot
from bot.wecom.wire import Wire

NAME: Final = "robots"
_EMPTY: Final = {"msgtype": "text", "text": {"content": ""}}
# What a good key answers to it; which of them is not written anywhere.
_GOOD: Final = frozenset({40008, 40035, 40058, 44004, 93017})


async def check(patient: Patient) -> list[Finding]:
    keys = patient.settings.robots.keys()
    wire = Wire(patient.http, base_url=patient.settings.wecom.api_base)
    found = []
    for group, key in keys.items():
        outcome = await Robot(wire, key).send(dict(_EMPTY))
        if isinstance(outcome, Refused) and outcome.errcode in _GOOD:
            found.append(ok(NAME, f"the robot of {group} is in its group"))
        else:
            reason = getattr(outcome, "reason", "it took an empty text")
            mend = ROBOT if isinstance(outcome, Refused) else page_of(outcome)  # type: ignore[arg-type]
            found.append(problem(NAME, f"the robot of {group}: {reason}", mend))
    return found or [warning(NAME, "no group robot is configured: groups hear nothing by one", ROBOT)]
