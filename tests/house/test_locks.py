"""What is installed is what was locked, from wherever the machine gets its packages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, name_of

LOCKS = ("requirements.lock", "requirements-dev.lock")
# In two halves, so that this file does not name one itself.
HOSTS = tuple(first + second for first, second in (("pypi.", "org"), ("python", "hosted"), ("npmjs.", "org")))
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==", re.MULTILINE)


def same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert [mark for mark in ("://", "index-url", "find-links") if mark in text] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_its_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text()
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize(("lock", "extras"), [("requirements.lock", ()), ("requirements-dev.lock", ("dev",))])
def test_every_dependency_is_locked(lock: str, extras: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    names = {same(re.split(r"[\[<>=;! ]", line)[0]) for line in wanted}
    assert names - {same(name) for name in PINNED.findall((ROOT / lock).read_text())} == set()


def test_no_file_names_a_package_host() -> None:
    texts = ((path, path.read_bytes()) for path in files() if path.stat().st_size < 1_000_000)
    assert [name_of(path) for path, text in texts for host in HOSTS if host.encode() in text] == []


def test_there_is_one_lock_a_purpose() -> None:
    assert [
        name_of(path) for path in files() if path.name in {"uv.lock", "poetry.lock", "Pipfile.lock"}
    ] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_image_and_make_install_from_a_lock(lock: str) -> None:
    installers = "".join(Path(ROOT / name).read_text() for name in ("Dockerfile", "Makefile"))
    assert f"--require-hashes -r {lock}" in installers
