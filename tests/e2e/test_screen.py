"""A newcomer's first minute, in a real browser: `serve --simulator`, the page, a sentence, the books."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.e2e.browser import PATIENCE, Page, browser_path, browsing

ROOT = Path(__file__).resolve().parents[2]
BROWSER = browser_path()
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The command as a newcomer runs it, in a folder of its own; the address and the process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    variables = {name: value for name, value in os.environ.items() if not name.startswith("QINGZHANG_")}
    command = [sys.executable, "-m", "bot", "serve", "--simulator", "--port", str(port)]
    running = subprocess.Popen(
        command, cwd=folder, env=variables | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, running)
        yield address, running
    finally:
        if running.poll() is None:
            running.kill()
        running.communicate()


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        assert running.poll() is None, running.communicate()[1].decode()
        assert time.monotonic() < deadline, "it does not listen"
        try:
            if httpx.get(address + "/healthz", trust_env=False).is_success:
                return
        except httpx.ConnectError:
            time.sleep(0.05)  # another process; nothing to wait on


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Page]]:
    """One service and one browser; a test does not mind what another has written."""
    with serving(tmp_path_factory.mktemp("served")) as (address, _), browsing(str(BROWSER)) as opened:
        yield address, opened


@pytest.fixture
def page(served: tuple[str, Page]) -> Iterator[Page]:
    address, opened = served
    shown(opened, address)
    yield opened
    assert opened.problems == []


def shown(page: Page, address: str, *, width: int = 1360) -> None:
    """Open the screen as 老周; done when the greeting and the books are there."""
    page.open(address, width=width)
    page.evaluate("localStorage.clear()")
    page.open(address, width=width)
    page.until("document.querySelectorAll('.customers tr').length")


def test_a_sentence_is_answered_and_the_books_move(page: Page) -> None:
    before = page.evaluate("document.querySelector('.sums dd').textContent")
    page.evaluate("document.querySelector('#text').focus()")
    page.type("永盛拿了1.2万瓷砖 下月15给")
    page.until("[...document.querySelectorAll('.theirs .bubble')].at(-1)?.textContent.startsWith('记好了')")
    assert page.evaluate("[...document.querySelectorAll('.mine')].at(-1).innerText").endswith("下月15给")
    page.until(f"document.querySelector('.sums dd').textContent !== '{before}'")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.theirs .bubble')).whiteSpace") == "pre-wrap"
    )


def test_others_see_what_comes_to_them_and_time_goes_on(page: Page) -> None:
    page.evaluate("document.querySelector('[data-who=wangfang]').click()")
    page.until("document.querySelectorAll('.theirs').length")
    page.until("!document.querySelector('[data-who=xiaohe] .badge').hidden")
    day = page.evaluate("document.querySelector('#now').textContent")
    page.evaluate("document.querySelector('[data-minutes=\"1440\"]').click()")
    page.until(f"document.querySelector('#now').textContent.slice(0, 11) !== '{day[:11]}'")


def test_hostile_words_stay_words(page: Page) -> None:
    page.evaluate("document.querySelector('#text').focus()")
    page.type("<img src=x onerror=document.title='caught'>")
    page.until("[...document.querySelectorAll('.mine .bubble')].at(-1)?.textContent.startsWith('<img')")
    assert page.evaluate("document.querySelectorAll('.bubble img').length") == 0
    assert page.evaluate("document.title") != "caught"


def test_it_fits_a_phone(page: Page) -> None:
    shown(page, page.evaluate("location.href"), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("document.querySelector('#toggle').click()")
    assert page.evaluate("document.querySelector('.customers').getBoundingClientRect().width") > 300


def test_an_interrupt_ends_it_while_a_page_is_open(tmp_path: Path) -> None:
    with serving(tmp_path) as (address, running), browsing(str(BROWSER)) as page:
        page.open(address)
        page.until("document.querySelectorAll('.customers tr').length")
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=PATIENCE) in (0, -signal.SIGINT)
        page.until("!document.querySelector('#away').hidden")


def test_the_menu_stands_below_the_apps_chat_and_a_press_is_answered(page: Page) -> None:
    page.until("document.querySelectorAll('#menu > div > button').length === 3")
    page.evaluate("document.querySelectorAll('#menu > div > button')[1].click()")
    assert page.evaluate("!document.querySelectorAll('#menu .below')[1].hidden")
    before = page.evaluate("document.querySelectorAll('.theirs').length")
    page.evaluate("document.querySelectorAll('#menu .below')[1].querySelector('button').click()")
    page.until(f"document.querySelectorAll('.theirs').length > {before}")
    assert page.evaluate("document.querySelectorAll('#menu .below')[1].hidden")
    page.evaluate("document.querySelector('[data-way=bot]').click()")
    page.until("document.getElementById('menu').hidden")


def test_who_is_asked_for_an_approval_decides_in_its_window(page: Page) -> None:
    page.evaluate("document.querySelector('[data-who=laozhou]').click()")
    page.evaluate("document.getElementById('text').focus()")
    page.type("张三建材坏账核销 3000 老板跑了")
    page.evaluate("document.querySelector('[data-who=zhaozong]').click()")
    page.until("document.querySelectorAll('#approvals li button').length === 2")
    assert "张三建材" in page.evaluate("document.querySelector('#approvals li').textContent")
    page.evaluate("document.querySelectorAll('#approvals button')[1].click()")
    page.until("!document.querySelectorAll('#approvals li').length")


def test_faults_are_ordered_and_taken_back(page: Page) -> None:
    page.evaluate("document.querySelector('#faults summary').click()")
    page.evaluate("document.querySelector('[data-fault*=delay]').click()")
    page.until("document.querySelector('#faults.ordered')")
    page.evaluate("document.querySelector('[data-fault=\"{}\"]').click()")
    page.until("!document.querySelector('#faults.ordered')")
