"""Dockerfile and compose.yaml: what can be said of them without building."""

from __future__ import annotations

import re

from config.settings import PREFIX, Settings
from config.variables import variables_of
from tests.house.tree import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert users
    assert users[-1] != "root"


def test_what_is_copied_into_the_image_exists() -> None:
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )*(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_compose_sets_only_variables_that_exist() -> None:
    named = set(re.findall(r"QINGZHANG_[A-Z_]+[A-Z]", COMPOSE))
    assert named
    assert named - {variable.name for variable in variables_of(Settings, PREFIX)} == set()


def test_compose_has_no_password_in_it() -> None:
    passwords = re.findall(r"(?:PASSWORD|SECRET_KEY): (\S+)", COMPOSE)
    assert passwords
    assert all(value.startswith("${") for value in passwords)
