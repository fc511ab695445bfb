"""How fast items are read, in this process and through the sandbox, and how much memory the child takes.

What it compares with: reading in the same process, without limits. A peer that
starts a process a file is bounded by the cost of a start, which is measured too.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import psutil

from dsar.extract.extractor import Limits
from dsar.extract.reading import read_item
from dsar.extract.registry import Registry
from dsar.extract.sandbox import Sandbox
from dsar.extract.spool import spool

SENTENCE = "Åse Ærø, Søvej 12, 2. tv, 9000 Aalborg, ringede om sin sag den 3. november. "
ROW = "Åse Ærø;450427-0001;Søvej 12, 2. tv;9000;Aalborg;12345678;aase@example.dk\n"


def run() -> None:
    limits = Limits()
    print(f"{'what':<34}{'items':>9}{'MB':>8}{'here MB/s':>11}{'sandbox MB/s':>14}{'sandbox items/s':>17}")
    for what, name, items in samples():
        here = seconds(lambda items=items, name=name: read_here(items, name, limits))
        with Sandbox(limits) as sandbox:
            read_there(sandbox, items[:1], name)
            there = seconds(lambda items=items, name=name, sandbox=sandbox: read_there(sandbox, items, name))
        size = sum(map(len, items)) / 1e6
        print(
            f"{what:<34}{len(items):>9}{size:>8.1f}{size / here:>11.1f}{size / there:>14.1f}{len(items) / there:>17.0f}"
        )
    print(f"starting a child and reading one item: {1000 * seconds(lambda: one_start(limits)):.0f} ms")
    spooling = seconds(lambda: spool(io.BytesIO(bytes(30_000_000)), 1 << 30).close())
    print(f"spooling 30 MB with its hash: {30 / spooling:.0f} MB/s")
    memory_of_a_large_table(limits)


def samples() -> list[tuple[str, str, list[bytes]]]:
    text = (SENTENCE * 50 + "\n").encode()
    page = f"<html><title>Sag</title><body>{'<p>' + SENTENCE + '<b>vigtigt</b> </p>'}</body></html>".encode() * 10
    record = '{"navn": "Åse Ærø", "cpr": "450427-0001", "adresse": {"vej": "Søvej 12", "postnr": 9000}}'
    element = "<p id='1'><navn>Åse Ærø</navn><cpr>450427-0001</cpr><note>" + SENTENCE + "</note></p>"
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bo@example.dk", "eva@example.dk", "Sag"
    mail.set_content(SENTENCE * 20)
    mail.add_attachment(text, maintype="text", subtype="plain", filename="bilag.txt")
    return [
        ("txt, 4 KB", "a.txt", [text] * 3000),
        ("txt, 40 MB in one", "a.txt", [text * 10_000]),
        ("txt, 40 MB in one, cp1252", "a.txt", [text.decode().encode("cp1252") * 10_000]),
        ("csv, 16 MB in one", "a.csv", [(ROW * 200_000).encode()]),
        ("html, 2 KB", "a.html", [page] * 500),
        ("json, 9 MB of records", "a.json", [("[" + ",".join([record] * 100_000) + "]").encode()]),
        ("xml, 7 MB of records", "a.xml", [("<?xml version='1.0'?><r>" + element * 50_000 + "</r>").encode()]),
        ("eml with an attachment, 8 KB", "a.eml", [mail.as_bytes()] * 500),
    ]


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def read_here(items: Iterable[bytes], name: str, limits: Limits) -> None:
    registry = Registry()
    for item in items:
        for _ in read_item(io.BytesIO(item), name, limits, registry):
            pass


def read_there(sandbox: Sandbox, items: Iterable[bytes], name: str) -> None:
    for item in items:
        with spool(io.BytesIO(item), 1 << 30) as copy:
            for _ in sandbox.read(copy.fd, name):
                pass


def one_start(limits: Limits) -> None:
    with Sandbox(limits) as sandbox:
        read_there(sandbox, [b"hej"], "a.txt")


def memory_of_a_large_table(limits: Limits) -> None:
    """The child's largest memory while a table of 100 MB is read."""
    with tempfile.TemporaryFile() as file, Sandbox(limits) as sandbox, ThreadPoolExecutor(1) as pool:
        for _ in range(50):
            file.write((ROW * 27_000).encode())
        file.flush()
        size = os.fstat(file.fileno()).st_size / 1e6

        def read() -> int:
            return sum(1 for _ in sandbox.read(file.fileno(), "a.csv"))

        started = time.perf_counter()
        rows, most = pool.submit(read), 0
        while not rows.done():
            most = max([most, *(child.memory_info().rss for child in psutil.Process().children())])
            time.sleep(0.05)
        took = time.perf_counter() - started
    print(f"csv of {size:.0f} MB: {rows.result()} rows in {took:.0f} s; the child's most memory {most / 1e6:.0f} MB")
