"""Errors of the store. A class is one sentence; an instance carries the objects it is about.

StorageError
├── Unavailable         the database is away, or held by another writer too long; nothing was written
├── UnknownCommit       the answer to a commit was lost and no key tells whether it was written
├── AlreadyThere        a row that was to be new has a key that was taken before
├── Closed              the Database was closed, or not started
├── ReadOnly            a reader asked for what only a writer has
├── NewerDatabase       a later version of the program made this database
├── WrongMode           a live database opened as simulated, or the reverse
├── NotEmpty            a backup is restored into an empty database only
└── BackupDamaged       a backup whose sums, counts or chain do not fit
"""

from __future__ import annotations


class StorageError(Exception):
    """The store refuses this."""

    def __init__(self, message: str = "", **objects: object) -> None:
        super().__init__(message or type(self).__doc__)
        self.objects = objects


class Unavailable(StorageError):
    """The database cannot be reached, or another writer holds it; nothing was written."""


class UnknownCommit(StorageError):
    """The answer to a commit was lost; it may or may not have been written."""


class AlreadyThere(StorageError):
    """A row that was to be new has a key that was taken before."""


class Closed(StorageError):
    """This Database is not open."""


class ReadOnly(StorageError):
    """A reader cannot give ids or write."""


class NewerDatabase(StorageError):
    """This database was made by a newer version of the program; upgrade the program to open it."""


class WrongMode(StorageError):
    """This database is marked for the other mode (live or simulated) and is not opened."""


class NotEmpty(StorageError):
    """A backup is restored into an empty database only."""


class BackupDamaged(StorageError):
    """This backup is damaged; nothing was restored."""
