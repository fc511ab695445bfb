"""Calendars (ics) and contacts (vcf): each event, task or contact a passage, what is attached a part.

Several are records (``post 3``), each about people of its own; one alone, as in an invitation, is a text.

Both are lines of name, parameters and value. Real files break the rules, so a line
that makes no sense is kept as it stands.

Source: RFC 5545, section 3.1 (content lines), RFC 6350, section 3 (vCard 4); vCard 2.1 (versit, 1996) for
quoted-printable.
"""

from __future__ import annotations

import binascii
import io
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from dsar.extract.decode import decode, decoded
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.format_words import FORMAT_PLACES
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES

_LINE = re.compile(
    r"(?:[A-Za-z0-9_-]{1,60}\.)?(?P<name>[A-Za-z0-9_-]{1,60})(?P<parameters>(?:;[^:\";]{0,2000}(?:\"[^\"]{0,2000}\"[^:\";]{0,200}){0,20}){0,40}):(?P<value>.*)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([\\;,:nN])")
_NAMED = re.compile(r"(?:^|;)(?:CN|SENT-BY|ROLE|X-[A-Z-]{1,40}|TYPE)=\"?([^\";]{1,500})", re.IGNORECASE)
_DULL = frozenset(
    {"begin", "end", "version", "prodid", "calscale", "method", "dtstamp", "sequence", "transp", "class", "priority"}
    | {
        "rev",
        "trigger",
        "action",
        "tzoffsetfrom",
        "tzoffsetto",
        "tzname",
        "rrule",
        "x-wr-timezone",
        "tzid",
        "busystatus",
    }
)
_PLACE = {"vevent": "event", "vtodo": "task", "vjournal": "journal", "vcard": "contact"}
_NOT_SHOWN = frozenset({"vtimezone", "standard", "daylight"})
_FILES = frozenset({"attach", "photo", "logo", "sound", "key"})
_LONGEST = 64 << 20  # characters of one line, its continuations included
_BLOCK_LINES = 400
_FIRST = PLACES["record"].format(1)


class ContentLinesExtractor:
    """Yields components in the order of the file."""

    def match(self, media_type: str, name: str) -> int:
        """Take calendars and contacts."""
        del name
        return 10 if media_type in ("text/calendar", "text/vcard") else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the components; lines outside them come last."""
        del limits
        source.seek(0)
        reading, first = _Reading(), list[Passage]()
        for value in reading.all(_unfolded(decoded(source))):
            if isinstance(value, Passage) and value.place == _FIRST:
                first.append(value)
                continue
            if isinstance(value, Passage) and reading.number > 1:
                yield from first
                first.clear()
            yield value
        alone = FORMAT_PLACES[reading.kind].format(1) if reading.number == 1 else _FIRST
        yield from (replace(passage, place=alone) for passage in first)
        if not (reading.said or reading.files):
            yield Gap("", GapCode.DAMAGED, "nothing in it makes sense as a calendar or a contact.")


@dataclass(slots=True)
class _Reading:
    """The component at hand, how many there were that say something, and of which kind the last one was."""

    lines: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    number: int = 0
    kind: str = ""
    said: bool = False
    files: int = 0
    is_new: bool = True

    def all(self, lines: Iterable[str]) -> Iterator[Passage | Part]:
        for line in lines:
            yield from self.take(line)
        yield from self.rest()

    def take(self, line: str) -> Iterator[Passage | Part]:
        found = _LINE.fullmatch(line)
        name = found["name"].lower() if found else ""
        value = found["value"] if found else line
        if name == "begin":
            kind = value.strip().lower()
            if kind in _PLACE:
                yield from self.rest()
                self.open = [one for one in self.open if one not in _NOT_SHOWN]  # one that never ended
            self.open.append(kind)
        elif name == "end":
            kind = value.strip().lower()
            if kind in _PLACE:
                yield from self.rest()
            if kind in self.open:
                del self.open[self.open.index(kind) :]
        elif found is None:
            self.lines += [line] if line.strip() else []
        elif name not in _DULL and not (self.open and self.open[-1] in _NOT_SHOWN):
            yield from self._property(name, found["parameters"], value)
            if len(self.lines) > _BLOCK_LINES:
                yield from self.rest(is_new=False)

    def _property(self, name: str, parameters: str, value: str) -> Iterator[Part]:
        upper = parameters.upper()
        if name in _FILES and ("BASE64" in upper or "ENCODING=B" in upper or value.startswith("data:")):
            content = _file(value)
            if content:
                self.files += 1
                yield Part(_file_name(parameters) or f"{name} {self.files}", io.BytesIO(content))
            return
        if "QUOTED-PRINTABLE" in upper:
            charset = re.search(r"CHARSET=\"?([\w-]{1,40})", parameters, re.IGNORECASE)
            raw = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
            value = decode(raw, declared=charset[1] if charset else "")
        text = " ".join(_unescaped(part) for part in re.split(r"(?<!\\);", value) if part.strip())
        text = re.sub(r"^(?:mailto|tel|sms):", "", text.strip(), flags=re.IGNORECASE)
        names = [
            one for one in _NAMED.findall(parameters) if one.upper() not in ("WORK", "HOME", "CELL", "VOICE", "PREF")
        ]
        if text:
            self.lines.append(f"{name.upper()}: {text}" + (f" ({', '.join(names)})" if names else ""))

    def rest(self, *, is_new: bool = True) -> Iterator[Passage]:
        """Yield the component so far; a long one goes on, if what comes then is not new."""
        if self.lines:
            kind = next((_PLACE[kind] for kind in reversed(self.open) if kind in _PLACE), "")
            if kind:
                self.number, self.kind = self.number + self.is_new, kind
            place = PLACES["record"].format(self.number) if kind else PLACES["metadata"]
            self.said, lines, self.lines = True, self.lines, []
            yield Passage(place, "\n".join(lines))
            self.is_new = is_new
        elif is_new:
            self.is_new = True


def _unfolded(pieces: Iterable[str]) -> Iterator[str]:
    """Whole lines: one that begins with a space goes on from the one before, as does one after a soft line end."""
    held: list[str] = []
    size, soft = 0, False
    for line in _lines(pieces):
        if held and size < _LONGEST and (line[:1] in (" ", "\t") or soft):
            text = line if soft else line[1:]
        else:
            if held:
                yield "".join(held)
            held, size, text = [], 0, line
        soft = text.endswith("=") and ("QUOTED-PRINTABLE" in (held[0] if held else text).upper())
        text = text[:-1] if soft else text
        held.append(text)
        size += len(text)
    if held:
        yield "".join(held)


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        yield from whole
    if rest:
        yield rest


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _file(value: str) -> bytes:
    packed = re.sub("[^A-Za-z0-9+/]", "", value.rpartition(",")[2] if value.startswith("data:") else value)
    return binascii.a2b_base64(packed[: len(packed) - (len(packed) % 4 == 1)] + "==")


def _file_name(parameters: str) -> str:
    found = re.search(r"(?:FILENAME|X-FILENAME|X-APPLE-FILENAME)=\"?([^\";]{1,300})", parameters, re.IGNORECASE)
    return found[1] if found else ""


_checked: type[Extractor] = ContentLinesExtractor
