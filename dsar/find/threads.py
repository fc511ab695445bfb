"""Mails that belong together: a mail and its attachments, and those of one thread.

Read from the heads that mails were indexed with. A thread is what answers one another
by ``In-Reply-To`` and ``References``, or has the same subject, whatever answering put
before it, and an address in common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from dsar.model import Passage
from dsar.stated import StatedKind
from dsar.words import PLACES

MAIL_ENDINGS = (".eml", ".msg")
THREAD_IDS = frozenset({StatedKind.MESSAGE_ID, StatedKind.ANSWERS})
"""What a mail states of its place in a thread."""

_SUBJECT = re.compile(r"^(?:Subject|Emne):[ ](?P<subject>[^\n]{1,1000})$", re.MULTILINE | re.IGNORECASE)
_SENT = re.compile(r"^(?:Date|Sendt|Dato):[ ](?P<sent>[^\n]{1,100})$", re.MULTILINE | re.IGNORECASE)
_PARTIES = re.compile(r"^(?P<field>From|To|Cc|Fra|Til):[ ](?P<parties>[^\n]{1,20000})$", re.MULTILINE | re.IGNORECASE)
_SENDS = ("from", "fra")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,100}")
_ANSWERED = re.compile(
    r"(?:(?:re|sv|vs|vedr|fw|fwd|videresendt|svar)(?:\[[0-9]{1,3}\])?[ ]{0,2}:[ ]{0,4})", re.IGNORECASE
)


Place = tuple[str, str]
"""A store and a locator in it."""
Token = tuple[str, str]
"""A thread and an address in it, or nothing and a mail's id."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a mail's head tells of its thread; ``sent`` is aware, or None where it cannot be read.

    ``senders`` are the addresses that it is from, ``parties`` those and the ones that it is to.
    """

    thread: str = field(repr=False)
    sent: datetime | None
    parties: frozenset[str] = field(repr=False)
    senders: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A hit as far as its family goes: where it lies, and its head and ids if it is a mail itself.

    Attributes:
        ids: its own id and those of the mails that it answers or follows (RFC 5322, 3.6.4).
    """

    store: str
    item: str = field(repr=False)
    head: Head | None
    ids: frozenset[str] = field(default=frozenset(), repr=False)


def head_of(passages: Iterable[Passage]) -> Head | None:
    """The head among a mail's passages."""
    text = next((passage.text for passage in passages if passage.place == PLACES["mail_head"]), None)
    if text is None:
        return None
    subject, sent = _SUBJECT.search(text), _SENT.search(text)
    written = [
        (address, match["field"].lower() in _SENDS)
        for match in _PARTIES.finditer(text)
        for address in _ADDRESS.findall(match["parties"].lower())
    ]
    return Head(
        _thread(subject["subject"]) if subject else "",
        _sent(sent["sent"]) if sent else None,
        frozenset(address for address, _ in written),
        frozenset(address for address, sends in written if sends),
    )


def families(letters: Sequence[Letter]) -> list[str | None]:
    """For each hit the family that it is of: its first mail as ``store:item``; None for what stands alone."""
    mails = {(letter.store, letter.item): letter for letter in letters if letter.head or letter.ids}
    heads = {place: letter.head for place, letter in mails.items() if letter.head}
    roots = [_root(letter, heads) for letter in letters]
    first: dict[Place, Place] = {}
    seen: dict[Token, Place] = {}
    for root in sorted({root for root in roots if root}, key=lambda root: _order(root, heads)):
        tokens = _tokens(mails.get(root))
        known = {_first_of(seen[token], first) for token in tokens if token in seen}
        eldest = min(known, key=lambda other: _order(other, heads), default=root)
        first |= dict.fromkeys({*known, root}, eldest)
        for token in tokens:
            seen.setdefault(token, eldest)
    named = [_first_of(root, first) if root else None for root in roots]
    count = Counter(named)
    return [f"{one[0]}:{one[1]}" if one and count[one] > 1 else None for one in named]


def _tokens(letter: Letter | None) -> list[Token]:
    """What a mail has in common with others of its thread: ids of mails; or the subject, with an address."""
    if letter is None:
        return []
    ids = [("", number) for number in sorted(letter.ids)]
    head = letter.head
    return ids if head is None or not head.thread else [*ids, *((head.thread, party) for party in sorted(head.parties))]


def _first_of(root: Place, first: Mapping[Place, Place]) -> Place:
    """The first mail of the family that a mail was found to be of, and that this was later found to be of."""
    while first[root] != root:
        root = first[root]
    return root


def _root(letter: Letter, heads: Mapping[Place, Head]) -> Place | None:
    """The mail that a hit is, or is attached to."""
    if letter.head:
        return letter.store, letter.item
    above = letter.item.rpartition("!")[0]
    while above:
        if (letter.store, above) in heads or above.lower().endswith(MAIL_ENDINGS):
            return letter.store, above
        above = above.rpartition("!")[0]
    return None


def _order(root: Place, heads: Mapping[Place, Head]) -> tuple[datetime, Place]:
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
