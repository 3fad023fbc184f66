"""The relations that statements are made of are those of the classes, however they were come by."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Dialect, MetaData, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

from storage.shapes import TABLES, fingerprint, made, relations
from storage.tables import metadata


def ddl(found: MetaData, dialect: Dialect) -> list[list[str]]:
    """What makes them; the order of a table's constraints says nothing."""
    tables = sorted(found.tables.values(), key=lambda table: table.name)
    indexes = (CreateIndex(index) for table in tables for index in table.indexes)
    creating: list[DDLElement] = [*(CreateTable(table) for table in tables), *indexes]
    lines = (str(one.compile(dialect=dialect)).splitlines() for one in creating)
    return sorted(sorted(line.strip(" ,") for line in one) for one in lines)


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])  # type: ignore[no-untyped-call]
def test_kept_relations_are_those_of_the_classes(tmp_path: Path, dialect: Dialect) -> None:
    file = tmp_path / "kept"
    assert ddl(relations(file=file), dialect) == ddl(metadata, dialect)
    assert file.exists()
    assert ddl(relations(file=file), dialect) == ddl(metadata, dialect)


def test_kept_columns_have_the_types_and_defaults_of_the_classes(tmp_path: Path) -> None:
    relations(file=tmp_path / "kept")
    found = relations(file=tmp_path / "kept")
    for table in metadata.tables.values():
        for column in table.columns:
            kept = found.tables[table.name].columns[column.name]
            assert isinstance(kept.type, (type(column.type), String))
            assert repr(kept.default) == repr(column.default)


def test_a_changed_class_is_another_print(tmp_path: Path) -> None:
    sources = tmp_path / "tables"
    shutil.copytree(TABLES, sources)
    before = fingerprint(sources)
    assert before == fingerprint(TABLES)
    with (sources / "books.py").open("a") as file:
        file.write("# changed\n")
    assert fingerprint(sources) != before


def test_what_is_kept_of_other_classes_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_bytes(b"another print\nnot to be read")
    assert set(relations(file=file).tables) == set(metadata.tables)
    assert file.read_bytes().startswith(fingerprint())


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.touch()
    assert set(relations(file=in_the_way / "kept").tables) == set(made().tables)


def test_a_second_process_loads_no_classes() -> None:
    asked = "import sys, storage.relations; print('sqlmodel' in sys.modules, 'sqlalchemy.orm' in sys.modules)"
    runs = [subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True) for _ in range(2)]
    assert runs[-1].stdout.split() == [b"False", b"False"]
