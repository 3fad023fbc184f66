"""One portable file with everything in a database, and its way back, on and across both engines.

A zip of one JSONL file a table (a row is an array; instants are microseconds, days ISO, money fen) and a
manifest: revision of the schema, columns, counts, SHA-256 sums, and each journal's anchor (seq, head hash).
Leases are left out. Files that attachments name lie in it below `files/`.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Inspector, MetaData, Table, inspect, select

from ledger.chain import Link, check_chain
from ledger.errors import LedgerError
from storage.check import links
from storage.enclosures import Enclosure, enclose, put_back, verify
from storage.engines import snapshot
from storage.errors import BackupDamaged, NotEmpty, StorageError
from storage.heads import Heads
from storage.ids import refuse_id
from storage.relations import metadata
from storage.schema import current, exclusive, has_sound_keys, refuse_newer, upgrade
from storage.transaction import DATABASE_ERRORS
from storage.work import Work

FORMAT = 1
LEFT_OUT = frozenset({"lease"})
MANIFEST = "manifest.json"
_ROWS_AT_ONCE = 1_000
_STREAMED = {"yield_per": _ROWS_AT_ONCE}
_BYTES_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table in a backup."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; its sheets in an order in which a row comes after those it points to.

    `anchors`: company → (seq, hash) of its last entry. `missing` are files that attachments name and nobody found.
    """

    revision: str
    sheets: tuple[Sheet, ...]
    anchors: dict[int, tuple[int, str]]
    files: tuple[Enclosure, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(sheet.rows for sheet in self.sheets)


def backup(url: str, file: Path | str, *, files: Path) -> Manifest:
    """Write one consistent snapshot to `file`, replacing it only when complete. Memory does not grow with it.

    Attached files are looked for below `files`. Others may write meanwhile. Raises `StorageError` when there is nothing to back up, `NewerDatabase`.
    """
    revision = current(url)
    if revision is None:
        raise StorageError("this database is empty; there is nothing to back up")
    file = Path(file)
    part = file.with_name(file.name + ".part")
    with snapshot(url) as connection, part.open("wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            sheets = tuple(_write_sheet(connection, table, archive) for table in _tables(connection))
            manifest = Manifest(revision, sheets, _anchors(connection), *enclose(connection, files, archive))
            archive.writestr(MANIFEST, json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1))
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(file)
    return manifest


def restore(file: Path | str, url: str, *, files: Path) -> Manifest:
    """Put a backup into an empty database, all or nothing, and bring it to this program's schema.

    Attached files are written below `files` just before the rows that name them are committed.
    Raises `BackupDamaged` when sums, counts, keys or the chain do not fit, `NotEmpty` when there are rows,
    `NewerDatabase` when a newer program made the backup.
    """
    with _opened(file) as archive:
        manifest = _read_manifest(archive)
        refuse_newer(manifest.revision)
        for sheet in manifest.sheets:
            _verify_sum(archive, sheet)
        for enclosure in manifest.files:
            verify(archive, enclosure)
        with exclusive(url) as connection:
            _demand_empty(connection)
            _rebuild(connection, manifest.revision)
            _fill(connection, archive, manifest)
            upgrade(connection, "head")
            _verify_books(connection, manifest)
            for enclosure in manifest.files:
                put_back(archive, enclosure, files)
    return manifest


def _tables(connection: Connection) -> list[Table]:
    """Our tables as they are in this database, whose schema may be older than the program."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in metadata.tables and name not in LEFT_OUT)
    return found.sorted_tables


def _write_sheet(connection: Connection, table: Table, archive: zipfile.ZipFile) -> Sheet:
    digest, count = hashlib.sha256(), 0
    every = select(table).order_by(*table.primary_key)
    rows = connection.execute(every, execution_options=_STREAMED)
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as sheet:
        for part in rows.partitions():
            data = b"".join(orjson.dumps(tuple(row), option=orjson.OPT_APPEND_NEWLINE) for row in part)
            digest.update(data)
            sheet.write(data)
            count += len(part)
    return Sheet(table.name, tuple(table.columns.keys()), count, digest.hexdigest())


def _anchors(connection: Connection) -> dict[int, tuple[int, str]]:
    head = metadata.tables["corp_head"]
    rows = connection.execute(select(head.c.corp_id, head.c.next_seq, head.c.head_hash))
    return {corp_id: (next_seq - 1, head_hash) for corp_id, next_seq, head_hash in rows}


def _opened(file: Path | str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise BackupDamaged("this file is no backup, or only a part of one") from error


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        text = json.loads(archive.read(MANIFEST))
        if text["format"] != FORMAT:
            raise BackupDamaged(f"this backup has format {text['format']}, and format {FORMAT} is known")
        sheets = tuple(Sheet(**{**sheet, "columns": tuple(sheet["columns"])}) for sheet in text["sheets"])
        anchors = {int(corp_id): (int(seq), str(head)) for corp_id, (seq, head) in text["anchors"].items()}
        files = tuple(Enclosure(**enclosure) for enclosure in text.get("files", ()))
        return Manifest(text["revision"], sheets, anchors, files, tuple(text.get("missing", ())))
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise BackupDamaged("the manifest of this backup cannot be read") from error


def _verify_sum(archive: zipfile.ZipFile, sheet: Sheet) -> None:
    digest = hashlib.sha256()
    try:
        with archive.open(sheet.member) as member:
            while data := member.read(_BYTES_AT_ONCE):
                digest.update(data)
    except (KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise BackupDamaged(f"table {sheet.name} cannot be read", sheet=sheet) from error
    if digest.hexdigest() != sheet.sha256:
        raise BackupDamaged(f"table {sheet.name} is not as it was written", sheet=sheet)


def _demand_empty(connection: Connection) -> None:
    for table in _tables(connection):
        if connection.execute(select(1).select_from(table).limit(1)).first():
            raise NotEmpty(table=table.name)


def _rebuild(connection: Connection, revision: str) -> None:
    """Make the schema anew as it was when the backup was made."""
    metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    upgrade(connection, revision)


def _fill(connection: Connection, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    inspector = inspect(connection)
    for sheet in manifest.sheets:
        if not _is_known(sheet, inspector):
            raise BackupDamaged(f"table {sheet.name} is not one that its revision had", sheet=sheet)
        try:
            with archive.open(sheet.member) as member:
                _insert(connection, sheet, (orjson.loads(line) for line in member))
        except (*DATABASE_ERRORS, ValueError) as error:
            raise BackupDamaged(f"a row of table {sheet.name} does not fit", sheet=sheet) from error
        if connection.exec_driver_sql(f'SELECT count(*) FROM "{sheet.name}"').scalar_one() != sheet.rows:  # noqa: S608
            raise BackupDamaged(f"table {sheet.name} has rows too many or too few", sheet=sheet)


def _is_known(sheet: Sheet, inspector: Inspector) -> bool:
    """Names from the manifest enter SQL only when the schema has them."""
    if sheet.name not in metadata.tables or not sheet.columns:
        return False
    return {column["name"] for column in inspector.get_columns(sheet.name)}.issuperset(sheet.columns)


def _insert(connection: Connection, sheet: Sheet, rows: Iterator[list[Any]]) -> None:
    """Days and instants go in as they are written; both engines read them so."""
    columns = ", ".join(f'"{column}"' for column in sheet.columns)
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" * len(sheet.columns))
        statement = f'INSERT INTO "{sheet.name}" ({columns}) VALUES ({places})'  # noqa: S608
        while part := [tuple(row) for row in islice(rows, _ROWS_AT_ONCE)]:
            connection.exec_driver_sql(statement, part)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f'COPY "{sheet.name}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _verify_books(connection: Connection, manifest: Manifest) -> None:
    if not has_sound_keys(connection):
        raise BackupDamaged("rows of this backup point to rows that it does not have")
    if _anchors(connection) != manifest.anchors:
        raise BackupDamaged("the heads of the journals are not those of the manifest")
    for corp_id, (seq, head_hash) in manifest.anchors.items():
        problem = next(check_chain(_links(connection, corp_id), {seq: head_hash}), None)
        if problem is not None:
            raise BackupDamaged("the chain of the journal is broken or cut off", problem=problem)


def _links(connection: Connection, corp_id: int) -> Iterator[Link]:
    work = Work(connection, corp_id=corp_id, now=datetime.now(UTC), new_id=refuse_id, heads=Heads())
    try:
        yield from links(work)
    except LedgerError as error:
        raise BackupDamaged("the journal of this backup has a line that cannot be one") from error
