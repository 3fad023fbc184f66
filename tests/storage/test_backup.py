"""A backup is one file that restores on either engine, and says so when it is damaged."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ledger.receivable import Part
from storage.backup import Manifest, backup, restore
from storage.database import Database
from storage.engines import snapshot
from storage.errors import BackupDamaged, NewerDatabase, NotEmpty, StorageError
from storage.schema import current, exclusive, latest, migrate
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork
from tests.storage.conftest import Clock

DAY = date(2026, 3, 2)
NOWHERE = Path("nowhere")


def a_month(uow: UnitOfWork) -> None:
    """Two debts and a payment of a customer whose name is hard to write."""
    customer = uow.customers.create(name='张三"建材\n\\N\t\u3000<b>', owner="wang", created_by="wang")
    for fen in (1_200_000, 500_001):
        uow.journal.debt(
            customer_id=customer.id, principal=fen, issued_on=DAY, parts=[Part(fen, None)], actor="wang",
            salesperson="wang", note="尾款",
        )  # fmt: skip
    receipt = uow.receipts.report(customer.id, 300_000, DAY, reported_by="wang", state="confirmed")
    uow.journal.payment(
        customer_id=customer.id, amount=300_000, effective_on=DAY, actor="wang", receipt_id=receipt.id
    )


@pytest.fixture
def filled_url(migrated_url: str, clock: Clock) -> str:
    with Database(migrated_url, clock=clock) as database:
        database.write_now(a_month)
    return migrated_url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'restored.db'}"


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database but leases, as Python sees it."""
    tables = [table for table in metadata.sorted_tables if table.name != "lease"]
    with snapshot(url) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in tables
        }


