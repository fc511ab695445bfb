"""A real PostgreSQL server of the test's own, from Debian's package ``postgresql``."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

PASSWORD = "prøve-4711"
USER = "laeser"


def programs() -> Path:
    """The folder of the newest server's programs, or skip."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1].parent


@contextmanager
def server() -> Iterator[int]:
    """A server on a free port of 127.0.0.1 with a superuser ``ejer`` and a user USER; ended at the end."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        yield from _server(Path(folder))


def _server(folder: Path) -> Iterator[int]:
    bin_, user = programs(), "postgres" if os.geteuid() == 0 else None
    data, secret = folder / "data", folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    if user:  # the server refuses to run as root
        for path in (folder, secret):
            shutil.chown(path, user)
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8", "--username=ejer"]
    subprocess.run(
        [bin_ / "initdb", *options, f"--pwfile={secret}", data], check=True, capture_output=True, user=user, cwd="/"
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [bin_ / "postgres", "-D", data, "-p", str(port), *settings], stdout=log, stderr=log, user=user, cwd="/"
        )
    try:
        _wait(port, process)
        with owner(port) as connection:
            connection.execute(f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}'")
        yield port
    finally:
        process.send_signal(signal.SIGINT)  # a fast end: it does not wait for clients
        process.wait(timeout=30)


def owner(port: int) -> psycopg.Connection:
    """A superuser's own connection, past any proxy."""
    return psycopg.connect(
        host="127.0.0.1", port=port, user="ejer", password=PASSWORD, dbname="postgres", autocommit=True
    )


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None
        try:
            owner(port).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not come up")
