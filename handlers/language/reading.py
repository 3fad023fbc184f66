"""What a message says, as values: the one interface between reading and acting.

A `Reading` never books anything. It is certain (`question is None`) or it carries the one `Question` whose answer
would make it certain. Amounts are integer fen, days are business dates in the company's zone, offsets count
characters of the normalised text (`Reading.text`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ledger.values import value

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Intent(StrEnum):
    """The contract words of the `read` command; handlers name the ones they answer."""

    RECORD_DEBT = "record_debt"
    RECORD_PAYMENT = "record_payment"
    RETURN_OR_DISCOUNT = "return_or_discount"
    INSTALLMENT = "installment"
    PROMISE = "promise"
    DISPUTE = "dispute"
    FOLLOW_UP_NOTE = "follow_up_note"
    CORRECT = "correct"
    UNDO = "undo"
    WRITE_OFF = "write_off"
    CREDIT_LIMIT = "credit_limit"
    QUERY_BALANCE = "query_balance"
    QUERY_DUE = "query_due"
    QUERY_OVERDUE = "query_overdue"
    REPORT = "report"
    REMIND = "remind"
    HELP = "help"
    NONE = "none"
    AMBIGUOUS = "ambiguous"
    HOLD = "hold"
    SILENCE_REASON = "silence_reason"
    CHASE = "chase"
    STORY = "story"
    MAY_DELIVER = "may_deliver"
    WHAT_IF = "what_if"
    APPROVE = "approve"
    CLAIM = "claim"
    CONFIRM_RECEIPTS = "confirm_receipts"
    TASK = "task"
    CUSTOMER_UPDATE = "customer_update"
    HAND_OVER = "hand_over"
    MERGE = "merge"
    STAFF_UPDATE = "staff_update"
    SETTING = "setting"
    EXPORT = "export"
    GREETING = "greeting"
    STATEMENT = "statement"
    DETAIL = "detail"
    INVOICE = "invoice"
    UNCLAIMED_MONEY = "unclaimed_money"
    DIGEST = "digest"
    UNSENT = "unsent"
    WARNINGS = "warnings"
    GRADES = "grades"
    CUSTOMER_FILE = "customer_file"
    MISUSE = "misuse"
    LATE_FEE = "late_fee"
    LIMITATION = "limitation"
    PROVISION = "provision"
    LINK = "link"
    DAY_BOOK = "day_book"


class Fit(StrEnum):
    """How a mention was matched to a customer, from surest to none. Only the first four book without a question."""

    EXACT = "exact"  # the full name, or an alias somebody confirmed
    SHORT = "short"  # a part of the name that fits one customer only (鑫源 → 鑫源商贸)
    SOUND = "sound"  # the same sound and otherwise equal (鑫原 → 鑫源)
    LAST = "last"  # 他/同上: the speaker's last customer; the reply says the name back
    TYPO = "typo"  # near, but another sound: confirmed first
    INITIALS = "initials"  # xy → 鑫源: confirmed first
    SEVERAL = "several"  # fits more than one: asked
    NEW = "new"  # fits nobody: asked, then created


@value
class Span:
    """A piece of the normalised text and what it was read as (for `read` in a terminal, and for masking)."""

    start: int
    end: int
    kind: str  # customer | amount | date | terms | document | invoice | method | phone | quantity | word | …
    value: str = ""


@value
class Mention:
    """A customer as mentioned. `customer_id` is set for the fits that name one customer, certain or not."""

    text: str
    fit: Fit
    customer_id: int | None = None
    name: str | None = None  # the customer's full name, or the text as typed for NEW
    candidates: tuple[tuple[int, str], ...] = ()  # (customer_id, name), best first, for SEVERAL, TYPO
    span: Span | None = None


@value
class Terms:
    """Terms said instead of a day: net days, month end + days, day of month, or days after an event."""

    kind: str  # net | month_end | day_of_month | after_event | with_next_delivery | before_delivery
    days: int = 0
    event: str = ""  # delivery | invoice | acceptance | receipt_of_invoice, for after_event


@value
class Record:
    """One fact of a message. `extra` holds the keys of LANGUAGE: doc_no, invoice_no, method, account, fee, note, …

    `happened_on` is the day of the fact (昨天, 3号打的), apart from `due_on`; None means the day of the message.
    `sequence` positions answer “which part of the text is this”.
    """

    intent: Intent
    customer: Mention | None = None
    amount: int | None = None  # fen, > 0
    due_on: date | None = None
    terms: Terms | None = None
    happened_on: date | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@value
class Question:
    """The one thing missing. `kind` picks the sentence in templates; `options` are the numbered choices.

    kinds of the reader: debt_or_payment(customer, amount) · vague_amount(text) · amount_range(text, low, high) ·
    amount_words_differ(digits, words) · sum_differs(stated, summed) · which_customer(text, candidates) ·
    similar_customer(text, name) · missing_customer · missing_amount · past_due(date) · impossible_date(text) ·
    quantity_times_price(quantity, price, amount) · fraction(fraction) · who_said · absurd_amount(amount) ·
    dates_differ · two_amounts · meant(customer, amount) ·
    left_over(customer, amount, what, text). Handlers add their own kinds (duplicate, unusual, …).
    """

    kind: str
    options: tuple[Mapping[str, Any], ...] = ()
    data: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    span: Span | None = None


@value
class Reading:
    """All that was understood of one message. `records` holds money facts and orders in the order they were said;
    a query has one record carrying its customer and extra. `intent` is the first record's, NONE or AMBIGUOUS."""

    text: str  # normalised
    intent: Intent
    records: tuple[Record, ...] = ()
    question: Question | None = None
    voice: bool = False  # sounds dictated: always confirmed
    forwarded: bool = False  # a customer's words passed on: books nothing, is asked about
    spans: tuple[Span, ...] = ()
    why: tuple[str, ...] = field(default=())  # the steps of the decision, for `read` in a terminal


@value
class Answer:
    """What a short reply to an open question says: a choice by number or text, yes/no, an amount, a day, a name."""

    choice: int | None = None  # 1-based
    yes: bool | None = None
    amount: int | None = None  # fen
    day: date | None = None
    mention: Mention | None = None
    text: str = ""

    @property
    def agrees(self) -> bool | None:
        """Of a question whose choices are 1 yes and 2 no: which; None when it says neither."""
        if self.choice == 1 or self.yes is True:
            return True
        return False if self.choice == 2 or self.yes is False else None
