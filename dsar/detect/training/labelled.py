"""Texts in which names and addresses are marked, and the two forms in which they are kept.

A *marked* file has one passage a line: ``⟦name⟧``, ``⟪address⟫``, ``⟨town or company⟩``, and ``\\n`` for a line end.
An *IOB2* file has one token a line and the text as a comment (Universal NER).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dsar.model import Span

_MARK = re.compile("[⟦⟧⟪⟫⟨⟩]")


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its gold spans; ``others`` are proper names that are no person's."""

    text: str
    names: tuple[Span, ...]
    addresses: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()


def read_marked(path: Path) -> list[Example]:
    """The passages of a marked file; lines that begin with ``#`` are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse_marked(line.replace("\\n", "\n")) for line in lines if line and not line.startswith("#")]


def parse_marked(marked: str) -> Example:
    """One passage, its marks taken out."""
    parts: list[str] = []
    spans: dict[str, list[Span]] = {"⟧": [], "⟫": [], "⟩": []}
    at = length = begun = 0
    for mark in _MARK.finditer(marked):
        parts.append(marked[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if mark.group() in "⟦⟪⟨":
            begun = length
        else:
            spans[mark.group()].append(Span(begun, length))
    return Example("".join(parts) + marked[at:], tuple(spans["⟧"]), tuple(spans["⟫"]), tuple(spans["⟩"]))


def read_iob2(path: Path) -> list[Example]:
    """The sentences of an IOB2 file with their persons (PER) and their other names."""
    return [_aligned(text, tokens) for text, tokens in _sentences(path)]


def scores(found: Iterable[tuple[set[Span], set[Span]]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of exact spans, from pairs of found and gold."""
    right = wrong = missed = 0
    for ours, gold in found:
        right += len(ours & gold)
        wrong += len(ours - gold)
        missed += len(gold - ours)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def recased(examples: Iterable[Example], change: Callable[[str], str]) -> list[Example]:
    """The same texts in another case; those whose length would change are left out."""
    return [replace(e, text=change(e.text)) for e in examples if len(change(e.text)) == len(e.text)]


def _sentences(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    text, tokens = "", []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif "\t" in line:
            _, word, tag, *_ = line.split("\t")
            tokens.append((word, tag))
        elif not line and tokens:
            yield text, tokens
            tokens = []


def _aligned(text: str, tokens: list[tuple[str, str]]) -> Example:
    spans: dict[bool, list[Span]] = {True: [], False: []}
    kind, at = "", 0
    for word, tag in tokens:
        start = text.index(word, at)
        at = start + len(word)
        mark, _, entity = tag.partition("-")
        ours = spans[entity == "PER"]
        if mark == "I" and entity == kind:
            ours[-1] = Span(ours[-1].start, at)
        elif mark == "B":
            ours.append(Span(start, at))
        kind = entity if mark == "B" or entity == kind else ""
    return Example(text, tuple(spans[True]), others=tuple(spans[False]))