def test_a_backup_restores_on_either_engine(
    filled_url: str, sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    manifest = backup(filled_url, tmp_path / "books.zip", files=NOWHERE)
    for url in (sqlite_url, postgres_url):
        assert restore(tmp_path / "books.zip", url, files=NOWHERE) == manifest
        assert rows(url) == rows(filled_url)
    assert manifest.anchors[1][0] == 3
    assert manifest.rows >= 10


def test_a_restored_database_goes_on(filled_url: str, sqlite_url: str, tmp_path: Path, clock: Clock) -> None:
    backup(filled_url, tmp_path / "books.zip", files=NOWHERE)
    restore(tmp_path / "books.zip", sqlite_url, files=NOWHERE)
    with Database(sqlite_url, clock=clock) as database:
        database.write_now(lambda uow: uow.customers.create(name="永盛装饰", owner="wang", created_by="wang"))
        assert database.read_now(lambda uow: uow.heads.head(uow.connection, 1).next_seq) == 4
    assert current(sqlite_url) == latest()


def test_a_backup_is_one_moment_while_others_write(filled_url: str, tmp_path: Path, clock: Clock) -> None:
    with Database(filled_url, clock=clock) as database:
        waiting = [database.submit(lambda uow: uow.new_id()) for _ in range(50)]
        manifest = backup(filled_url, tmp_path / "books.zip", files=NOWHERE)
        assert [future.result() for future in waiting]
    entries = next(sheet.rows for sheet in manifest.sheets if sheet.name == "entry")
    assert manifest.anchors[1][0] == entries


def test_a_database_with_rows_is_not_restored_over(filled_url: str, tmp_path: Path) -> None:
    backup(filled_url, tmp_path / "books.zip", files=NOWHERE)
    before = rows(filled_url)
    with pytest.raises(NotEmpty):
        restore(tmp_path / "books.zip", filled_url, files=NOWHERE)
    assert rows(filled_url) == before


def test_an_empty_schema_is_restored_into(filled_url: str, sqlite_url: str, tmp_path: Path) -> None:
    backup(filled_url, tmp_path / "books.zip", files=NOWHERE)
    migrate(sqlite_url)
    restore(tmp_path / "books.zip", sqlite_url, files=NOWHERE)
    assert rows(sqlite_url) == rows(filled_url)


def test_a_backup_of_an_older_schema_is_upgraded(database_url: str, sqlite_url: str, tmp_path: Path) -> None:
    migrate(database_url, to="0002")
    manifest = backup(database_url, tmp_path / "old.zip", files=NOWHERE)
    restore(tmp_path / "old.zip", sqlite_url, files=NOWHERE)
    assert (manifest.revision, current(sqlite_url)) == ("0002", latest())


def test_there_is_nothing_to_back_up_in_an_empty_database(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nothing to back up"):
        backup(database_url, tmp_path / "books.zip", files=NOWHERE)
    assert not list(tmp_path.glob("*.zip*"))


Change = Callable[[dict[str, bytes]], None]


def rewritten(file: Path, change: Change) -> None:
    """The same archive with its members changed by `change`, each whole in itself."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def changes_an_amount(members: dict[str, bytes]) -> None:
    members["tables/entry.jsonl"] = members["tables/entry.jsonl"].replace(b"1200000", b"1900000")


def loses_a_table(members: dict[str, bytes]) -> None:
    del members["tables/entry.jsonl"]


def loses_the_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def names_a_foreign_table(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    manifest["sheets"][0]["columns"][0] = 'corp_id") VALUES (1); DROP TABLE corp; --'
    members["manifest.json"] = json.dumps(manifest).encode()


def forges_the_anchor(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    manifest["anchors"]["1"][1] = "0" * 64
    members["manifest.json"] = json.dumps(manifest).encode()


DAMAGES = [
    (changes_an_amount, "entry is not as it was written"),
    (loses_a_table, "entry cannot be read"),
    (loses_the_manifest, "manifest of this backup cannot be read"),
    (names_a_foreign_table, "is not one that its revision had"),
    (forges_the_anchor, "heads of the journals are not those"),
]


@pytest.mark.parametrize(("damage", "said"), DAMAGES)
def test_a_damaged_backup_restores_nothing(
    filled_url: str, sqlite_url: str, tmp_path: Path, damage: Change, said: str
) -> None:
    backup(filled_url, tmp_path / "books.zip", files=NOWHERE)
    rewritten(tmp_path / "books.zip", damage)
    with pytest.raises(BackupDamaged, match=said):
        restore(tmp_path / "books.zip", sqlite_url, files=NOWHERE)
    assert current(sqlite_url) is None


def test_half_a_backup_is_damaged(filled_url: str, sqlite_url: str, tmp_path: Path) -> None:
    backup(filled_url, tmp_path / "books.zip", files=NOWHERE)
    data = (tmp_path / "books.zip").read_bytes()
    (tmp_path / "books.zip").write_bytes(data[: len(data) // 2])
    with pytest.raises(BackupDamaged, match="no backup, or only a part"):
        restore(tmp_path / "books.zip", sqlite_url, files=NOWHERE)


def test_a_journal_changed_before_the_backup_is_found(
    filled_url: str, sqlite_url: str, tmp_path: Path
) -> None:
    with exclusive(filled_url) as connection:
        connection.exec_driver_sql("UPDATE entry SET amount = amount + 1 WHERE seq = 2")
    backup(filled_url, tmp_path / "books.zip", files=NOWHERE)
    with pytest.raises(BackupDamaged, match="chain"):
        restore(tmp_path / "books.zip", sqlite_url, files=NOWHERE)


def test_a_backup_of_a_newer_program_is_refused(filled_url: str, sqlite_url: str, tmp_path: Path) -> None:
    backup(filled_url, tmp_path / "books.zip", files=NOWHERE)
    rewritten(tmp_path / "books.zip", newer)
    with pytest.raises(NewerDatabase):
        restore(tmp_path / "books.zip", sqlite_url, files=NOWHERE)


def newer(members: dict[str, bytes]) -> None:
    members["manifest.json"] = members["manifest.json"].replace(latest().encode(), b"9999")


def test_memory_does_not_grow_with_the_books(
    filled_url: str, sqlite_url: str, tmp_path: Path, clock: Clock
) -> None:
    peaks = []
    for size in (2_000, 20_000):
        add_notes(filled_url, clock, size)
        tracemalloc.start()
        round_trip(filled_url, sqlite_url, tmp_path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def add_notes(url: str, clock: Clock, count: int) -> None:
    with Database(url, clock=clock) as database:
        database.write_now(lambda uow: [uow.audit.note("wang", "view", "x" * 200, "") for _ in range(count)])


def round_trip(url: str, other: str, folder: Path) -> Manifest:
    backup(url, folder / "books.zip", files=NOWHERE)
    for file in folder.glob("restored.db*"):
        file.unlink()
    return restore(folder / "books.zip", other, files=NOWHERE)


@pytest.fixture
def pictured_url(filled_url: str, tmp_path: Path, clock: Clock) -> str:
    """Two pictures are known; the file of one of them is lost."""
    (tmp_path / "data" / "attachments").mkdir(parents=True)
    (tmp_path / "data" / "attachments" / "slip.png").write_bytes(b"\x89PNG slip")

    def send(uow: UnitOfWork) -> None:
        for name in ("slip.png", "lost.png", "slip.png"):
            uow.attachments.add(sender="wang", kind="image", path=f"attachments/{name}")

    with Database(filled_url, clock=clock) as database:
        database.write_now(send)
    return filled_url


def test_attached_files_come_back_with_their_rows(pictured_url: str, sqlite_url: str, tmp_path: Path) -> None:
    manifest = backup(pictured_url, tmp_path / "books.zip", files=tmp_path / "data")
    assert [one.path for one in manifest.files] == ["attachments/slip.png"]
    assert manifest.missing == ("attachments/lost.png",)
    assert restore(tmp_path / "books.zip", sqlite_url, files=tmp_path / "new") == manifest
    assert (tmp_path / "new" / "attachments" / "slip.png").read_bytes() == b"\x89PNG slip"
    assert rows(sqlite_url) == rows(pictured_url)


@pytest.mark.parametrize("place", ["../slip.png", "/slip.png", "a/../../slip.png"])
def test_no_file_is_written_outside_its_folder(
    place: str, pictured_url: str, sqlite_url: str, tmp_path: Path
) -> None:
    backup(pictured_url, tmp_path / "books.zip", files=tmp_path / "data")
    change_manifest(tmp_path / "books.zip", tmp_path / "bad.zip", place)
    with pytest.raises(BackupDamaged, match="does not belong"):
        restore(tmp_path / "bad.zip", sqlite_url, files=tmp_path / "new")
    assert current(sqlite_url) is None


def test_a_changed_file_is_refused_before_the_first_row(
    pictured_url: str, sqlite_url: str, tmp_path: Path
) -> None:
    backup(pictured_url, tmp_path / "books.zip", files=tmp_path / "data")
    with zipfile.ZipFile(tmp_path / "books.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"another" if name.startswith("files/") else good.read(name))
    with pytest.raises(BackupDamaged, match="not as it was written"):
        restore(tmp_path / "bad.zip", sqlite_url, files=tmp_path / "new")
    assert not (tmp_path / "new").exists()


def change_manifest(good: Path, bad: Path, place: str) -> None:
    with zipfile.ZipFile(good) as before, zipfile.ZipFile(bad, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "manifest.json":
                data = data.replace(b"attachments/slip.png", place.encode())
            after.writestr(name, data)
