"""The tables as plain relations: made of the classes of `storage.tables` once, and kept beside the bytecode.

Forty mapped and validated classes take most of the time in which a short command begins, and nobody needs more of
them than columns, keys and indexes.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from hashlib import sha256
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path

import sqlalchemy
from sqlalchemy import MetaData, String

TABLES = Path(__file__).parent / "tables"
_VERSIONS = f"{sys.version} {sqlalchemy.__version__}"


def relations(sources: Path = TABLES, file: Path | None = None) -> MetaData:
    """The relations of the classes as they are now, from `file` where it holds those.

    Kept as Python keeps bytecode, and trusted like it: whoever may write there may as well change the program.
    """
    file = file or Path(cache_from_source(__file__)).with_suffix(".tables")
    ours = fingerprint(sources)
    with suppress(OSError):
        known, _, kept = file.read_bytes().partition(b"\n")
        if known == ours:
            found: MetaData = pickle.loads(kept)  # noqa: S301 — see above
            return found
    found = made()
    _keep(ours + b"\n" + pickle.dumps(found), file)
    return found


def fingerprint(sources: Path = TABLES) -> bytes:
    """Of everything that the relations are made of."""
    found = sha256(_VERSIONS.encode())
    for file in (Path(__file__), *sorted(sources.glob("*.py"))):
        found.update(file.read_bytes())
    return found.hexdigest().encode()


def made() -> MetaData:
    """Straight from the classes."""
    # Loaded when they are to be made: that is the time this file saves.
    from sqlmodel import AutoString

    metadata: MetaData = import_module("storage.tables").metadata
    found = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        for column in table.to_metadata(found).columns:
            if isinstance(column.type, AutoString):  # a VARCHAR that only the ORM's package could read again
                column.type = String(column.type.length)
    return found


def _keep(content: bytes, file: Path) -> None:
    """All of it or nothing: another process may be reading. A folder that cannot be written to is no fault."""
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        whole = file.with_name(f"{file.name}.{os.getpid()}")
        whole.write_bytes(content)
        whole.replace(file)
