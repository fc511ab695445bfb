"""Which number each hit of a new search gets, and the fingerprints that tell a later one what has changed. Pure.

A number, once given, belongs to its hit for ever: a decision, a letter and a
telephone call name it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256

from dsar.cases.review import CaseHit
from dsar.extract.rows import is_row
from dsar.model import Hit, HitPassage

_REPLY = re.compile(r"\A(?:(?:re|sv|svar|vs|fw|fwd|vb|antw|aw)(?:\[[0-9]{1,3}\])?:\s*){1,20}", re.IGNORECASE)
_SUBJECT_LINE = re.compile(r"^(?:Subject|Emne):[ ]*(.{1,500})", re.IGNORECASE | re.MULTILINE)


def numbered(found: Sequence[Hit], known: Iterable[CaseHit]) -> list[int]:
    """The number of each found hit, in order.

    A hit is the one it was if its item is the same; or else if its item is a copy of
    one that is not found itself any more. All others get new numbers.
    """
    earlier = list(known)
    by_place = {(hit.store, hit.item): hit.number for hit in earlier}
    given = {index: by_place[place] for index, hit in enumerate(found) if (place := (hit.store, hit.item)) in by_place}
    taken = set(given.values())
    by_copy = {
        copy: hit.number for hit in earlier if hit.number not in taken for copy in (hit.address, *hit.duplicates)
    }
    for index, hit in enumerate(found):
        if index not in given:
            copies = (f"{hit.store}:{hit.item}", *hit.duplicates)
            number = next((by_copy[copy] for copy in copies if by_copy.get(copy, 0) not in {0, *taken}), None)
            if number is not None:
                given[index] = number
                taken.add(number)
    following = max((hit.number for hit in earlier), default=0)
    numbers = []
    for index in range(len(found)):
        if index not in given:
            following += 1
            given[index] = following
        numbers.append(given[index])
    return numbers


def content_of(passages: Sequence[HitPassage], digest: bytes | None) -> str:
    """Fingerprint of what is decided on: what is shown, and the item's bytes.

    A row of a register is decided on as it stands, whatever else is in the register.
    """
    rows = all(map(is_row, passages))
    shown = [[passage.place, passage.text] for passage in passages]
    return _fingerprint([shown, "" if rows or digest is None else digest.hex()])


def wording_of(passages: Sequence[HitPassage]) -> str:
    """Fingerprint of the texts alone, wherever they stand and however they are wrapped."""
    return _fingerprint([" ".join(passage.text.split()) for passage in passages])


def thread_of(store: str, mail_head: str) -> str:
    """The key of a mail's thread: its subject without what answering adds; "" where there is no subject.

    Mails of one store with the same subject are one thread: exact for a case, in which all mails concern one person.
    """
    found = _SUBJECT_LINE.search(mail_head)
    subject = _REPLY.sub("", " ".join(found[1].split())) if found else ""
    return f"{store}:{subject.casefold()}" if subject else ""


def _fingerprint(value: object) -> str:
    return sha256(json.dumps(value).encode("ascii")).hexdigest()
