"""How many people bear a name, and whether it is also a word or a place: a read-only table on disk.

The file is text between a header and an index. Words are spread over buckets by
CRC-32; a bucket is a run of lines ``name TAB codes``, so that one look-up is one
``find`` in a few dozen bytes. The file is mapped, not read: it opens in well under
a millisecond, and all processes share its pages.
"""

from __future__ import annotations

import math
import mmap
import re
import struct
import unicodedata
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from dsar.detect.memory import Memory
from dsar.errors import SetupError

SHIPPED = Path(__file__).parent / "data" / "lexicon.bin"
MAGIC = b"dsar lexicon 1\n"
BUCKET_BYTES = 64
"""How much text an average bucket holds."""
STEPS_PER_DOUBLING = 5
"""Counts are kept as one printable character each; a step is 15 %."""
_ZERO = 33  # "!", the printable character that stands for a count of nothing
_HEAD = struct.Struct("<II")  # number of buckets, bytes of text
_INDEX = struct.Struct("<II")
_REMEMBERED = 100_000

_NAME_LINE = re.compile(
    r"[ ]{0,9}([^\W\d_][^\W\d_'’.-]{0,79}(?:[-'’.][^\W\d_]{1,80}){0,4})\t([0-9]{1,9})\t([0-9]{1,9})[ ]{0,9}"
)

# What may be cut off a Danish word before it is looked up as a stem.
_ENDINGS = ("s", "e", "t", "n", "er", "en", "et", "ne", "r", "ens", "ets", "ede", "erne", "ene", "ende", "est", "ere")


class Entry(NamedTuple):
    """What is known of a lower-case word.

    Attributes:
        first: bearers of it as their first first name.
        last: bearers of it as their last surname.
        word: 0 no ordinary word, 1 a word in the dictionary, up to 9 among the most used.
        place: 1 if a town or another Danish place bears it; 2 if the dictionary has it with a capital
            and hardly anybody bears it: a country, a company, a foreign town; 3 if it is much used
            without being in the dictionary.
    """

    first: int
    last: int
    word: int
    place: int


UNKNOWN = Entry(0, 0, 0, 0)


class Lexicon:
    """Names, words and places, from a file that ``build_lexicon`` wrote, and a customer's own names."""

    def __init__(self, path: Path | None = None, *, more: Path | None = None) -> None:
        """Map the shipped file, or another of the same form.

        Args:
            path: the file; None is the one that ships with dsar.
            more: a customer's own list, as :func:`read_names` reads it; where both know a name, the larger counts.

        Raises:
            SetupError: there is no such file, or it is not what it should be.
        """
        place = path or SHIPPED
        try:
            with place.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise SetupError(f"{place}: cannot be read as a lexicon. Build it with build_lexicon.") from error
        if self._data[: len(MAGIC)] != MAGIC:
            raise SetupError(f"{place}: is not a lexicon of this version. Build it again with build_lexicon.")
        self._buckets, size = _HEAD.unpack_from(self._data, len(MAGIC))
        self._text = len(MAGIC) + _HEAD.size
        self._index = self._text + size
        self._more = read_names(more) if more is not None else {}
        self.get = Memory(self._known, limit=_REMEMBERED).__getitem__
        """What is known of a word, which must be in lower case."""

    def is_word(self, word: str) -> bool:
        """Whether a lower-case word, or its stem, is in the dictionary."""
        return self.get(word).word > 0 or any(self.get(stem).word for stem in stems(word))

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        """Every word of the file, in the file's order."""
        for line in self._data[self._text : self._index].decode().splitlines():
            if line:
                word, codes = line.split("\t")
                yield word, _decoded(codes.encode())

    def _known(self, word: str) -> Entry:
        """From the file, and with the counts of the customer's list where those are larger."""
        entry = self._find(word)
        if word not in self._more:
            return entry
        first, last = self._more[word]
        return entry._replace(first=max(first, entry.first), last=max(last, entry.last))

    def _find(self, word: str) -> Entry:
        try:
            key = word.encode()
        except UnicodeEncodeError:  # a lone surrogate: in no list
            return UNKNOWN
        start, end = _INDEX.unpack_from(self._data, self._index + 4 * (zlib.crc32(key) % self._buckets))
        at = self._data.find(b"\n" + key + b"\t", self._text + start, self._text + end)
        if at < 0:
            return UNKNOWN
        at += len(key) + 2
        return _decoded(self._data[at : at + len(UNKNOWN)])


def read_names(path: Path) -> dict[str, tuple[int, int]]:
    """A list of names: ``name TAB bearers as first name TAB bearers as surname``, UTF-8; ``#`` begins a comment.

    Raises:
        SetupError: it cannot be read, or a line is not of that form; the line's number is named, never what is in it.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise SetupError(f"{path}: cannot be read ({error.strerror}). Check the file and its permissions.") from error
    except UnicodeDecodeError as error:
        raise SetupError(f"{path}: is not UTF-8. Save it as UTF-8.") from error
    names: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        if (found := _NAME_LINE.fullmatch(line)) is None:
            raise SetupError(f"{path}: line {number} is not a name, two counts and tabs between. Mend it.")
        name = unicodedata.normalize("NFC", found[1].lower())
        names[name] = (int(found[2]), int(found[3]))
    return names


def stems(word: str) -> Iterator[str]:
    """What may be left of a Danish word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)]


def inflected(word: str, words: Container[str]) -> bool:
    """Whether a stem of the word is one of some words."""
    return any(stem in words for stem in stems(word))


def write(path: Path, entries: Mapping[str, Entry]) -> None:
    """Write a lexicon file."""
    total = sum(len(word.encode()) + len(UNKNOWN) + 2 for word in entries)
    count = total // BUCKET_BYTES + 1
    buckets: list[list[bytes]] = [[] for _ in range(count)]
    for word, entry in sorted(entries.items()):
        key = word.encode()
        buckets[zlib.crc32(key) % count].append(key + b"\t" + _encoded(entry))
    text = bytearray()
    index = [0]
    for bucket in buckets:
        text += b"".join(b"\n" + line for line in bucket) + b"\n"
        index.append(len(text))
    path.write_bytes(MAGIC + _HEAD.pack(count, len(text)) + bytes(text) + struct.pack(f"<{count + 1}I", *index))


def _encoded(entry: Iterable[int]) -> bytes:
    first, last, word, place = entry
    return bytes((_step(first), _step(last), _ZERO + word, _ZERO + place))


def _step(count: int) -> int:
    return _ZERO + (1 + round(STEPS_PER_DOUBLING * math.log2(count)) if count else 0)


def _decoded(codes: bytes) -> Entry:
    first, last, word, place = (code - _ZERO for code in codes)
    return Entry(_count(first), _count(last), word, place)


def _count(step: int) -> int:
    return round(2 ** ((step - 1) / STEPS_PER_DOUBLING)) if step else 0
