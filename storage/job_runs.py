"""Dated runs of jobs: each day's once, by whoever claims it; another goes on where a dead process stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update

from storage.prepared import if_new
from storage.relations import JOB_RUN
from storage.work import Work

LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class JobRunView:
    """A run. `place` is how far it has come (0 at the start), `report` what it did so far."""

    job: str
    day: date
    state: str
    place: int
    report: Mapping[str, Any]
    started_at: datetime
    ended_at: datetime | None


_C = JOB_RUN.c
_OURS = (_C.job, _C.day, _C.state, _C.place, _C.report, _C.started_at, _C.ended_at)
_ONE = and_(_C.corp_id == bindparam("corp"), _C.job == bindparam("which"), _C.day == bindparam("of"))
_GET = select(*_OURS).where(_ONE)
_LATEST = (
    select(*_OURS)
    .where(_C.corp_id == bindparam("corp"), _C.job == bindparam("which"))
    .order_by(_C.day.desc())
    .limit(1)
)
_DONE = (
    select(*_OURS)
    .where(_C.corp_id == bindparam("corp"), _C.job == bindparam("which"), _C.state == "done")
    .order_by(_C.day.desc())
    .limit(1)
)
_IS_FREE = or_(_C.holder == bindparam("me"), _C.lease_until <= bindparam("at", type_=_C.lease_until.type))
_CLAIM = update(JOB_RUN).where(_ONE, _C.state == "running", _IS_FREE)
_HELD = update(JOB_RUN).where(_ONE, _C.state == "running", _C.holder == bindparam("me"))


class JobRuns:
    """Runs of the company's jobs. A change returns False when the run is no longer the holder's."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def claim(self, job: str, day: date, holder: str, *, lease: timedelta = LEASE) -> JobRunView | None:
        """The run, held until the lease ends; None when it is done or another holds it."""
        work = self._work
        work.flush()
        row = {
            "corp_id": work.corp_id, "job": job, "day": day, "state": "running", "holder": "",
            "lease_until": work.now, "place": 0, "report": "", "started_at": work.now, "ended_at": None,
        }  # fmt: skip
        if_new(work.engine, JOB_RUN).run(work.connection, [row])
        until = work.now + lease
        if not work.execute(
            _CLAIM, which=job, of=day, me=holder, at=work.now, holder=holder, lease_until=until
        ):
            return None
        return self.get(job, day)

    def advance(
        self,
        job: str,
        day: date,
        holder: str,
        place: int,
        report: Mapping[str, Any],
        *,
        lease: timedelta = LEASE,
    ) -> bool:
        """It has come so far, in the same transaction as what it wrote."""
        return self._change(
            job, day, holder, place=place, report=_text(report), lease_until=self._work.now + lease
        )

    def release(self, job: str, day: date, holder: str) -> bool:
        """It stopped: whoever comes next goes on."""
        return self._change(job, day, holder, holder="", lease_until=self._work.now)

    def finish(self, job: str, day: date, holder: str, report: Mapping[str, Any]) -> bool:
        """running → done."""
        return self._change(
            job, day, holder, state="done", report=_text(report), ended_at=self._work.now, holder=""
        )

    def get(self, job: str, day: date) -> JobRunView | None:
        return _view(self._work.row(_GET, which=job, of=day))

    def is_done(self, job: str, day: date) -> bool:
        """Has the run of that day come to its end?"""
        found = self._work.row(_GET, which=job, of=day)
        return found is not None and found.state == "done"

    def latest(self, job: str) -> JobRunView | None:
        """The run of the last day that it was started for."""
        return _view(self._work.row(_LATEST, which=job))

    def newest_done(self, job: str) -> JobRunView | None:
        """The last run that came to its end."""
        return _view(self._work.row(_DONE, which=job))

    def _change(self, job: str, day: date, me: str, /, **values: Any) -> bool:
        return self._work.execute(_HELD, which=job, of=day, me=me, **values) == 1


def _view(row: Any) -> JobRunView | None:
    if row is None:
        return None
    report = json.loads(row.report) if row.report else {}
    return JobRunView(row.job, row.day, row.state, row.place, report, row.started_at, row.ended_at)


def _text(report: Mapping[str, Any]) -> str:
    return json.dumps(dict(report), ensure_ascii=False)
