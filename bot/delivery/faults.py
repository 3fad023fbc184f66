"""A way out that is broken is noted, an admin hears of it once, and again when it is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.wecom.outcomes import Refused
from storage.faults import FaultView
from storage.unit_of_work import UnitOfWork

BROKEN, MENDED = "chat/channel/broken.txt", "chat/channel/mended.txt"
PRIORITY = 2


class FaultBook:
    """`staff_channels` are the ways by which a colleague can be told, best first."""

    def __init__(self, staff_channels: Sequence[str]) -> None:
        self._staff_channels = tuple(staff_channels)

    def note(self, way: str, refused: Refused, uow: UnitOfWork) -> bool:
        """The way is broken; True when that is new and the admins are told."""
        fault = uow.faults.note(way, refused.errcode, refused.reason)
        if fault is None:
            return False
        context = {"way": way, "errcode": refused.errcode, "reason": refused.reason}
        self._tell(BROKEN, fault, context, uow)
        return True

    def mend(self, way: str, uow: UnitOfWork) -> None:
        """Something got through again."""
        fault = uow.faults.mend(way)
        if fault is not None:
            self._tell(MENDED, fault, {"way": way}, uow)

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
