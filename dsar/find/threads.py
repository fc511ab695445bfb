"""Mails that belong together: a mail and its attachments, and those of one thread.

Read from the heads that mails were indexed with. A thread is what has the same
subject, whatever answering put before it, and an address in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from dsar.model import Passage
from dsar.words import PLACES

MAIL_ENDINGS = (".eml", ".msg")

_SUBJECT = re.compile(r"^(?:Subject|Emne):[ ](?P<subject>[^\n]{1,1000})$", re.MULTILINE | re.IGNORECASE)
_SENT = re.compile(r"^(?:Date|Sendt|Dato):[ ](?P<sent>[^\n]{1,100})$", re.MULTILINE | re.IGNORECASE)
_PARTIES = re.compile(r"^(?:From|To|Cc|Fra|Til):[ ](?P<parties>[^\n]{1,20000})$", re.MULTILINE | re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,100}")
_ANSWERED = re.compile(
    r"(?:(?:re|sv|vs|vedr|fw|fwd|videresendt|svar)(?:\[[0-9]{1,3}\])?[ ]{0,2}:[ ]{0,4})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a mail's head tells of its thread; ``sent`` is aware, or None where it cannot be read."""

    thread: str = field(repr=False)
    sent: datetime | None
    parties: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A hit as far as its family goes: where it lies, and its head if it is a mail itself."""

    store: str
    item: str = field(repr=False)
    head: Head | None


def head_of(passages: Iterable[Passage]) -> Head | None:
    """The head among a mail's passages."""
    text = next((passage.text for passage in passages if passage.place == PLACES["mail_head"]), None)
    if text is None:
        return None
    subject, sent = _SUBJECT.search(text), _SENT.search(text)
    parties = frozenset(a for m in _PARTIES.finditer(text) for a in _ADDRESS.findall(m["parties"].lower()))
    return Head(_thread(subject["subject"]) if subject else "", _sent(sent["sent"]) if sent else None, parties)


def families(letters: Sequence[Letter]) -> list[str | None]:
    """For each hit the family that it is of: its first mail as ``store:item``; None for what stands alone."""
    heads = {(letter.store, letter.item): letter.head for letter in letters if letter.head}
    roots = [_root(letter, heads) for letter in letters]
    first: dict[tuple[str, str], tuple[str, str]] = {root: root for root in roots if root}
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for root in sorted(first, key=lambda root: _order(root, heads)):
        head = heads.get(root)
        if head is None or not head.thread:
            continue
        known = [seen[head.thread, party] for party in sorted(head.parties) if (head.thread, party) in seen]
        first[root] = min(known, key=lambda other: _order(other, heads), default=root)
        for party in head.parties:
            seen.setdefault((head.thread, party), first[root])
    named = [first[root] if root else None for root in roots]
    return [f"{one[0]}:{one[1]}" if one and named.count(one) > 1 else None for one in named]


def _root(letter: Letter, heads: Mapping[tuple[str, str], Head]) -> tuple[str, str] | None:
    """The mail that a hit is, or is attached to."""
    if letter.head:
        return letter.store, letter.item
    above = letter.item.rpartition("!")[0]
    while above:
        if (letter.store, above) in heads or above.lower().endswith(MAIL_ENDINGS):
            return letter.store, above
        above = above.rpartition("!")[0]
    return None


def _order(root: tuple[str, str], heads: Mapping[tuple[str, str], Head]) -> tuple[datetime, tuple[str, str]]:
    head = heads.get(root)
    return (head.sent if head and head.sent else datetime.max.replace(tzinfo=UTC)), root


def _thread(subject: str) -> str:
    plain = " ".join(subject.split())
    while answered := _ANSWERED.match(plain):
        plain = plain[answered.end() :]
    return plain.casefold()


def _sent(written: str) -> datetime | None:
    """When a mail was sent, to the minute."""
    try:
        sent = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None
    try:
        return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC).replace(second=0, microsecond=0)
    except OverflowError:
        return None
