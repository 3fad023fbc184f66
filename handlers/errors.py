"""What a handler refuses. One table (templates/chat/refusal) turns a class into what the person reads.

HandlerError
├── UnknownCustomer     a customer that is not there any more
└── UnknownRecord       a debt or receipt that is not there any more
"""

from __future__ import annotations


class HandlerError(Exception):
    """The message cannot be acted on."""

    def __init__(self, message: str = "", **objects: object) -> None:
        super().__init__(message or type(self).__doc__)
        self.objects = objects


class UnknownCustomer(HandlerError):
    """This customer is not there any more."""


class UnknownRecord(HandlerError):
    """This record is not there any more."""
