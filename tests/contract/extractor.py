"""What every extractor must keep, as a test class to inherit; and the reference extractor that keeps it simply."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from dsar.errors import ItemError
from dsar.extract.extractor import Extractor, Limits
from dsar.model import Gap, Part, Passage

LIMITS = Limits(size=50_000_000, memory=0)
Seen = list[tuple[str, ...]]


def seen(extractor: Extractor, data: bytes) -> Seen:
    """What an extractor yields, with each part's bytes, and the item error that ended it, as plain values."""
    values: Seen = []
    try:
        for value in extractor.read(io.BytesIO(data), LIMITS):
            match value:
                case Passage(place, text):
                    values.append(("passage", place, text))
                case Gap(locator, code, _):
                    values.append(("gap", locator, code))
                case Part(name, source):
                    values.append(("part", name, _all(source)))
    except ItemError as error:
        values.append(("error", error.code, ""))
    return values


def _all(source: BinaryIO) -> str:
    try:
        return source.read().decode("latin-1")
    except ItemError as error:
        return f"error {error.code}"


class ExtractorContract:
    """Subclass it and give the three fixtures."""

    @pytest.fixture
    def extractor(self) -> Extractor:
        raise NotImplementedError

    @pytest.fixture
    def media_type(self) -> str:
        """A media type that the extractor reads."""
        raise NotImplementedError

    @pytest.fixture
    def sample(self) -> bytes:
        """A whole file of a few kilobytes at most, which is read without a gap."""
        raise NotImplementedError

    def test_it_takes_its_own_media_type(self, extractor: Extractor, media_type: str) -> None:
        assert extractor.match(media_type, "navn") > 0

    def test_it_declines_what_nobody_knows(self, extractor: Extractor) -> None:
        assert extractor.match("application/octet-stream", "navn.bin") == 0

    def test_a_whole_file_gives_something_and_no_gap(self, extractor: Extractor, sample: bytes) -> None:
        kinds = {value[0] for value in seen(extractor, sample)}

        assert kinds
        assert kinds <= {"passage", "part"}

    def test_the_same_bytes_give_the_same_values_in_the_same_order(self, extractor: Extractor, sample: bytes) -> None:
        assert seen(extractor, sample) == seen(extractor, sample)

    def test_the_source_stays_open_for_its_owner(self, extractor: Extractor, sample: bytes) -> None:
        source = io.BytesIO(sample)

        for value in extractor.read(source, LIMITS):
            assert isinstance(value, Passage | Part | Gap)

        assert not source.closed

    def test_text_has_plain_line_ends_and_no_byte_order_mark(self, extractor: Extractor, sample: bytes) -> None:
        texts = [value[2] for value in seen(extractor, sample) if value[0] == "passage"]

        assert not any("\r" in text or text.startswith("\ufeff") for text in texts)

    def test_a_file_cut_anywhere_raises_nothing_but_an_item_error(self, extractor: Extractor, sample: bytes) -> None:
        for end in range(0, len(sample), max(1, len(sample) // 60)):
            seen(extractor, sample[:end])

    def test_a_damaged_file_raises_nothing_but_an_item_error(self, extractor: Extractor, sample: bytes) -> None:
        for damaged in _damaged(sample):
            seen(extractor, damaged)


def _damaged(sample: bytes) -> Iterator[bytes]:
    """The sample with bytes changed, taken out and put in, the same each time."""
    dice = random.Random(len(sample))
    for _ in range(150):
        data = bytearray(sample)
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(data))
            match dice.randrange(3):
                case 0:
                    data[at] = dice.randrange(256)
                case 1:
                    del data[at : at + dice.randint(1, 40)]
                case _:
                    data[at:at] = dice.randbytes(dice.randint(1, 12))
            data = data or bytearray(b"x")
        yield bytes(data)


class MemoryExtractor:
    """The reference: blocks of text apart by an empty line, parts after it as ``name=content`` lines."""

    MEDIA_TYPE = "text/x-memory"

    def match(self, media_type: str, name: str) -> int:
        del name
        return 1 if media_type == self.MEDIA_TYPE else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        del limits
        text, _, parts = source.read().decode("latin-1").replace("\r", "").partition("\n\n")
        yield Passage("tekst", text)
        for line in parts.split("\n"):
            name, is_part, content = line.partition("=")
            if is_part:
                yield Part(name, io.BytesIO(content.encode("latin-1")))


_checked: type[Extractor] = MemoryExtractor
