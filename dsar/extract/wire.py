"""How the child process tells its parent what it read: lengths and texts, never pickle.

The child parses hostile bytes and may end up in their power, so the parent
believes nothing that it says beyond texts, places and gap codes. Text crosses
unchanged, lone surrogates included. A message is a kind, the sizes of three
texts, and the three texts; that costs a third of what JSON does. What a document
states of itself as data travels behind the place of its passage.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from dsar.extract.reading import Located, gap_at
from dsar.model import Gap, GapCode, Passage
from dsar.stated import MOST, checked
from dsar.words import PLACES

HEADER = struct.Struct(">cIII")
LONGEST = 16 * 1024 * 1024
"""Bytes of the longest message; the longest passage needs a fortieth of it."""

_PASSAGE, _STATING, _PART, _GAP, _DONE, _REQUEST, _MORE = b"p", b"s", b"n", b"g", b"d", b"r", b"m"
_BETWEEN_STEPS = "\0"
"""No step holds it, nor a place, nor what is stated: all are free of control characters."""
_MOST_SECONDS = 1e6
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks; the item's file descriptor travels beside it."""

    name: str
    names: bool


@dataclass(frozen=True, slots=True)
class Done:
    """The end of an item, or at first of the child's start: how many bytes of memory the child now takes."""

    resident: int


@dataclass(frozen=True, slots=True)
class More:
    """What comes next is a page for text recognition, and may take so many seconds more than the item as such."""

    seconds: float


Message = Request | Located | Done | More


def pack(message: Message) -> bytes:
    """A message as bytes."""
    match message:
        case Located(steps, Passage(_, name), digest) if digest:
            return _packed(_PART, _BETWEEN_STEPS.join(steps), digest, name)
        case Located(steps, Passage(place, text, stated=stated)) if stated:
            data = (value for one in stated[:MOST] for value in (one.kind, one.value))
            return _packed(_STATING, _BETWEEN_STEPS.join(steps), _BETWEEN_STEPS.join((place, *data)), text)
        case Located(steps, Passage(place, text)):
            return _packed(_PASSAGE, _BETWEEN_STEPS.join(steps), place, text)
        case Located(steps, Gap(_, code, reason)):
            return _packed(_GAP, _BETWEEN_STEPS.join(steps), code, reason)
        case Done(resident):
            return _packed(_DONE, "", "", str(resident))
        case More(seconds):
            return _packed(_MORE, "", "", str(seconds))
        case Request(name, names):
            return _packed(_REQUEST, "", "names" if names else "", name)
    raise AssertionError(message)


def unpack(data: bytes) -> Iterator[tuple[Message, int]]:
    """Yield the messages that are complete in the data, each with where in it the message ends.

    Raises:
        ValueError: what follows is no message.
    """
    start = 0
    while start + HEADER.size <= len(data):
        kind, *sizes = HEADER.unpack_from(data, start)
        begin = start + HEADER.size
        start = begin + sum(sizes)
        if start - begin > LONGEST:
            raise ValueError("a message is too long")
        if start > len(data):
            return
        texts: list[str] = []
        for size in sizes:
            texts.append(str(data[begin : begin + size], "utf-8", "surrogatepass"))
            begin += size
        yield _message(kind, *texts), start


def _packed(kind: bytes, first: str, second: str, third: str) -> bytes:
    texts = [text.encode("utf-8", "surrogatepass") for text in (first, second, third)]
    return HEADER.pack(kind, *map(len, texts)) + b"".join(texts)


def _message(kind: bytes, first: str, second: str, third: str) -> Message:
    steps = tuple(first.split(_BETWEEN_STEPS)) if first else ()
    if kind == _PASSAGE:
        return Located(steps, Passage(second, third))
    if kind == _STATING:
        return Located(steps, _stating(second, third))
    if kind == _PART:
        if not _DIGEST.fullmatch(second):
            raise ValueError("no SHA-256")
        return Located(steps, Passage(PLACES["name"], third), second)
    if kind == _GAP:
        return gap_at(steps, GapCode(second), third)
    if kind == _DONE:
        return Done(int(third))
    if kind == _MORE:
        return More(_seconds(float(third)))
    if kind == _REQUEST:
        return Request(third, bool(second))
    raise ValueError("no kind of message")


def _stating(data: str, text: str) -> Passage:
    place, *rest = data.split(_BETWEEN_STEPS)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    if len(rest) > 2 * MOST:
        raise ValueError("too much is stated")
    return Passage(place, text, stated=tuple(checked(kind, value) for kind, value in pairs))


def _seconds(number: float) -> float:
    if not 0 <= number <= _MOST_SECONDS:
        raise ValueError("no time")
    return number
