"""File servers on this machine: files listed a second, files and megabytes read a second; a folder of a million names.

The servers run on the same two cores, so a figure is what both ends manage together.
"""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from connectors.files import connect_files
from connectors.globs import Globs
from connectors.remote import RemoteFiles
from connectors.tree import Entry, EntryKind, Source
from dsar.connector import Connector, StoreContext
from dsar.model import Item
from tests.connectors import servers
from tests.connectors.servers import SECRET

SMALL, SMALL_SIZE = 2_000, 20_000
LARGE, LARGE_SIZE = 4, 50_000_000
MANY = int(os.environ.get("DSAR_BENCH_NAMES", "1000000"))


def run() -> None:
    print(f"{SMALL} files of {SMALL_SIZE // 1000} kB, {LARGE} of {LARGE_SIZE // 10**6} MB; one process")
    os.environ["DSAR_BENCH_SECRET"] = SECRET
    with ExitStack() as stack:
        folder = stack.enter_context(servers.open_folder())
        _fill(folder)
        _measure("local", {"path": str(folder)})
        login = {"user": getpass.getuser(), "password": {"env": "DSAR_BENCH_SECRET"}}
        work = stack.enter_context(servers.open_folder())
        port = stack.enter_context(servers.samba(folder, work))
        _measure("smb, signed", {"url": f"smb://127.0.0.1:{port}/sager"} | login)
        _measure("smb, encrypted", {"url": f"smb://127.0.0.1:{port}/sager", "encrypt": True} | login)
        work = stack.enter_context(servers.open_folder())
        port, host_key, key = stack.enter_context(servers.openssh(work))
        os.environ["DSAR_BENCH_KEY"] = key
        pinned = {"user": getpass.getuser(), "key": {"env": "DSAR_BENCH_KEY"}, "host_key": host_key}
        _measure("sftp", {"url": f"sftp://127.0.0.1:{port}{folder}"} | pinned)
        work = stack.enter_context(servers.open_folder())
        port = stack.enter_context(servers.webdav(folder, work))
        _measure("webdav (wsgidav)", {"url": f"webdav://127.0.0.1:{port}/dav"} | login)
    _many()


def _fill(folder: Path) -> None:
    block = os.urandom(1 << 20)
    for name, count, size in (("små", SMALL, SMALL_SIZE), ("store", LARGE, LARGE_SIZE)):
        (folder / name).mkdir()
        for number in range(count):
            with (folder / name / f"{number:05}.bin").open("wb") as file:
                for start in range(0, size, len(block)):
                    file.write(block[: size - start])


def _measure(name: str, settings: dict[str, Any]) -> None:
    connector = connect_files(StoreContext("bench", Path("/")), settings)
    started = time.perf_counter()
    items = [one for one in connector.crawl(None) if isinstance(one, Item)]
    listed = len(items) / (time.perf_counter() - started)
    small, large = ([i for i in items if i.locator.startswith(kind)] for kind in ("små/", "store/"))
    seconds = _read(connector, small)
    rate = sum(i.size or 0 for i in large) / 1e6 / _read(connector, large)
    print(f"{name:18} {listed:8.0f} listed/s {len(small) / seconds:7.0f} files/s {rate:7.1f} MB/s")
    if isinstance(connector, RemoteFiles):
        connector.close()


def _read(connector: Connector, items: list[Item]) -> float:
    started = time.perf_counter()
    for item in items:
        with connector.open(item) as source:
            while source.read(1 << 18):
                pass
    return time.perf_counter() - started


class _Endless:
    """A server with one folder of very many names, none of which it keeps."""

    def listing(self, folder: str) -> Iterator[Entry]:
        for number in range(MANY):
            name = f"{number * 7919 % MANY:07} Afgørelse om hjælpemidler.docx"
            yield Entry(name, EntryKind.FILE, f"1700000000.0-{number}", number, 1_700_000_000.0)

    def open(self, path: str, start: int) -> Source:
        raise NotImplementedError

    def close(self) -> None:
        pass


def _many() -> None:
    with TemporaryDirectory() as folder:
        connector = RemoteFiles(StoreContext("bench", Path(folder)), _Endless(), Globs(["*"], []), place="bench")
        process = psutil.Process()
        before = peak = process.memory_info().rss
        started = time.perf_counter()
        for number, _ in enumerate(connector.crawl(None)):
            if number % 10_000 == 0:
                peak = max(peak, process.memory_info().rss)
        seconds = time.perf_counter() - started
    print(f"one folder of {MANY} names: {MANY / seconds:.0f} names/s, {(peak - before) / 1e6:.0f} MB more memory")
