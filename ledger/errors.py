"""Errors of the books. A class is one sentence; an instance carries the objects it is about.

LedgerError
├── InvalidMoney        not a positive whole number of fen, or two currencies mixed
├── InvalidEntry        an entry whose parts contradict each other
├── NotAllocatable      more than the source has left, or more than the target still owes
├── NotReversible       already reversed, or itself a reversal
├── ClosedPeriod        the day lies in a month that is closed
├── InvalidPlan         instalments that do not add up to the principal, or have no day and no event
├── InvalidTerms        terms that name no rule
└── InvalidReceipt      a receipt whose parts contradict each other, or a move its state does not allow
"""

from __future__ import annotations


class LedgerError(Exception):
    """The books refuse this."""

    def __init__(self, message: str = "", **objects: object) -> None:
        super().__init__(message or type(self).__doc__)
        self.objects = objects


class InvalidMoney(LedgerError):
    """An amount must be a positive whole number of fen in one currency."""


class InvalidEntry(LedgerError):
    """The parts of this entry contradict each other."""


class NotAllocatable(LedgerError):
    """More than the source has left, or more than the target still owes."""


class NotReversible(LedgerError):
    """A reversed entry, or a reversal, cannot be reversed."""


class ClosedPeriod(LedgerError):
    """The day lies in a closed month."""


class InvalidPlan(LedgerError):
    """The instalments do not add up to the principal."""


class InvalidTerms(LedgerError):
    """These terms name no rule."""


class InvalidReceipt(LedgerError):
    """The parts of this receipt contradict each other, or its state does not allow this."""
