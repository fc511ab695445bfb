"""JSON: one value, an array of records, or a value a line.

Values at the top, and the elements of an array at the top, are read one at a time,
so that a long export streams. Numbers keep the digits that were written, and a
key that is there twice is read twice. Text that is no JSON after all is read as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from dsar.extract.decode import decoded
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.tables import Line, Table
from dsar.extract.text import blocks, text_passages
from dsar.model import Gap, GapCode, Passage
from dsar.words import PLACES

_SPACES_AND_COMMA = re.compile(r"[ \t\n\x1e]*,?[ \t\n\x1e]*")  # \x1e stands between values in RFC 7464
_CODES = {"row": "record", "column": "column"}
"""The place of what a table of bare lists tells as one."""
_TOKEN = 16
"""Characters of the longest word of JSON; an error nearer to the end may only mean that more is to come."""
_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}")


class _Members(tuple[tuple[str, object], ...]):
    """An object's members, in order, repeated keys included."""

    __slots__ = ()


_decoder = json.JSONDecoder(object_pairs_hook=_Members, parse_int=str, parse_float=str, parse_constant=str)


class JsonExtractor:
    """Yields ``path: value`` lines: a record a passage, other fields in blocks."""

    def match(self, media_type: str, name: str) -> int:
        """JSON and JSON Lines."""
        del name
        return 2 if media_type == "application/json" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Gap]:
        """Yield the values; see the class."""
        del limits
        values = _Values(decoded(source))
        try:
            yield from _passages(values)
        except RecursionError:
            yield Gap("", GapCode.TOO_DEEP, "its values are nested too deep; from there it is read as plain text.")
            yield from text_passages(values.rest())
        except ValueError:
            yield from _no_json(values)


class _Values:
    """The values at the top, or the elements of an array at the top, one at a time.

    After an error, :meth:`rest` is what was not understood.
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._text = ""
        self._at = 0
        self.in_array = False
        self.count = 0

    def __iter__(self) -> Iterator[object]:
        while self._skip_space():
            if self._text[self._at] == "[" and not (self.in_array or self.count):
                self.in_array = True
                self._at += 1
            elif self._text[self._at] == "]" and self.in_array:
                self._at += 1
            else:
                value = self._value()
                self.count += 1
                yield value

    def rest(self) -> Iterator[str]:
        """The text from the value that was not understood."""
        return chain((self._text[self._at :],), self._pieces)

    def _skip_space(self) -> bool:
        """Go on to what is no space and no comma; whether there is more."""
        while True:
            self._at = _SPACES_AND_COMMA.match(self._text, self._at).end()  # type: ignore[union-attr] # empty fits
            if self._at < len(self._text):
                return True
            if not self._more():
                return False

    def _more(self) -> bool:
        """Read on, about as much as is held, so that a long value is not begun too often."""
        kept = self._text[self._at :]
        read: list[str] = []
        for piece in self._pieces:
            read.append(piece)
            if sum(map(len, read)) > len(kept):
                break
        if read:
            self._text, self._at = kept + "".join(read), 0
        return bool(read)

    def _value(self) -> object:
        while True:
            try:
                value, end = _decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                cut_short = error.pos > len(self._text) - _TOKEN or error.msg.startswith("Unterminated string")
                if not cut_short or not self._more():
                    raise
            else:
                if end < len(self._text) or not self._more():  # a number at the end may go on
                    self._at = end
                    return value


def _passages(values: _Values) -> Iterator[Passage]:
    held: list[object] = []
    table = Table()
    for value in values:
        if not values.in_array and values.count == 1:
            held.append(value)  # alone, or the first of many lines
            continue
        yield from (_record(1, first) for first in held)
        held.clear()
        if isinstance(value, list) and not any(isinstance(cell, list | _Members) for cell in value):
            cells = {column: text for column, cell in enumerate(value) if (text := _scalar(cell))}
            yield from _rows(table.add(values.count, cells))
        else:
            yield from _rows(table.finish())
            yield _record(values.count, value)
    yield from _rows(table.finish())
    for value in held:
        yield from _alone(value)


def _record(number: int, value: object) -> Passage:
    return Passage(PLACES["record"].format(number), "\n".join(_lines(value)))


def _rows(lines: Iterator[Line]) -> Iterator[Passage]:
    return (Passage(PLACES[_CODES[line.code]].format(line.number), line.text) for line in lines)


def _alone(value: object) -> Iterator[Passage]:
    """The only value: its lists of records, and the fields beside them."""
    records: list[object] = []
    yield from (Passage(PLACES["fields"], block) for block in blocks(_lines(value, records)))
    for number, record in enumerate(records, start=1):
        yield _record(number, record)


def _lines(value: object, records: list[object] | None = None) -> Iterator[str]:
    """A line for each scalar below a value, with the path that leads to it.

    Where ``records`` is given, lists of objects go there instead.
    """
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _Members) and value:
            waiting += [(f"{path}.{key}" if path else key, member) for key, member in reversed(value)]
        elif isinstance(value, list) and value:
            if records is not None and len(value) > 1 and all(isinstance(v, _Members) for v in value):
                records += value
            else:
                waiting += [(f"{path}[{n}]", value[n - 1]) for n in range(len(value), 0, -1)]
        else:
            yield f"{path}: {_scalar(value)}".rstrip() if path else _scalar(value)


def _scalar(value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
    return ""  # null, {} and []


def _no_json(values: _Values) -> Iterator[Passage | Gap]:
    """What follows the last value that was understood is read as text; escapes in it hide letters, which is a gap."""
    hidden = values.count > 0
    for passage in text_passages(values.rest()):
        hidden = hidden or bool(_ESCAPE.search(passage.text))
        yield passage
    if hidden:
        yield Gap("", GapCode.DAMAGED, f"it is no JSON after value {values.count}; the rest is read as plain text.")


_checked: type[Extractor] = JsonExtractor
