"""The unit of work: what one command may read and write, its repositories built when first asked for."""

from __future__ import annotations

from functools import cached_property

from storage.anchors import Anchors
from storage.attachments import Attachments
from storage.audit import Audits
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
from storage.outbox import OutboxRows
from storage.promises import Promises
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


class UnitOfWork(Work):
    """A `Work` with its repositories. Lives as long as one command; what they return are frozen values."""

    @cached_property
    def customers(self) -> Customers:
        return Customers(self)

    @cached_property
    def receivables(self) -> Receivables:
        return Receivables(self)

    @cached_property
    def journal(self) -> Journal:
        return Journal(self)

    @cached_property
    def receipts(self) -> Receipts:
        return Receipts(self)

    @cached_property
    def staff(self) -> Staff:
        return Staff(self)

    @cached_property
    def settings(self) -> Settings:
        return Settings(self)

    @cached_property
    def inbox(self) -> InboxRows:
        return InboxRows(self)

    @cached_property
    def outbox(self) -> OutboxRows:
        return OutboxRows(self)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self)

    @cached_property
    def timers(self) -> Timers:
        return Timers(self)

    @cached_property
    def audit(self) -> Audits:
        return Audits(self)

    @cached_property
    def anchors(self) -> Anchors:
        return Anchors(self)

    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self)

    @cached_property
    def promises(self) -> Promises:
        return Promises(self)

    @cached_property
    def follow_ups(self) -> FollowUps:
        return FollowUps(self)

    @cached_property
    def contacts(self) -> Contacts:
        return Contacts(self)

    @cached_property
    def disputes(self) -> Disputes:
        return Disputes(self)

    @cached_property
    def holds(self) -> Holds:
        return Holds(self)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self)

    @cached_property
    def reminders(self) -> Reminders:
        return Reminders(self)

    @cached_property
    def pushes(self) -> Pushes:
        return Pushes(self)

    @cached_property
    def stages(self) -> Stages:
        return Stages(self)

    @cached_property
    def job_runs(self) -> JobRuns:
        return JobRuns(self)

    @cached_property
    def faults(self) -> Faults:
        return Faults(self)

    @cached_property
    def group_chats(self) -> GroupChats:
        return GroupChats(self)

    @cached_property
    def imports(self) -> Imports:
        return Imports(self)

    @cached_property
    def grades(self) -> Grades:
        return Grades(self)

    @cached_property
    def credit_warnings(self) -> CreditWarnings:
        return CreditWarnings(self)
