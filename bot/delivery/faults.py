"""A way out that is broken is noted, an admin hears of it once, and again when it is mended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.wecom.outcomes import Refused, SendOutcome, Sent
from storage.faults import FaultView
from storage.unit_of_work import UnitOfWork

BROKEN, MENDED = "chat/channel/broken.txt", "chat/channel/mended.txt"
PRIORITY = 2
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of sending a row by a way; with `no_way` there was none to try."""

    outcome: SendOutcome
    fault: str
    no_way: bool = False

    @property
    def refusal(self) -> Refused | None:
        """Why nothing gets through this way until a person mends something; None while it works."""
        if isinstance(self.outcome, Refused) and (self.no_way or self.outcome.channel_broken):
            return self.outcome
        return None

    def log(self) -> None:
        """What is new about its way."""
        if (refusal := self.refusal) is None:
            _log.info("a way out works again", way=self.fault)
        else:
            _log.error("a way out is broken", way=self.fault, errcode=refusal.errcode, cause=refusal.reason)


class FaultBook:
    """`staff_channels` are the ways by which a colleague can be told, best first."""

    def __init__(self, staff_channels: Sequence[str]) -> None:
        self._staff_channels = tuple(staff_channels)

    def note(self, attempt: Attempt, broken: Collection[str], uow: UnitOfWork) -> bool:
        """Whether its way is broken, or one that was `broken` works; True when that is new and the admins are told."""
        way, refused = attempt.fault, attempt.refusal
        if refused is not None:
            fault = uow.faults.note(way, refused.errcode, refused.reason)
            template, told = BROKEN, {"way": way, "errcode": refused.errcode, "reason": refused.reason}
        else:
            is_mended = isinstance(attempt.outcome, Sent) and way in broken
            fault = uow.faults.mend(way) if is_mended else None
            template, told = MENDED, {"way": way}
        if fault is not None:
            self._tell(template, fault, told, uow)
        return fault is not None

    def _tell(self, template: str, fault: FaultView, context: Mapping[str, object], uow: UnitOfWork) -> None:
        """By a way that is not broken itself; with none left it stands in /readyz, doctor and the log alone."""
        broken = {one.way for one in uow.faults.all()}
        channel = next((name for name in self._staff_channels if name not in broken), None)
        if channel is None:
            return
        said = template.rpartition("/")[2].partition(".")[0]
        for person in uow.staff.all():
            if person.role == "admin" and person.active:
                key = f"channel:{said}:{fault.way}:{fault.since.isoformat()}:{person.userid}"
                uow.outbox.push(channel, person.userid, key, template, context, priority=PRIORITY)
