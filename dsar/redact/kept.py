"""Which blocks and sentences of a text are kept where only what concerns the subject is given. Pure.

A block of the subject's is kept, and what follows it until somebody else is named or another entry of the kind that
names people begins. Of any block a sentence about the subject is kept and one about somebody else is not; what nothing
tells follows the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dsar.model import Span
from dsar.redact.around import Side
from dsar.redact.blocks import Block, line_at
from dsar.redact.present import Present
from dsar.redact.telling import Sentence, Telling

_WORD = re.compile(r"(?<![^\W_])[a-zæøå]{2,30}(?![^\W_])")
_LABEL = re.compile(r"[^:.\n]{1,40}:[ \n]")
_FEWEST = 2
"""Words in small letters of a sentence that tells something."""
_ENDS = frozenset('.!?)”"')
Piece = tuple[Span, bool]
"""A stretch, and whether it is kept."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Blocks by number: the subject's, those that name others alone, those of them that merely greet.

    ``styles`` are of the entries that name people.
    """

    mine: frozenset[int]
    others: frozenset[int]
    greeting: frozenset[int]
    styles: frozenset[str]

    @classmethod
    def of(cls, blocks: Sequence[Block], seen: Present) -> _Blocks:
        starts = [block.span.start for block in blocks]
        shared = _touched(starts, seen.shared) - _touched(starts, seen.persons)
        mine = _touched(starts, seen.subject) | shared
        others = _touched(starts, seen.others) - mine
        greeting = others - _touched(starts, set(seen.others) - set(seen.greeted))
        styles = {blocks[number].style for number in others | mine} - {""}
        return cls(frozenset(mine), frozenset(others), frozenset(greeting), frozenset(styles))

    def begins_entry(self, block: Block) -> bool:
        """Whether it begins an entry of a kind that names people, or a day of them."""
        return block.style == "day" or block.style in self.styles

    def about(self, number: int, block: Block, *, before: bool, named: bool) -> bool:
        """Whether a block is about the subject; ``before`` is whether the last was, ``named`` if they were named."""
        if number in self.mine:
            return True
        if number in self.greeting:
            return before and named
        return before and number not in self.others and not self.begins_entry(block)


def blocks_kept(blocks: Sequence[Block], seen: Present) -> list[bool]:
    """Which blocks are kept by their names alone."""
    parts = _Blocks.of(blocks, seen)
    flags, about, named = list[bool](), bool(parts.mine), False
    for number, block in enumerate(blocks):
        about = parts.about(number, block, before=about, named=named)
        named = named or number in parts.mine
        flags.append(about)
    return _with_headings(blocks, flags, parts)


def pieces_kept(blocks: Sequence[Block], seen: Present, telling: Telling) -> Iterator[Piece]:
    """Each block, or the sentences of one that is kept in part."""
    parts = _Blocks.of(blocks, seen)
    own, persons = _Places((*seen.subject, *seen.shared)), _Places(seen.persons)
    cut, about, named = list[list[Piece]](), bool(parts.mine) or not seen.others, False
    for number, block in enumerate(blocks):
        about = parts.about(number, block, before=about, named=named)
        named = named or number in parts.mine
        told = list(telling.sentences(block, entry=parts.begins_entry(block)))
        if number in parts.greeting:
            cut.append([(block.span, about or any(one.about is Side.SUBJECT for one in told))])
            continue
        cut.append(list(_sentences(told, own, persons, about=about)))
        about = about or (number not in parts.others and told[-1].about is Side.SUBJECT)
    flags = _with_headings(blocks, [any(keep for _, keep in pieces) for pieces in cut], parts)
    for block, pieces, keep in zip(blocks, cut, flags, strict=True):
        if keep and any(kept for _, kept in pieces) and not all(kept for _, kept in pieces):
            yield from pieces
        else:
            yield block.span, keep


def sentences_of_others(text: str, blocks: Sequence[Block], seen: Present, telling: Telling) -> Iterator[Span]:
    """Sentences that tell something of others alone, whatever becomes of their block; who is merely greeted is not."""
    parts = _Blocks.of(blocks, seen)
    own, persons = _Places((*seen.subject, *seen.shared)), _Places(set(seen.persons) - set(seen.greeted))
    for number, block in enumerate(blocks):
        for one in telling.sentences(block, entry=parts.begins_entry(block)):
            theirs = one.about is Side.OTHER or (one.about is None and persons.touch(one.span))
            if number not in parts.greeting and theirs and not own.touch(one.span) and _tells(text, one.span, seen):
                yield one.span


def _tells(text: str, sentence: Span, seen: Present) -> bool:
    """Whether it says something besides names, numbers and the labels of a form."""
    label = _LABEL.match(text, sentence.start, sentence.end)
    found = _WORD.finditer(text, label.end() if label else sentence.start, sentence.end)
    names = _Places(seen.others)
    words = [word for word in found if not names.touch(Span(*word.span()))]
    return text[sentence.start : sentence.end].rstrip()[-1:] in _ENDS and len(words) >= _FEWEST


def _sentences(told: Iterable[Sentence], own: _Places, persons: _Places, *, about: bool) -> Iterator[Piece]:
    keep = about
    for one in told:
        said = Span(one.label.end, one.span.end) if one.label else one.span
        if one.label is not None and own.touch(one.label) and not own.touch(said) and one.about is Side.OTHER:
            yield one.label, True
            yield said, False
            keep = False
            continue
        if own.touch(one.span) or one.about is Side.SUBJECT:
            keep = True
        elif persons.touch(said) or (one.about is Side.OTHER and not one.passing):
            keep = False
        yield one.span, keep and not (one.passing and not own.touch(one.span))


class _Places:
    """Stretches of a text, to be asked whether any of them lies in another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def touch(self, within: Span) -> bool:
        """Whether any of them does."""
        at = line_at(self._starts, within.end - 1)
        return at >= 0 and self._spans[at].overlaps(within)


def _with_headings(blocks: Sequence[Block], flags: Sequence[bool], parts: _Blocks) -> list[bool]:
    """The flags, with each heading and day kept where anything below it is."""
    kept, below = list(flags), False
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if number not in parts.others and number not in parts.mine and (block.heading or block.style == "day"):
            kept[number], below = kept[number] or below, False
        else:
            below = below or kept[number]
    return kept


def _touched(starts: Sequence[int], spans: Iterable[Span]) -> set[int]:
    """The stretches, by number, in which any of the spans lies."""
    return {at for s in spans for at in range(max(0, line_at(starts, s.start)), line_at(starts, s.end - 1) + 1)}
