"""A picture sent just before belongs to the record that follows (P10)."""

from __future__ import annotations

from datetime import timedelta

from storage.unit_of_work import UnitOfWork

WITHIN = timedelta(minutes=10)


def attach_loose(sender: str, subject: str, uow: UnitOfWork) -> None:
    """Attach what this person has sent in the last ten minutes and is attached to nothing."""
    for kept in uow.attachments.loose_of(sender, uow.now - WITHIN):
        uow.attachments.attach(kept.id, subject)
