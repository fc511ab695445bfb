"""A large town's workspace, built through the real crawl and kept between runs: what ``find`` is timed on.

Files, mails and registers are written from the sample's stories and columns; only
their bytes are left out, because reading formats is another bench's. First names
and surnames are drawn by how many Danes bear them, so common names are as common
as in life. Detection, terms, vault, catalogue and index are the product's own.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, BinaryIO, cast

from dsar.app import make_tools, open_workspace, worker_processes
from dsar.crawl.batch import Job
from dsar.crawl.run import index_store
from dsar.crawl.worker import Tools
from dsar.detect import Detectors
from dsar.detect.lexicon import Lexicon
from dsar.detect.packed import OF_PERSONS
from dsar.extract.reading import Located
from dsar.find.subject import subject_from
from dsar.index.frames import MARK
from dsar.model import Item, Passage, Subject
from dsar.workspace import make_workspace
from sample_data.numbers import new_cpr, new_phone, new_plate, write_phone
from sample_data.people import Address, Person, names
from sample_data.registers import texts
from sample_data.scene import Scene
from sample_data.stories import MODES, Story, stories

KEPT = Path("/tmp/dsar-bench-town")
VERSION = 5
"""Of what is written here, and of what is kept of it beside the index: raise it when either changes."""
TODAY = date(2026, 11, 21)
PASSAGES_A_PERSON = 5
ROWS = 5_000
"""Rows of a register."""
LETTER, MAIL, REGISTER = 0.28, 0.12, 0.60
"""Shares of all passages."""
LETTERS_PASSAGES = 2.5
STORES = ("sager", "post", "registre")


def prepared(passages: int) -> Path:
    """The folder of a workspace with about so many passages; built if it is not there yet."""
    folder = KEPT / f"{passages}-{VERSION}-{MARK.decode()}"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _build(folder, passages)
        (folder / "complete").touch()
    return folder


def _build(folder: Path, passages: int) -> None:
    """Index the town."""
    folder.mkdir(parents=True)
    stores = "".join(f'[stores.{name}]\nconnector = "files"\npath = "."\n' for name in STORES)
    (folder / "dsar.toml").write_text(f'[organisation]\nname = "Benchby"\n{stores}', encoding="utf-8")
    make_workspace(folder)
    (folder / "town.json").write_text(json.dumps({"passages": passages}), encoding="utf-8")
    started, count = time.perf_counter(), 0
    with open_workspace(folder) as space, worker_processes(2) as workers:
        space.engine.lock()
        for store in STORES:
            summary = index_store(
                Job(town_tools, folder, TODAY), store, _Connector(Town(passages), store),
                catalog=space.catalog, engine=space.engine, workers=workers, progress=lambda _: None,
            )  # fmt: skip
            count += summary.passages
    print(f"{count:,} passages indexed through the crawl in {time.perf_counter() - started:.0f} s")


def town_tools(root: Path, today: date) -> Tools:
    """A worker's tools: the product's, but that items are written here and not read from a store."""
    town = Town(json.loads((root / "town.json").read_text("utf-8"))["passages"])
    real = make_tools(root, today)
    return Tools(
        connector=lru_cache(lambda store: _Connector(town, store)),
        sandbox=cast("Any", _Writer(town)),
        detectors=Detectors(today=today, kinds=OF_PERSONS),  # what find does not ask for is left out, to save time
        keys=real.keys,
        limits=real.limits,
        vault=real.vault,
        index=real.index,
        temporary=real.temporary,
    )


class _Connector:
    """Lists the town's items; their bytes are their names."""

    def __init__(self, town: Town, store: str) -> None:
        self._town, self._store = town, store

    def crawl(self, since: str | None) -> Iterator[Item]:
        """Every item of the store."""
        size = 400 * ROWS if self._store == "registre" else 2000
        for number in range(self._town.items(self._store)):
            yield Item(f"{self._store}/{number // 500}/{number}.dok", "1", size, f"{number}.dok", datetime.now(UTC))

    def open(self, item: Item) -> AbstractContextManager[BinaryIO]:
        """Bytes that are no other item's."""
        return BytesIO(item.locator.encode())


