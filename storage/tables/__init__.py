"""Every table of the database; importing this fills `metadata`."""

from sqlmodel import SQLModel

from storage.tables.books import Allocation, CorpHead, Entry, InstalmentRow, Receipt, Receivable
from storage.tables.company import Connection, Corp, Lease, Setting, Staff
from storage.tables.customers import Customer, CustomerAlias, CustomerContact
from storage.tables.imports import ImportRow, Run
from storage.tables.messages import Attachment, Audit, Conversation, Inbox, Outbox, Timer
from storage.tables.promises import FollowUp, Promise

metadata = SQLModel.metadata

__all__ = [
    "Allocation", "Attachment", "Audit", "Connection", "Conversation", "Corp", "CorpHead", "Customer",
    "CustomerAlias", "CustomerContact", "Entry", "FollowUp", "ImportRow", "Inbox", "InstalmentRow", "Lease",
    "Outbox", "Promise", "Receipt", "Receivable", "Run", "Setting", "Staff", "Timer", "metadata",
]  # fmt: skip
