"""The unit of work: what one command may read and write, its repositories built when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from storage.anchors import Anchors
from storage.attachments import Attachments
from storage.audit import Audits
from storage.clock_restarts import ClockRestarts
from storage.collected import Collected
from storage.contacts import Contacts
from storage.conversations import Conversations
from storage.credit_warnings import CreditWarnings
from storage.customers import Customers
from storage.disputes import Disputes
from storage.faults import Faults
from storage.follow_ups import FollowUps
from storage.grades import Grades
from storage.groups import GroupChats
from storage.holds import Holds
from storage.imports import Imports
from storage.inbox import InboxRows
from storage.job_runs import JobRuns
from storage.journal import Journal
from storage.kf import KfRows
from storage.late_fees import LateFees
from storage.limit_grants import LimitGrants
from storage.links import Links
from storage.outbox import OutboxRows
from storage.promises import Promises
from storage.provisions import Provisions
from storage.pushes import Pushes
from storage.receipts import Receipts
from storage.receivables import Receivables
from storage.reminders import Reminders
from storage.settings import Settings
from storage.staff import Staff
from storage.stages import Stages
from storage.tasks import Tasks
from storage.timers import Timers
from storage.work import Work

T = TypeVar("T")


class built(Generic[T]):
    """`functools.cached_property` without its lock, which cost as much as building: a unit of work has one thread."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__

    def __get__(self, work: Any, _: object = None) -> T:
        found = work.__dict__[self._name] = self._make(work)
        return found


class UnitOfWork(Work):
    """A `Work` with its repositories. Lives as long as one command; what they return are frozen values."""

    @built
    def customers(self) -> Customers:
        return Customers(self)

    @built
    def receivables(self) -> Receivables:
        return Receivables(self)

    @built
    def journal(self) -> Journal:
        return Journal(self)

    @built
    def receipts(self) -> Receipts:
        return Receipts(self)

    @built
    def staff(self) -> Staff:
        return Staff(self)

    @built
    def settings(self) -> Settings:
        return Settings(self)

    @built
    def inbox(self) -> InboxRows:
        return InboxRows(self)

    @built
    def outbox(self) -> OutboxRows:
        return OutboxRows(self)

    @built
    def conversations(self) -> Conversations:
        return Conversations(self)

    @built
    def timers(self) -> Timers:
        return Timers(self)

    @built
    def audit(self) -> Audits:
        return Audits(self)

    @built
    def anchors(self) -> Anchors:
        return Anchors(self)

    @built
    def attachments(self) -> Attachments:
        return Attachments(self)

    @built
    def promises(self) -> Promises:
        return Promises(self)

    @built
    def follow_ups(self) -> FollowUps:
        return FollowUps(self)

    @built
    def contacts(self) -> Contacts:
        return Contacts(self)

    @built
    def disputes(self) -> Disputes:
        return Disputes(self)

    @built
    def holds(self) -> Holds:
        return Holds(self)

    @built
    def tasks(self) -> Tasks:
        return Tasks(self)

    @built
    def reminders(self) -> Reminders:
        return Reminders(self)

    @built
    def pushes(self) -> Pushes:
        return Pushes(self)

    @built
    def stages(self) -> Stages:
        return Stages(self)

    @built
    def job_runs(self) -> JobRuns:
        return JobRuns(self)

    @built
    def faults(self) -> Faults:
        return Faults(self)

    @built
    def group_chats(self) -> GroupChats:
        return GroupChats(self)

    @built
    def imports(self) -> Imports:
        return Imports(self)

    @built
    def grades(self) -> Grades:
        return Grades(self)

    @built
    def credit_warnings(self) -> CreditWarnings:
        return CreditWarnings(self)

    @built
    def limit_grants(self) -> LimitGrants:
        return LimitGrants(self)

    @built
    def links(self) -> Links:
        return Links(self)

    @built
    def kf(self) -> KfRows:
        return KfRows(self)

    @built
    def collected(self) -> Collected:
        return Collected(self)

    @built
    def late_fees(self) -> LateFees:
        return LateFees(self)

    @built
    def clock_restarts(self) -> ClockRestarts:
        return ClockRestarts(self)

    @built
    def provisions(self) -> Provisions:
        return Provisions(self)
