"""How fast detection is, by processor time of one core: ordinary text, registers full of numbers, hostile text.

The bars (DESIGN.md): CPR numbers alone 80 MB/s on ordinary text, everything 5 MB/s.
For comparison: OSdatascanner's CPR rule 13-17 MB/s warm, Presidio about 0.05 MB/s (PEERS.md).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from random import Random

from dsar.crawl.worker import INDEXED_KINDS
from dsar.detect import Detectors
from dsar.detect.categories import Categories
from dsar.model import Kind
from tests.cpr_numbers import TODAY, unborn
from tests.evaluate._fields import FIELDS
from tests.evaluate._passages import passages

SENTENCES = """
Kommunen har modtaget din ansøgning om støtte til merudgifter, og vi vender tilbage, når sagen er oplyst.
Du kan klage over afgørelsen inden fire uger fra den dag, du har modtaget den.
Visitationen vurderer, at der fortsat er behov for hjælp til rengøring og indkøb hver anden uge.
Ved samtalen fortalte borgeren, at hun sover dårligt og har svært ved at overskue hverdagen.
Skolen har holdt møde med forældrene, og det er aftalt, at der følges op efter sommerferien.
Der er bevilget et hjælpemiddel, som leveres på adressen i løbet af de kommende uger.
Forvaltningen har lagt vægt på de lægelige oplysninger og på det, der kom frem ved hjemmebesøget.
Regnskabet viser et mindreforbrug på området, som foreslås overført til næste års budget.
Udvalget tog orienteringen til efterretning og bad om en ny status i andet kvartal.
Medarbejderen har deltaget i kurset og kan herefter varetage opgaven på egen hånd.
""".strip().splitlines()
MEGABYTE = 1_000_000


def run(*only: str) -> None:
    """Print the figures; ``hostile`` as the only argument leaves out the rest."""
    if not only:
        text = ordinary(4 * MEGABYTE)
        print(f"ordinary text: an identifier every {len(text) // text.count('⁂')} characters, one core")
        text = text.replace("⁂", "")
        for name, kinds in KINDS.items():
            _report(name, text, Detectors(today=TODAY, kinds=kinds).detect)
        for detector in Detectors(today=TODAY, kinds=KINDS["identifiers"]).each:
            _report(f"  {type(detector).__name__}", text, lambda t, d=detector: list(d.detect(t)))  # type: ignore[misc]
        for name, rows_of in (("ledger", ledger(MEGABYTE // 4)), ("register", register(MEGABYTE // 4))):
            _report(f"indexed kinds, {name}", rows_of, Detectors(today=TODAY, kinds=INDEXED_KINDS).detect)
        rows = [p.text for p in passages("test", count=3_000, today=TODAY, seed=1)]
        detectors = Detectors(today=TODAY, kinds=KINDS["identifiers"])
        _report(
            "identifiers, rows full of them", "".join(rows), lambda _: [f for r in rows for f in detectors.detect(r)]
        )
    for name, text in hostile().items():
        _report(f"hostile {name}", text, Detectors(today=TODAY, kinds=KINDS["identifiers"]).detect)
    for name, text in hostile().items():
        for kind in (Kind.NAME, Kind.ADDRESS):
            _report(f"hostile {name}, {kind}", text, Detectors(today=TODAY, kinds=frozenset({kind})).detect)
        _report(f"hostile {name}, categories", text, lambda t: Categories().label(t))


def hostile(size: int = MEGABYTE) -> dict[str, str]:
    """Texts of nothing but what detectors look for, or what holds them up."""
    rng = Random(8)
    pairs = "".join(f"{rng.randrange(100):02d} " for _ in range(10_000))
    pieces = {
        "digits": "0123456789", "ones": "1", "spaces": " ", "capitals": "A", "at signs": "a@", "pairs": "12 ",
        "other pairs": pairs, "phones": "22 34 56 78 ", "dates": "01-", "lines": "\n", "look-alikes": "O1",
        "numbers": "010130-4123 ", "names": "Anders Jensen ", "streets": "Vestergade 12, ",
    }  # fmt: skip
    return {name: piece * (size // len(piece)) for name, piece in pieces.items()}


IDENTIFIERS = frozenset(Kind) - {Kind.NAME, Kind.ADDRESS}
KINDS = {"CPR alone": frozenset({Kind.CPR}), "identifiers": IDENTIFIERS, "everything": frozenset(Kind)}


def ordinary(size: int) -> str:
    """Letters and notes: sentences, and now and then an identifier after "⁂"."""
    rng = Random(1)
    fields = ["cpr", "phone", "email", "date", "date", "case", "name", "amount", "birth", "postcode", "year", "time"]
    parts: list[str] = []
    length = 0
    while length < size:
        part = rng.choice(SENTENCES)
        if rng.random() < 0.35:
            part += " ⁂" + FIELDS[rng.choice(fields)](rng, date(2026, 1, 1), "").text + "."
        parts.append(part)
        length += len(part) + 1
    return "".join(part + rng.choice("  \n") for part in parts)


def ledger(size: int) -> str:
    """Rows of an account: dates, amounts, invoice and account numbers, hardly a word."""
    rng = Random(5)
    rows = ["Dato;Bilag;Beløb;Tekst;Modkonto;Art"]
    while len(rows) * 75 < size:
        day = f"{rng.randint(1, 28):02d}-{rng.randint(1, 12):02d}-2024"
        amount = f"{rng.randint(1, 10**6)},{rng.randint(0, 99):02d}"
        account = f"{rng.randint(1000, 9999)} {rng.randint(10**6, 10**10)}"
        art = rng.choice(["Rengøring", "Kørsel", "Løn", "Varme"])
        rows.append(f"{day};{rng.randint(10**5, 10**6)};{amount};Faktura {rng.randint(10**6, 10**7)};{account};{art}")
    return "\n".join(rows)


def register(size: int) -> str:
    """A register of people, one field a line."""
    rng = Random(6)
    rows: list[str] = []
    while len(rows) * 138 < size:
        phone = " ".join(str(rng.randint(20, 99)) for _ in range(4))
        rows.append(
            f"Løbenr: {len(rows)}\nNavn: Anders Jensen\nAdresse: Vestergade {len(rows) % 90 + 1}, 9000 Aalborg\n"
            f"CPR: {unborn(rng)}\nTelefon: {phone}\nBeløb: {rng.randint(100, 99999)},00\n"
            f"Dato: {rng.randint(1, 28)}.{rng.randint(1, 12)}.2024\n"
        )
    return "\n".join(rows)


def _report(name: str, text: str, detect: Callable[[str], object]) -> None:
    best = float("inf")
    for n in range(3 if len(text) < 5 * MEGABYTE else 1):
        fresh = text + " " * n  # what was worked out of the same text before is not to count
        began = time.process_time()
        detect(fresh)
        best = min(best, time.process_time() - began)
    print(f"{name:32} {len(text.encode('utf-8', 'replace')) / best / MEGABYTE:9.1f} MB/s", flush=True)


if __name__ == "__main__":
    run(*sys.argv[1:])
