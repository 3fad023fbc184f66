"""The tables as SQLAlchemy Core relations: what statements are made of."""

from __future__ import annotations

from sqlalchemy import literal_column

from storage.shapes import relations

metadata = relations()

CORP = metadata.tables["corp"]
CORP_HEAD = metadata.tables["corp_head"]
ANCHOR = metadata.tables["anchor"]
SETTING = metadata.tables["setting"]
STAFF = metadata.tables["staff"]
CUSTOMER = metadata.tables["customer"]
ALIAS = metadata.tables["customer_alias"]
CONTACT = metadata.tables["customer_contact"]
RECEIVABLE = metadata.tables["receivable"]
INSTALMENT = metadata.tables["instalment"]
# Written out, so that SQLite sees that the partial index on it may be used.
IS_OPEN = INSTALMENT.c.outstanding > literal_column("0")
RECEIPT = metadata.tables["receipt"]
ENTRY = metadata.tables["entry"]
ALLOCATION = metadata.tables["allocation"]
INBOX = metadata.tables["inbox"]
OUTBOX = metadata.tables["outbox"]
CONVERSATION = metadata.tables["conversation"]
TIMER = metadata.tables["timer"]
ATTACHMENT = metadata.tables["attachment"]
AUDIT = metadata.tables["audit"]
CONNECTION = metadata.tables["connection"]
LEASE = metadata.tables["lease"]
CHANNEL_FAULT = metadata.tables["channel_fault"]
PROMISE = metadata.tables["promise"]
FOLLOW_UP = metadata.tables["follow_up"]
DISPUTE = metadata.tables["dispute"]
HOLD = metadata.tables["hold"]
TASK = metadata.tables["task"]
REMINDER = metadata.tables["reminder"]
RUN = metadata.tables["run"]
IMPORT_ROW = metadata.tables["import_row"]
STAGE_SAID = metadata.tables["stage_said"]
JOB_RUN = metadata.tables["job_run"]
GRADE_PROPOSAL = metadata.tables["grade_proposal"]
CREDIT_WARNING = metadata.tables["credit_warning"]
LIMIT_GRANT = metadata.tables["limit_grant"]
CUSTOMER_LINK = metadata.tables["customer_link"]
FEE_SPAN = metadata.tables["fee_span"]
CLOCK_RESTART = metadata.tables["clock_restart"]
PROVISION = metadata.tables["provision"]
KF_ACCOUNT = metadata.tables["kf_account"]
KF_CHAT = metadata.tables["kf_chat"]
COLLECTED_PAYMENT = metadata.tables["collected_payment"]