class _Writer:
    """In the extractor's place: writes the passages of an item."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def read(self, fd: int, name: str, *, names: bool) -> Iterator[Located]:
        """The passages that an item of that locator has."""
        store, _, file = name.split("/")
        for passage in self._town.passages_of(store, int(file.removesuffix(".dok"))):
            yield Located((), passage)

    def close(self) -> None:
        """Nothing to close: there is no child."""


@dataclass(frozen=True)
class Town:
    """People and documents, each made from its number."""

    passages: int

    @property
    def people(self) -> int:
        """How many people."""
        return self.passages // PASSAGES_A_PERSON

    def items(self, store: str) -> int:
        """How many items a store has."""
        each = {"sager": LETTER / LETTERS_PASSAGES, "post": MAIL, "registre": REGISTER / ROWS}
        return int(self.passages * each[store])

    def citizen(self, number: int) -> Person:
        """Somebody."""
        rng = Random(f"person {number}")
        lists = _lists()
        born = date(1938, 1, 1) + timedelta(days=rng.randrange(30_000))
        first, last = (rng.choices(words, cum_weights=weights)[0].capitalize() for words, weights in _names())
        if rng.random() < 0.2:
            first += " " + rng.choice(lists["last"]["middle"])
        postcode, place = rng.choice(lists["places"]["towns"])
        home = Address(
            rng.choice(lists["places"]["streets"]), str(rng.randrange(1, 400)), rng.choice(("", "1. tv", "2. th")),
            postcode, place,
        )  # fmt: skip
        male = rng.random() < 0.5
        while True:
            try:
                cpr = new_cpr(rng, born, male=male, taken=set())
                break
            except ValueError:
                born += timedelta(days=1)
        mail = f"{first.partition(' ')[0].lower()}.{last.lower()}{number}@mail.example"
        return Person(
            id=str(number), first=first, last=last, male=male, birth=born, cpr=cpr, address=home,
            phone=new_phone(rng, set()), email=mail, plate=new_plate(rng), title="sagsbehandler", department="x",
        )  # fmt: skip

    def subject(self, number: int) -> Subject:
        """Somebody's whole subject file."""
        person = self.citizen(number)
        fields = {
            "names": [person.name], "cpr": [person.cpr], "addresses": [person.address.text],
            "phones": [person.phone], "emails": [person.email],
        }  # fmt: skip
        return subject_from(fields, "bench")

    def passages_of(self, store: str, number: int) -> Iterator[Passage]:
        """An item's passages."""
        rng = Random(f"{store} {number}")
        match store:
            case "registre":
                yield from self._register(rng)
            case "post":
                yield Passage("brødtekst", self._mail(rng))
            case _:
                main = rng.randrange(self.people)
                for page in range(1, rng.randrange(1, int(2 * LETTERS_PASSAGES)) + 1):
                    yield Passage(f"side {page}", "\n\n".join(self._written(rng, main, "letter") for _ in "12"))

    def _written(self, rng: Random, main: int, style: str) -> str:
        numbers = {letter: rng.randrange(self.people) for letter in "nxpq"}
        numbers |= {letter: rng.randrange(max(50, self.people // 50)) for letter in "wv"}
        cast_ = _Cast(self, numbers | {"a": main, "s": numbers["p"]})
        mode = rng.choices(list(MODES), weights=list(MODES.values()))[0]
        if mode == "former" or mode.startswith(("typo", "variant")):
            mode = "cpr"
        day = TODAY - timedelta(days=rng.randrange(20, 1500))
        case = f"{day.year}-{rng.randrange(10**6):06d}"
        return Scene(rng, cast_, _lists(), day, mode=mode, case=case).fill(rng.choice(_stories(style)).text).strip()

    def _mail(self, rng: Random) -> str:
        one, other = (self.citizen(rng.randrange(self.people)) for _ in range(2))
        head = f"Fra: {one.name} <{one.email}>\nTil: {other.name} <{other.email}>\n\n"
        return head + self._written(rng, int(one.id), "mail")

    def _register(self, rng: Random) -> Iterator[Passage]:
        kind = rng.choice(("loans", "debts", "rats", "waiting"))
        header = texts()["headers"][kind]
        for row in range(2, ROWS + 2):
            cells = self._row(rng, kind)
            text = "\n".join(f"{name}: {cell}" for name, cell in zip(header, cells, strict=True))
            yield Passage(f"Ark1 række {row}", text)

    def _row(self, rng: Random, kind: str) -> list[str]:
        person = self.citizen(rng.randrange(self.people))
        number, home, day = str(rng.randrange(10**6, 10**7)), person.address, f"{TODAY - timedelta(rng.randrange(900))}"
        cpr = f"{person.cpr[:6]}-{person.cpr[6:]}"
        match kind:
            case "loans":
                return [number, cpr, person.name, rng.choice(texts()["titles"]), day, day]
            case "debts":
                name = f"{person.last}, {person.first}"
                return [number, cpr, name, home.text, rng.choice(texts()["claims"]), str(rng.randrange(9000)), day]
            case "rats":
                where, phone = rng.choice(texts()["places"]), write_phone(rng, person.phone)
                return [number, person.first, person.last, home.line, home.postcode, home.town, where, phone]
            case _:
                parent = self.citizen(rng.randrange(self.people))
                born = f"{person.birth:%d-%m-%Y}"
                return [person.name, born, parent.name, parent.email, rng.choice(texts()["daycare"]), day]


class _Cast(dict[str, Person]):
    """Who plays in a document; each is drawn when first named."""

    def __init__(self, town: Town, numbers: dict[str, int]) -> None:
        super().__init__()
        self._town, self._numbers = town, numbers

    def __contains__(self, letter: object) -> bool:
        return letter in self._numbers

    def __missing__(self, letter: str) -> Person:
        self[letter] = self._town.citizen(self._numbers[letter])
        return self[letter]


@cache
def _lists() -> dict[str, Any]:
    return names()


@cache
def _stories(style: str) -> tuple[Story, ...]:
    return tuple(s for s in stories() if (s.style == "mail") == (style == "mail") and s.store != "nobody")


@cache
def _names() -> tuple[tuple[list[str], list[int]], tuple[list[str], list[int]]]:
    entries = [(word, entry) for word, entry in Lexicon() if word.isalpha()]
    return _weighted(entries, lambda entry: entry.first), _weighted(entries, lambda entry: entry.last)


def _weighted(entries: list[tuple[str, Any]], count: Callable[[Any], int]) -> tuple[list[str], list[int]]:
    kept = [(word, count(entry)) for word, entry in entries if count(entry)]
    return [word for word, _ in kept], list(accumulate(n for _, n in kept))
