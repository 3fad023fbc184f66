"""Wires that break: a proxy before PostgreSQL, and an SQLite connection that loses the answer to a commit."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import make_url


class Proxy:
    """Stands between a program and PostgreSQL, and cuts the line once at a COMMIT when told to."""

    def __init__(self, url: str) -> None:
        self._behind = make_url(url)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._is_armed = threading.Event()
        self._is_asked_first = True
        self.cuts = 0
        self._lines = [self._listening]
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def url(self) -> str:
        port = self._listening.getsockname()[1]
        here = self._behind.set(host="127.0.0.1", port=port, query={})
        return here.render_as_string(hide_password=False)

    def cut_at_commit(self, *, after_the_server_did_it: bool) -> None:
        self._is_asked_first = after_the_server_did_it
        self._is_armed.set()

    def close(self) -> None:
        for line in self._lines:
            _hang_up(line)
        for thread in self._threads:
            thread.join()
        for line in self._lines:
            line.close()

    def _start(self, work: Callable[..., None], *lines: socket.socket) -> None:
        thread = threading.Thread(target=work, args=lines, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = self._connect()
            self._lines += [client, server]
            self._start(self._forward, client, server)
            self._start(_copy, server, client)

    def _connect(self) -> socket.socket:
        host = self._behind.query.get("host", self._behind.host)
        port = self._behind.port or int(str(self._behind.query.get("port", 5432)))
        if str(host).startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{host}/.s.PGSQL.{port}")
            return server
        return socket.create_connection((str(host), port))

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        while request := _receive(client):
            if self._is_armed.is_set() and request.startswith(b"Q") and b"COMMIT" in request:
                self._is_armed.clear()
                self.cuts += 1
                _hang_up(client)
                if self._is_asked_first:
                    _send(server, request)
                    return  # the server's answer goes nowhere
                break
            _send(server, request)
        _hang_up(server)


def _copy(server: socket.socket, client: socket.socket) -> None:
    while answer := _receive(server):
        _send(client, answer)
    _hang_up(client)


def _receive(line: socket.socket) -> bytes:
    try:
        return line.recv(65_536)
    except OSError:
        return b""


def _send(line: socket.socket, data: bytes) -> None:
    try:
        line.sendall(data)
    except OSError:
        return  # nobody listens any more


def _hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


class ForgetfulSqlite(sqlite3.Connection):
    """Reports a failed disk at the next COMMIT: after it was done, or instead of it."""

    armed: str = ""  # "" | done | not done

    def execute(self, statement: str, *parameters: Any) -> sqlite3.Cursor:
        if statement != "COMMIT" or not ForgetfulSqlite.armed:
            return super().execute(statement, *parameters)
        super().execute("COMMIT" if ForgetfulSqlite.armed == "done" else "ROLLBACK")
        ForgetfulSqlite.armed = ""
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
        raise error
