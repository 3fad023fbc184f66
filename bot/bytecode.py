"""Templates as compiled: kept beside them, as Python keeps its own bytecode and trusted as that is."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import get_ident

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class BytecodeBeside(BytecodeCache):
    """Files in `__pycache__` of the folder of templates.

    What was left there by a changed template is not taken, nor what other `filters` left: a compiled template holds
    what they made of constants. Compiling takes 10 to 50 ms a template; a folder that cannot be written to costs that
    time and nothing else.
    """

    def __init__(self, folder: Path, filters: tuple[Path, ...]) -> None:
        self._folder = folder / "__pycache__"
        self._print = _print(filters)

    def get_source_checksum(self, source: str) -> str:
        return f"{self._print} {super().get_source_checksum(source)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            bucket.load_bytecode(BytesIO(self._file(bucket).read_bytes()))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """All of it or nothing: another process may be reading."""
        file = self._file(bucket)
        with suppress(OSError):
            file.parent.mkdir(exist_ok=True)
            whole = file.with_suffix(f".{os.getpid()}-{get_ident()}")
            whole.write_bytes(bucket.bytecode_to_string())
            whole.replace(file)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.template"


@cache
def _print(filters: tuple[Path, ...]) -> str:
    found = sha256(f"{sys.version} {jinja2.__version__}".encode())
    for file in filters:
        found.update(file.read_bytes())
    return found.hexdigest()
