"""Every table of the database; importing this fills `metadata`."""

from sqlmodel import SQLModel

from storage.tables.anchors import Anchor
from storage.tables.books import Allocation, CorpHead, Entry, InstalmentRow, Receipt, Receivable
from storage.tables.chasing import Dispute, Hold, Reminder, Task
from storage.tables.company import Connection, Corp, Lease, Setting, Staff
from storage.tables.credit import CreditWarning, GradeProposal, LimitGrant
from storage.tables.customers import Customer, CustomerAlias, CustomerContact
from storage.tables.dunning import JobRun, StageSaid
from storage.tables.faults import ChannelFault
from storage.tables.imports import ImportRow, Run
from storage.tables.links import CustomerLink
from storage.tables.losses import ClockRestart, FeeSpan, Provision
from storage.tables.messages import Attachment, Audit, Conversation, Inbox, Outbox, Timer
from storage.tables.outside import CollectedPayment, KfAccount, KfChat
from storage.tables.promises import FollowUp, Promise

metadata = SQLModel.metadata

__all__ = [
    "Allocation",
    "Anchor",
    "Attachment",
    "Audit",
    "ChannelFault",
    "ClockRestart",
    "CollectedPayment",
    "Connection",
    "Conversation",
    "Corp",
    "CorpHead",
    "CreditWarning",
    "Customer",
    "CustomerAlias",
    "CustomerContact",
    "CustomerLink",
    "Dispute",
    "Entry",
    "FeeSpan",
    "FollowUp",
    "GradeProposal",
    "Hold",
    "ImportRow",
    "Inbox",
    "InstalmentRow",
    "JobRun",
    "KfAccount",
    "KfChat",
    "Lease",
    "LimitGrant",
    "Outbox",
    "Promise",
    "Provision",
    "Receipt",
    "Receivable",
    "Reminder",
    "Run",
    "Setting",
    "Staff",
    "StageSaid",
    "Task",
    "Timer",
    "metadata",
]  # fmt: skip
