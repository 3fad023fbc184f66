"""The unit of work: what one command may read and write, its repositories loaded and built when first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from storage.work import Work

# A short command needs a few of them, and all together take as long to load as a digest to be made.
if TYPE_CHECKING:
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

T = TypeVar("T")


class built(Generic[T]):
    """A repository, made of its unit of work at the first use. No lock: a unit of work has one thread."""

    def __init__(self, module: str, kind: str) -> None:
        self._module = module
        self._kind = kind
        self._make: Any = None

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, work: Any, _: object = None) -> T:
        if self._make is None:
            self._make = getattr(import_module(self._module), self._kind)
        found: T = self._make(work)
        work.__dict__[self._name] = found
        return found


class UnitOfWork(Work):
    """A `Work` with its repositories. Lives as long as one command; what they return are frozen values."""

    customers: built[Customers] = built("storage.customers", "Customers")
    receivables: built[Receivables] = built("storage.receivables", "Receivables")
    journal: built[Journal] = built("storage.journal", "Journal")
    receipts: built[Receipts] = built("storage.receipts", "Receipts")
    staff: built[Staff] = built("storage.staff", "Staff")
    settings: built[Settings] = built("storage.settings", "Settings")
    inbox: built[InboxRows] = built("storage.inbox", "InboxRows")
    outbox: built[OutboxRows] = built("storage.outbox", "OutboxRows")
    conversations: built[Conversations] = built("storage.conversations", "Conversations")
    timers: built[Timers] = built("storage.timers", "Timers")
    audit: built[Audits] = built("storage.audit", "Audits")
    anchors: built[Anchors] = built("storage.anchors", "Anchors")
    attachments: built[Attachments] = built("storage.attachments", "Attachments")
    promises: built[Promises] = built("storage.promises", "Promises")
    follow_ups: built[FollowUps] = built("storage.follow_ups", "FollowUps")
    contacts: built[Contacts] = built("storage.contacts", "Contacts")
    disputes: built[Disputes] = built("storage.disputes", "Disputes")
    holds: built[Holds] = built("storage.holds", "Holds")
    tasks: built[Tasks] = built("storage.tasks", "Tasks")
    reminders: built[Reminders] = built("storage.reminders", "Reminders")
    pushes: built[Pushes] = built("storage.pushes", "Pushes")
    stages: built[Stages] = built("storage.stages", "Stages")
    job_runs: built[JobRuns] = built("storage.job_runs", "JobRuns")
    faults: built[Faults] = built("storage.faults", "Faults")
    group_chats: built[GroupChats] = built("storage.groups", "GroupChats")
    imports: built[Imports] = built("storage.imports", "Imports")
    grades: built[Grades] = built("storage.grades", "Grades")
    credit_warnings: built[CreditWarnings] = built("storage.credit_warnings", "CreditWarnings")
    limit_grants: built[LimitGrants] = built("storage.limit_grants", "LimitGrants")
    links: built[Links] = built("storage.links", "Links")
    kf: built[KfRows] = built("storage.kf", "KfRows")
    collected: built[Collected] = built("storage.collected", "Collected")
    late_fees: built[LateFees] = built("storage.late_fees", "LateFees")
    clock_restarts: built[ClockRestarts] = built("storage.clock_restarts", "ClockRestarts")
    provisions: built[Provisions] = built("storage.provisions", "Provisions")
