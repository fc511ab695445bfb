"""The one place that builds objects from settings; everything else is handed what it needs.

A :class:`Workspace` is what commands and pages work with. Its parts are opened
when they are first used, so that a command pays only for what it needs.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dsar.audit import AccessLog, Action, Event, subject_reference
from dsar.crypto import Keys, load_keys
from dsar.errors import SetupError, StoreError
from dsar.extract.extractor import Limits, Ocr
from dsar.model import Answer, GapCode, Kind, StoreGap, Subject
from dsar.settings import Settings, StoreSettings, load_settings
from dsar.vault import Vault

if TYPE_CHECKING:
    from dsar.cases.desk import Desk
    from dsar.cases.review_desk import ReviewDesk
    from dsar.cases.store import CaseBook
    from dsar.catalog.catalog import Catalog
    from dsar.connector import Connector
    from dsar.crawl.pool import Workers
    from dsar.crawl.run import Progress, Summary
    from dsar.crawl.worker import Tools
    from dsar.find.person import Person
    from dsar.find.shelf import CatalogLibrary
    from dsar.find.suggested import Suggestion
    from dsar.index.whoosh import WhooshEngine


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """A configured store and what is indexed of it."""

    store: str
    connector: str
    items: int
    gaps: int
    indexed_at: datetime | None


@contextmanager
def open_workspace(root: Path) -> Iterator[Workspace]:
    """A workspace, closed at the end.

    Raises:
        SetupError: its settings or key are wrong.
    """
    settings = load_settings(root)
    space = Workspace(settings, load_keys(settings.key_file))
    try:
        yield space
    finally:
        space.close()


class Workspace:
    """Settings, key, and everything in ``state/``."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self.settings, self.keys = settings, keys
        self._open: list[Callable[[], None]] = []
        self._check_key()

    def close(self) -> None:
        """Close whatever was opened."""
        while self._open:
            self._open.pop()()

    @cached_property
    def catalog(self) -> Catalog:
        """The catalogue, made where there is none; raises StoreError where there is an index without one."""
        from dsar.catalog.catalog import Catalog
        from dsar.index.contents import is_empty

        path = self.settings.state / "catalog.db"
        if not path.exists() and not is_empty(path.with_name("index")):
            raise StoreError(f"{path}: is missing. Restore state/ from a back-up, or run: dsar index --rebuild")
        catalog = Catalog(path, self.keys)
        self._open.append(catalog.close)
        return catalog

    @cached_property
    def engine(self) -> WhooshEngine:
        """The index, made where nothing was ever indexed."""
        from dsar.index.contents import is_empty
        from dsar.index.whoosh import WhooshEngine

        folder = self.settings.state / "index"
        new = is_empty(folder) and not any(searched.items for searched in self.catalog.searched())
        engine = WhooshEngine(folder, create=new)
        self._open.append(engine.close)
        return engine

    @cached_property
    def vault(self) -> Vault:
        """The sealed passages."""
        return Vault(self.settings.state / "vault", self.keys)

    @cached_property
    def library(self) -> CatalogLibrary:
        """What find needs of the stores."""
        from dsar.find.shelf import CatalogLibrary

        return CatalogLibrary(self.catalog, self.vault, self.settings.stores)

    @cached_property
    def log(self) -> AccessLog:
        """The access log."""
        return AccessLog(self.settings.state / "access.log", self.keys)

    @cached_property
    def cases(self) -> CaseBook:
        """The cases, in a database that rebuilding the index leaves alone."""
        from dsar.cases.store import CaseBook

        book = CaseBook(self.settings.cases_file, self.keys)
        self._open.append(book.close)
        return book

    @cached_property
    def who(self) -> str:
        """The person at work, as every log names them."""
        from dsar.cases.who import acting

        return acting(self.settings.cases.service_account)

    @cached_property
    def desk(self) -> Desk:
        """The cases as a caseworker works on them, everything logged."""
        from dsar.cases.deadlines import SuspensionPolicy
        from dsar.cases.desk import Desk

        policy = SuspensionPolicy(self.settings.cases.suspension)
        return Desk(self.cases, self.log, self.keys, policy=policy, who=self.who)

    @cached_property
    def review(self) -> ReviewDesk:
        """The review of cases as a caseworker works on it, everything logged."""
        from dsar.cases.review_desk import ReviewDesk

        settings = self.settings
        return ReviewDesk(self.cases, self.vault, self.log, state=settings.state, settings=settings.cases, who=self.who)

    def status(self) -> list[StoreStatus]:
        """Each configured store, in the alphabet's order."""
        known = {one.store: one for one in self.catalog.searched()}
        gaps = self.catalog.gap_counts()
        return [
            StoreStatus(
                name,
                store.connector,
                known[name].items if name in known else 0,
                gaps.get(name, Counter()).total(),
                known[name].indexed_at if name in known else None,
            )
            for name, store in self.settings.stores.items()
        ]

    def gaps(self, stores: Sequence[str] = ()) -> Iterator[StoreGap]:
        """What could not be read, of all configured stores or of those named.

        Raises:
            SetupError: no such store.
        """
        yield from self.catalog.gaps([store.name for store in self.named(stores)])

    def named(self, stores: Sequence[str]) -> list[StoreSettings]:
        """The settings of these stores; of all, if none is named.

        Raises:
            SetupError: no such store.
        """
        unknown = [name for name in stores if name not in self.settings.stores]
        if unknown:
            known = ", ".join(self.settings.stores) or "none"
            raise SetupError(f"{unknown[0]}: there is no such store in dsar.toml. The stores are: {known}.")
        return [store for name, store in self.settings.stores.items() if not stores or name in stores]

    def index(
        self,
        store: StoreSettings,
        *,
        workers: Workers,
        progress: Callable[[Progress], None],
        retry: bool = False,
        allow_empty: bool = False,
        ocr: bool = False,
    ) -> Summary:
        """Bring the index up to date with a store; raises as :func:`dsar.crawl.run.index_store` does.

        With ``ocr``, pictures whose text recognition was put off are read again, and none is put off.
        """
        from dsar.crawl.batch import Job
        from dsar.crawl.run import failures_noted, index_store

        if self.settings.detect.names is not None:
            from dsar.detect.lexicon import Lexicon

            Lexicon(more=self.settings.detect.names)  # says what is wrong with the list before workers begin
        self.engine.lock()
        temporary_folder(self.settings)
        with failures_noted(self.catalog, store.name):
            summary = index_store(
                Job(make_ocr_tools if ocr else make_tools, self.settings.root, datetime.now(UTC).date()),
                store.name,
                connector_of(self.settings, store),
                catalog=self.catalog,
                engine=self.engine,
                workers=workers,
                progress=progress,
                retry=retry,
                again=GapCode.OCR_PENDING if ocr else None,
                allow_empty=allow_empty,
            )
        self.catalog.note_settings(store.name, store.digest)
        return summary

    def discard(self) -> None:
        """Throw index, catalogue and vault away, so that they can be made again; the access log stays.

        Raises:
            RetryError: an indexing run is going on.
            StoreError: something cannot be deleted.
        """
        from dsar.index.lock import WriteLock

        state = self.settings.state
        lock = WriteLock(state / "index" / "lock")
        (state / "index").mkdir(exist_ok=True)
        lock.acquire()
        try:
            doomed = [*state.glob("catalog.db*"), *state.glob("vault/*.pack"), *state.glob("index/*")]
            for path in doomed:
                if path.name != "lock":
                    path.unlink()
        except OSError as error:
            raise StoreError(
                f"{state}: cannot be emptied ({error.strerror}). Check the folder's permissions."
            ) from error
        finally:
            lock.release()

    def tidy(self) -> None:
        """After indexing: give back the space of what was replaced."""
        from dsar.crawl.tidy import tidy_vault

        self.engine.lock()
        tidy_vault(self.catalog, self.vault)

    def find(
        self, subject: Subject, *, purpose: str, case: str | None = None, stores: frozenset[str] | None = None
    ) -> Answer:
        """Everything about the subject; logged before anything is handed out.

        What a case has restricted is marked, and its text left out unless ``case`` is open and about the same person.
        """
        from dsar.find import find

        answer = find(
            subject,
            engine=self.engine,
            library=self.library,
            keys=self.keys,
            today=datetime.now(UTC).date(),
            stores=stores,
            names=self.settings.detect.names,
            cores=default_workers(),
        )
        self.log.append(
            Event(
                action=Action.FIND,
                who=self.who,
                at=datetime.now(UTC),
                purpose=purpose,
                case=case,
                subject=subject_reference(subject, self.keys),
                hits=len(answer.hits),
                stores=tuple(searched.store for searched in answer.searched),
            )
        )
        return self._shielded(answer, subject, case)

    def _shielded(self, answer: Answer, subject: Subject, case: str | None) -> Answer:
        if not self.settings.cases_file.exists():
            return answer
        from dsar.cases.restricted import shielded

        reference = subject_reference(subject, self.keys)
        return shielded(answer, self.cases.restrictions(), case=self.cases.known(case), subject_ref=reference)

    def suggest(self, answer: Answer, person: Person) -> tuple[Suggestion, ...]:
        """Further identifiers of the subject, seen in an answer's sure hits; a person accepts them."""
        from dsar.find.suggest import suggest
        from dsar.index.terms import finding_term

        def frequency(kind: Kind, key: str) -> int:
            term = finding_term(kind, key, self.keys)
            return self.engine.frequencies([term])[term]

        return suggest(answer, person, today=datetime.now(UTC).date(), frequency=frequency)

    def _check_key(self) -> None:
        """Tell a wrong key from damaged data: ``state/workspace.json`` knows a keyed fingerprint of the right one."""
        path = self.settings.state / "workspace.json"
        mine = {"format": 1, "key": self.keys.reference("workspace")}
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                path.write_text(json.dumps(mine) + "\n", encoding="utf-8")
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: cannot be read or written. Check the folder, or restore it.") from error
        if found != mine:
            raise SetupError(
                f"{self.settings.key_file}: this is not the key that {path.parent} was made with. "
                f"Set key_file or DSAR_KEY_FILE to the right one."
            )


