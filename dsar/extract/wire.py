"""How the child process tells its parent what it read: length-prefixed JSON, never pickle.

The child parses hostile bytes and may end up in their power, so the parent
believes nothing that it says beyond texts, places and gap codes. Text crosses
unchanged, lone surrogates included.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from dsar.extract.reading import Located, gap_at
from dsar.model import Gap, GapCode, Passage

LENGTH_BYTES = 4
LONGEST = 16 * 1024 * 1024
"""Bytes of the longest message; the longest passage needs a tenth of it."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks; the item's file descriptor travels beside it."""

    name: str
    names: bool


@dataclass(frozen=True, slots=True)
class Done:
    """The end of an item, or at first of the child's start: how many bytes of memory the child now takes."""

    resident: int


def pack(message: Request | Located | Done) -> bytes:
    """A message as bytes, its length in front."""
    match message:
        case Located(steps, Passage(place, text)):
            fields: list[object] = ["passage", steps, place, text]
        case Located(steps, Gap(_, code, reason)):
            fields = ["gap", steps, code, reason]
        case Done(resident):
            fields = ["done", resident]
        case Request(name, names):
            fields = ["read", name, names]
    body = _encode(fields).encode("utf-8", "surrogatepass")
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def unpack(body: bytes) -> Request | Located | Done:
    """Undo :func:`pack`, given the bytes after the length.

    Raises:
        ValueError: the bytes are no message.
    """
    try:
        fields = json.loads(body.decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("not a message") from error
    match fields:
        case ["passage", list(steps), str(place), str(text)] if _all_text(steps):
            return Located(tuple(steps), Passage(place, text))
        case ["gap", list(steps), str(code), str(reason)] if _all_text(steps):
            return gap_at(tuple(steps), GapCode(code), reason)
        case ["done", int(resident)]:
            return Done(resident)
        case ["read", str(name), bool(names)]:
            return Request(name, names)
    raise ValueError("not a message")


def _all_text(steps: list[object]) -> bool:
    return all(isinstance(step, str) for step in steps)
