"""Texts that are read again are not searched again, and memory has a bound."""

from __future__ import annotations

from dsar.model import Evidence, Finding, Kind, Span
from dsar.redact.remembered import Remembered


class Reads:
    """A detector that notes what it reads."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> tuple[Finding, ...]:
        self.texts.append(text)
        return (Finding(Kind.NAME, Span(0, len(text)), text, (Evidence("name.test", 1.0),)),)


def test_a_text_is_read_once() -> None:
    reads = Reads()
    remembered = Remembered(reads)
    assert remembered("Mette") == remembered("Mette")
    assert reads.texts == ["Mette"]


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    reads = Reads()
    remembered = Remembered(reads, characters=10)
    for text in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"):
        remembered(text)
    assert reads.texts == ["aaaa", "bbbb", "cccc", "bbbb"]


def test_a_text_longer_than_the_bound_is_read_each_time() -> None:
    reads = Reads()
    remembered = Remembered(reads, characters=3)
    assert [f.key for text in ("aaaa", "aaaa") for f in remembered(text)] == ["aaaa", "aaaa"]
    assert reads.texts == ["aaaa", "aaaa"]
