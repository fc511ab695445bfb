"""The access log: who looked for whom, when, why, and how much was found.

One sealed line an event, only ever appended. Each record holds its number and
the keyed link over all records before it; a sealed head beside the log holds the
latest number and link. So a line that is altered, removed or moved is seen, and
so is a cut-off end, unless log and head are both put back to an older copy (keep
a copy elsewhere against that). The log holds no identifier of the subject, only
a keyed reference: the same person can be recognised, but not read.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from dsar.crypto import Keys
from dsar.errors import StoreError
from dsar.model import Subject

START = bytes(32)
"""The link before the first record."""
SEALED_AS = b"access log"
HEAD_SEALED_AS = b"access log head"
HIDDEN = "██████-████"

# What could be a CPR number: day, month and year in groups, then four digits, with at most three separators between.
_LIKE_CPR = re.compile(
    r"(?<![0-9])[0-36-9][0-9][ .\-/]?[01][0-9][ .\-/]?(?:[0-9]{2}){1,2}[^\w]{0,3}[0-9]{2}[ ]?[0-9]{2}(?![0-9])"
)


class Action(StrEnum):
    """What was done. The codes stay: they are in logs that are kept for years."""

    FIND = "find"
    CASE_OPEN = "case.open"
    CASE_LIST = "case.list"
    CASE_SHOW = "case.show"
    CASE_CHANGE = "case.change"
    CASE_PURGE = "case.purge"
    CASE_SEARCH = "case.search"
    CASE_HITS = "case.hits"
    CASE_DECIDE = "case.decide"
    LETTER = "letter"
    REDACT = "redact"
    PACKAGE = "package"
    VIEW = "view"
    AUDIT = "audit"
    DEMO = "demo"
    INTERRUPTED = "log.interrupted"
    """The line before was cut off while it was written (a power cut); written by the log itself."""


@dataclass(frozen=True, slots=True)
class Event:
    """One look at personal data.

    Attributes:
        who: the operating system's user.
        at: aware UTC.
        purpose: in the caseworker's words; what looks like a CPR number is masked before it is written.
        subject: the keyed reference from :func:`subject_reference`; None where no person was asked for.
        hits: how many items the user got to see.
        stores: the stores that were searched.
        note: what else there is to say, without personal data.
    """

    action: Action
    who: str
    at: datetime
    purpose: str = ""
    case: str | None = None
    subject: str | None = None
    hits: int | None = None
    stores: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """What a check of the log came to. ``problems`` mean tampering or damage; ``notes`` are harmless."""

    records: int
    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether every record that was ever written is there, unaltered and in order."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Head:
    """How far the log reaches: records, the link over all of them, and the log's size in bytes."""

    count: int
    link: bytes
    size: int


@dataclass(frozen=True, slots=True)
class _Record:
    """A line that opened."""

    number: int
    previous: bytes
    link: bytes
    event: Event


def subject_reference(subject: Subject, keys: Keys) -> str:
    """The keyed reference of a person: by the CPR numbers where there are any, else by all that is known."""
    if subject.cpr:
        return keys.reference(*(f"cpr:{number}" for number in subject.cpr))
    born = [f"born:{subject.birth_date.isoformat()}"] if subject.birth_date else []
    names = [f"name:{' '.join(name.casefold().split())}" for name in subject.names + subject.former_names]
    rest = [*subject.emails, *subject.phones, *subject.other, *(() if names else subject.addresses)]
    return keys.reference(*names, *born, *(() if names and born else rest))


def masked(purpose: str) -> str:
    """The purpose with everything that looks like a CPR number hidden."""
    return _LIKE_CPR.sub(HIDDEN, purpose)