def make_ocr_tools(root: Path, today: date) -> Tools:
    """The same as :func:`make_tools`, whatever the settings say of when text in pictures is recognised."""
    return make_tools(root, today, ocr_when="index")


def make_tools(root: Path, today: date, *, ocr_when: str = "") -> Tools:
    """What a worker process needs to read items; called once in each."""
    from dsar.crawl.worker import Tools
    from dsar.detect import Detectors
    from dsar.extract.sandbox import Sandbox

    settings = load_settings(root)
    ocr = Ocr(**asdict(settings.ocr) | ({"when": ocr_when} if ocr_when else {}))
    limits = Limits(**asdict(settings.limits), passwords_file=str(settings.passwords_file or ""), ocr=ocr)
    temporary = temporary_folder(settings)
    return Tools(
        connector=lru_cache(lambda store: connector_of(settings, settings.stores[store])),
        sandbox=Sandbox(limits, folder=temporary),
        detectors=Detectors(today=today, names=settings.detect.names),
        keys=load_keys(settings.key_file),
        limits=limits,
        vault=settings.state / "vault",
        index=settings.state / "index",
        temporary=temporary,
    )


def connector_of(settings: Settings, store: StoreSettings) -> Connector:
    """The connector of a store; raises SetupError as :func:`dsar.connector.load_connector` does."""
    from dsar.connector import StoreContext, load_connector

    return load_connector(store.connector, StoreContext(store.name, settings.root), store.options)


def temporary_folder(settings: Settings) -> Path:
    """Where items too large for memory lie while they are read, as files without a name."""
    folder = settings.state / "temporary"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def default_workers() -> int:
    """One a core that this process may use."""
    return len(os.sched_getaffinity(0))


@contextmanager
def worker_processes(count: int) -> Iterator[Workers]:
    """Processes to read with, ended at the end."""
    from dsar.crawl.pool import Workers
    from dsar.crawl.processes import start_processes

    workers = Workers(lambda: start_processes(count), count)
    try:
        yield workers
    finally:
        workers.close()
