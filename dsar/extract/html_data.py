"""What a web page carries and does not show: values in its scripts, and in ``data-`` attributes.

Programs that make pages put the records they show into the page as well (``var borger = {cpr: "…"}``,
``<tr data-navn="…">``). Of a script its strings and long numbers are read, with the names they are given,
and none of the code around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.text import blocks
from dsar.model import Passage

_AT_ONCE = 1_000_000  # characters of a script that are looked through at once
_LONGEST = 1000
_VALUE = re.compile(
    rf"""(?:(?<![\w$])["']?@?(?P<key>[^\W0-9][\w.-]{{0,40}})["']?[ ]{{0,4}}[:=][ ]{{0,4}})?
         (?: "(?P<double>(?:[^"\\\n]|\\.){{1,{_LONGEST}}})" | '(?P<single>(?:[^'\\\n]|\\.){{1,{_LONGEST}}})'
           | `(?P<back>(?:[^`\\]|\\.){{1,{_LONGEST}}})` | (?<![\w.])(?P<number>[0-9]{{6,20}})(?![\w.]) )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_SPACES = frozenset("bfnrtv")
_TELLS = re.compile(r"[^\W0-9_][ ,][^\W_]|[A-ZÆØÅ]|[^@\s]@[^@\s]|(?:[0-9][ .-]?){4}")
_ATTRIBUTES = ("data-", "aria-")


class PageData:
    """Gathers them as the page is read."""

    def __init__(self) -> None:
        self._script: list[str] = []
        self._length = 0
        self._lines: list[str] = []

    def script(self, piece: str) -> None:
        """A piece of a script."""
        self._script.append(piece)
        self._length += len(piece)
        if self._length > _AT_ONCE:
            whole, mark, rest = "".join(self._script).rpartition("\n" if "\n" in piece else ",")
            self._script = [whole + mark]
            self.end_script()
            self._script, self._length = [rest], len(rest)

    def end_script(self) -> None:
        """The script ends."""
        self._lines += _values("".join(self._script))
        self._script, self._length = [], 0

    def attributes(self, attributes: dict[str, str]) -> None:
        """A tag's attributes; what is shown of them is not read here."""
        for name, value in attributes.items():
            if name.startswith(_ATTRIBUTES) and name != "aria-label" and value:
                key = name.partition("-")[2]
                self._lines += _values(value) if value.lstrip()[:1] in ("{", "[") else _line(key, value[:_LONGEST])

    def passages(self) -> Iterator[Passage]:
        """What was gathered, a value a line."""
        if self._script:
            self.end_script()
        yield from (Passage(FORMAT_PLACES["page_data"], text) for text in blocks(self._lines) if text.strip())


def _values(script: str) -> Iterator[str]:
    """The values of a script, with an empty line where an object ends."""
    end = 0
    for found in _VALUE.finditer(script):
        if "}" in script[end : found.start()] and end:
            yield ""
        end = found.end()
        value = found["number"] or _ESCAPE.sub(_unescaped, found["double"] or found["single"] or found["back"])
        yield from _line(found["key"] or "", value)


def _line(key: str, value: str) -> Iterator[str]:
    """A value that may tell something of a person, behind its name."""
    text = " ".join(value.split())
    if _TELLS.search(text):
        yield f"{key}: {text}" if key else text


def _unescaped(escape: re.Match[str]) -> str:
    if code := escape[1] or escape[2]:
        letter = chr(int(code, 16))
        return letter if letter.isprintable() else " "
    return " " if escape[3] in _SPACES or escape[3] == "\n" else escape[3]