class AccessLog:
    """The access log of a workspace, ``state/access.log``. Safe for several processes at once."""

    def __init__(self, path: Path, keys: Keys) -> None:
        self.path = path
        self._head_path = path.with_name(path.name + ".head")
        self._keys = keys

    def append(self, event: Event) -> Event:
        """Write an event, durably when this returns; return it as it was written (the purpose masked).

        A log that was tampered with does not stop the work: the event goes to its end, and
        :meth:`check` goes on reporting the damage.

        Raises:
            StoreError: the log cannot be written. What was to be logged must then not be done.
        """
        written = replace(event, purpose=masked(event.purpose))
        try:
            with self._locked() as log:
                head = self._recovered(log)
                head = self._write(log, head, written)
                self._write_head(head)
        except OSError as error:
            advice = "Nothing was shown or done. Make room, or mend its permissions, and run it again."
            raise StoreError(f"{self.path}: the access log cannot be written ({error.strerror}). {advice}") from error
        return written

    def read(self) -> Iterator[Event]:
        """Yield the events in the order they were written; lines that do not open are left to :meth:`check`."""
        for line in self._lines():
            record = self._opened(line)
            if record is not None:
                yield record.event

    def check(self) -> Chain:
        """Compare every line with the chain, and the end with the head."""
        problems, notes, expected = [], [], _Head(0, START, 0)
        fragment: tuple[int, bytes] | None = None
        for place, line in enumerate(self._lines(), 1):
            record = self._opened(line)
            if fragment is not None:
                if record is not None and record.event.note == _fingerprint(fragment[1]):
                    notes.append(f"line {fragment[0]}: cut off while it was written; the log went on after it.")
                else:
                    problems.append(f"line {fragment[0]}: does not open: altered, or sealed with another key.")
                fragment = None
            if record is None:
                fragment = (place, line)
                continue
            if (record.number, record.previous) != (expected.count + 1, expected.link):
                problems.append(f"line {place}: does not follow the line before: lines were removed, moved or altered.")
            expected = _Head(record.number, record.link, 0)
        problems += self._ending(expected, fragment, notes)
        return Chain(expected.count, tuple(problems), tuple(notes))

    def _ending(self, last: _Head, fragment: tuple[int, bytes] | None, notes: list[str]) -> list[str]:
        """What is wrong with the end of the log; a line cut off by a power cut only adds a note."""
        try:
            head = self._read_head()
        except StoreError:
            return [f"{self._head_path.name}: does not open: altered, or sealed with another key."]
        problems = []
        if head is None:
            if last.count or fragment:
                problems.append(
                    f"{self._head_path.name}: is missing; whether the log's end was cut off cannot be told."
                )
            head = last
        if last.count < head.count:
            problems.append(f"the end: {head.count - last.count} records are missing.")
        elif last.count > head.count + 1:
            problems.append("the head: is older than the log; one of them was put back.")
        elif last.count == head.count and last.link != head.link:
            problems.append("the end: the last record is not the one that was written.")
        if fragment is not None:
            if problems:
                problems.append(f"line {fragment[0]}: does not open: altered, or cut off.")
            else:
                notes.append(f"line {fragment[0]}: cut off while it was written; the next event goes on after it.")
        return problems

    @contextmanager
    def _locked(self) -> Iterator[IO[bytes]]:
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "r+b") as log:
            fcntl.flock(log, fcntl.LOCK_EX)  # released when the file is closed
            yield log

    def _recovered(self, log: IO[bytes]) -> _Head:
        """How far the log reaches, after mending what a power cut may have left behind the head."""
        try:
            head = self._read_head() or _Head(0, START, 0)
        except StoreError:
            head = _Head(0, START, 0)
        size = log.seek(0, os.SEEK_END)
        if size < head.size:  # cut off: never mended, so that the check goes on seeing it
            log.seek(max(size - 1, 0))
            if log.read(1) not in (b"", b"\n"):
                _append(log, b"\n")
                size += 1
            return _Head(head.count, head.link, size)
        log.seek(head.size)
        for line in log:
            head = self._passed(log, head, line)
        return head

    def _passed(self, log: IO[bytes], head: _Head, line: bytes) -> _Head:
        """The head after a line that it does not know of yet; a line without an end is ended."""
        ended = line if line.endswith(b"\n") else line + b"\n"
        if ended != line:
            _append(log, b"\n")
        size = head.size + len(ended)
        record = self._opened(ended)
        if record is not None:
            return _Head(record.number, record.link, size)
        head = _Head(head.count, head.link, size)
        if ended == line:
            return head
        note = _fingerprint(ended)
        return self._write(log, head, Event(Action.INTERRUPTED, "dsar", datetime.now(UTC), note=note))

    def _write(self, log: IO[bytes], head: _Head, event: Event) -> _Head:
        fields = {
            "number": head.count + 1,
            "previous": head.link.hex(),
            "action": event.action.value,
            "who": event.who,
            "at": event.at.astimezone(UTC).isoformat(),
            "purpose": event.purpose,
            "case": event.case,
            "subject": event.subject,
            "hits": event.hits,
            "stores": list(event.stores),
            "note": event.note,
        }
        sealed = self._keys.seal(json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace"), SEALED_AS)
        line = b64encode(sealed) + b"\n"
        _append(log, line)
        return _Head(head.count + 1, self._keys.chain(head.link, sealed), head.size + len(line))

    def _read_head(self) -> _Head | None:
        try:
            sealed = self._head_path.read_bytes()
        except FileNotFoundError:
            return None
        fields = json.loads(self._keys.open(sealed, HEAD_SEALED_AS))
        return _Head(fields["count"], bytes.fromhex(fields["link"]), fields["size"])

    def _write_head(self, head: _Head) -> None:
        fields = {"count": head.count, "link": head.link.hex(), "size": head.size}
        new = self._head_path.with_name(self._head_path.name + ".new")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(self._keys.seal(json.dumps(fields).encode(), HEAD_SEALED_AS))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._head_path)

    def _lines(self) -> Iterator[bytes]:
        try:
            with self.path.open("rb") as log:
                yield from log
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"{self.path}: the access log cannot be read ({error.strerror}).") from error

    def _opened(self, line: bytes) -> _Record | None:
        try:
            sealed = b64decode(line.rstrip(b"\n"), validate=True)
            fields: dict[str, Any] = json.loads(self._keys.open(sealed, SEALED_AS))
        except (NotBase64, StoreError):
            return None
        previous = bytes.fromhex(fields["previous"])
        event = Event(
            action=_action(fields["action"]),
            who=fields["who"],
            at=datetime.fromisoformat(fields["at"]),
            purpose=fields["purpose"],
            case=fields["case"],
            subject=fields["subject"],
            hits=fields["hits"],
            stores=tuple(fields["stores"]),
            note=fields["note"],
        )
        return _Record(fields["number"], previous, self._keys.chain(previous, sealed), event)


def _action(code: str) -> Action:
    try:
        return Action(code)
    except ValueError as error:
        raise StoreError("access log: written by a newer dsar. Read it with that version.") from error


def _append(log: IO[bytes], data: bytes) -> None:
    log.seek(0, os.SEEK_END)
    log.write(data)
    log.flush()
    os.fsync(log.fileno())


def _fingerprint(fragment: bytes) -> str:
    """What an ``INTERRUPTED`` event notes of the cut-off line before it."""
    return blake2b(fragment.rstrip(b"\n"), digest_size=16).hexdigest()
