"""How long it takes to write acts, and to list the cases with their dates."""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from dsar.audit import AccessLog
from dsar.cases.acts import Noted
from dsar.cases.deadlines import SuspensionPolicy
from dsar.cases.desk import Desk
from tests.cases.made import KEYS, NOW, RECEIVED, TODAY, book, opened

CASES, ACTS = 300, 15


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = book(Path(folder))
        desk = Desk(
            kept,
            AccessLog(Path(folder) / "access.log", KEYS),
            KEYS,
            policy=SuspensionPolicy.PAUSE,
            who="mette",
            clock=lambda: NOW + timedelta(60),
        )
        began = time.perf_counter()
        for n in range(CASES):
            made = kept.open(opened(received=RECEIVED + timedelta(n % 18)), by="mette", now=NOW, today=TODAY)
            kept.add(made, *[Noted("ord " * 50)] * ACTS, by="mette", now=NOW, today=TODAY)
        written = time.perf_counter()
        desk.listed()
        listed = time.perf_counter()
        kept.restrictions()
        asked = time.perf_counter()
        kept.close()
    print(f"{CASES} cases of {ACTS + 1} acts; each write durable before the next")
    print(f"write: {(written - began) / CASES / 2 * 1000:.1f} ms a command")
    print(f"dsar case list: {listed - written:.2f} s for all of them")
    print(f"what find asks of the restrictions: {(asked - listed) * 1000:.1f} ms")
