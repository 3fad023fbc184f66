"""Files that lie beside a database and belong to it (pictures people sent), in a backup and out of it again."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, inspect, select

from storage.errors import BackupDamaged
from storage.relations import metadata

_BYTES_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of a backup: where it lies below the folder of files, and the SHA-256 of its bytes."""

    path: str
    sha256: str

    @property
    def member(self) -> str:
        return f"files/{self.path}"


def enclose(
    connection: Connection, folder: Path, archive: zipfile.ZipFile
) -> tuple[tuple[Enclosure, ...], tuple[str, ...]]:
    """Put in what the attachments name; those put in, and the paths of those that are not there."""
    found: list[Enclosure] = []
    missing: list[str] = []
    for path in _named(connection):
        try:
            found.append(_put(folder / path, path, archive))
        except FileNotFoundError:
            missing.append(path)
    return tuple(found), tuple(missing)


def verify(archive: zipfile.ZipFile, enclosure: Enclosure) -> None:
    """Raises `BackupDamaged` for a file that is not as it was put in, or would not lie below its folder."""
    place = PurePosixPath(enclosure.path)
    if place.is_absolute() or ".." in place.parts or "\\" in enclosure.path or not place.parts:
        raise BackupDamaged(f"file {enclosure.path} does not belong below the folder of files")
    digest = hashlib.sha256()
    try:
        for part in _parts(archive, enclosure):
            digest.update(part)
    except (KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise BackupDamaged(f"file {enclosure.path} cannot be read") from error
    if digest.hexdigest() != enclosure.sha256:
        raise BackupDamaged(f"file {enclosure.path} is not as it was written")


def put_back(archive: zipfile.ZipFile, enclosure: Enclosure, folder: Path) -> None:
    """Written whole or not at all, over what lies there."""
    file = folder / enclosure.path
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    with part.open("wb") as raw:
        for data in _parts(archive, enclosure):
            raw.write(data)
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(file)


def _named(connection: Connection) -> list[str]:
    attachment = metadata.tables["attachment"]
    if not inspect(connection).has_table(attachment.name):
        return []
    every = select(attachment.c.path).where(attachment.c.path != "").distinct().order_by(attachment.c.path)
    return [row[0] for row in connection.execute(every)]


def _put(file: Path, path: str, archive: zipfile.ZipFile) -> Enclosure:
    digest = hashlib.sha256()
    # Pictures do not shrink.
    info = zipfile.ZipInfo(f"files/{path}")
    with file.open("rb") as raw, archive.open(info, "w", force_zip64=True) as member:
        while data := raw.read(_BYTES_AT_ONCE):
            digest.update(data)
            member.write(data)
    return Enclosure(path, digest.hexdigest())


def _parts(archive: zipfile.ZipFile, enclosure: Enclosure) -> Iterator[bytes]:
    with archive.open(enclosure.member) as member:
        while data := member.read(_BYTES_AT_ONCE):
            yield data
