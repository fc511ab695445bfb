"""A workspace in a folder for tests of the crawl: real catalogue, index, vault and extractor; a store in memory."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path
from typing import Any

from dsar.catalog.catalog import Catalog
from dsar.crawl.batch import Job
from dsar.crawl.pool import Workers
from dsar.crawl.run import Summary, index_store
from dsar.crawl.tidy import tidy_vault
from dsar.crawl.worker import Tools
from dsar.crypto import Keys
from dsar.detect import Detectors
from dsar.extract.extractor import Limits
from dsar.extract.sandbox import Sandbox
from dsar.find.shelf import CatalogLibrary
from dsar.index.engine import Term
from dsar.index.terms import word_term
from dsar.index.whoosh import WhooshEngine
from dsar.model import Kind
from dsar.settings import StoreSettings
from dsar.vault import Vault
from tests.memory_store import MemoryStore

KEYS = Keys(bytes(range(32)))
TODAY = date(2026, 11, 21)
IN_ALL = "fælles"
"""A word that each document of a test holds, so that one question finds them all."""


class Inline(Executor):
    """Runs what is submitted at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as any executor does
            future.set_exception(error)
        return future


class Bench:
    """Indexes a memory store and says what can be found; ``folder`` outlives it."""

    def __init__(self, folder: Path, store: MemoryStore, sandbox: Sandbox) -> None:
        self.folder, self.store, self.sandbox = folder, store, sandbox
        folder.mkdir(exist_ok=True)
        self.catalog = Catalog(folder / "catalog.db", KEYS)
        self.engine = WhooshEngine(folder / "index", create=True)
        self.vault = Vault(folder / "vault", KEYS)

    def tools(self, root: Path, today: date) -> Tools:
        return Tools(
            connector=lambda store: self.store,
            sandbox=self.sandbox,
            detectors=Detectors(today=today, kinds=frozenset({Kind.CPR, Kind.EMAIL})),
            keys=KEYS,
            limits=Limits(),
            vault=self.folder / "vault",
            index=self.folder / "index",
            temporary=self.folder,
        )

    def index(
        self, *, catalog: Any = None, engine: Any = None, executor: Callable[[], Executor] = Inline, **options: bool
    ) -> Summary:
        self.engine.lock()
        return index_store(
            Job(self.tools, self.folder, TODAY),
            "lager",
            self.store,
            catalog=catalog or self.catalog,
            engine=engine or self.engine,
            workers=Workers(executor, 1),
            progress=lambda state: None,
            **options,
        )

    def tidy(self) -> None:
        tidy_vault(self.catalog, self.vault)

    def found(self) -> list[tuple[str, str, str]]:
        """Locator, place and text of every passage with the word that all have."""
        ids = list(self.engine.search(Term(word_term(IN_ALL, KEYS))))
        assert len(ids) == len(set(ids))
        return sorted((s.locator, s.passage.place, s.passage.text) for _, s in self.library.shelved(ids))

    @property
    def library(self) -> CatalogLibrary:
        """What find opens passages with."""
        return CatalogLibrary(self.catalog, self.vault, {"lager": StoreSettings("lager", "memory", None, (), {})})

    def gaps(self) -> list[tuple[str, str]]:
        return [(found.gap.locator, found.gap.code.value) for found in self.catalog.gaps()]

    def close(self) -> None:
        self.engine.close()
        self.catalog.close()
