"""Mentions of the subject that the end of a passage cuts: "… som Anders" and, on the next page, "Jensen har søgt …"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from dsar.find.mentions import INITIALS, MIDDLE, SHORT, Mention
from dsar.find.person import Person
from dsar.find.reading import words_near
from dsar.index.cut_names import cut_names, goes_on
from dsar.model import Passage, Span

RULE, LESS = "name.cut", 1.0
"""A name over the end of a page, and how much less it weighs: what stands there may be two people's."""
_WHOLE = frozenset({"name.full", "name.dropped", "name.former"})
_HALVES = frozenset({SHORT, MIDDLE})
"""Rules of names that may be the halves of a longer one."""


class Laid(NamedTuple):
    """A passage of a text that is made of several: its number in the item, and where it begins."""

    number: int
    start: int
    passage: Passage


class OverPages:
    """Reads the ends and the beginnings of passages for one subject.

    Args:
        person: the subject.
        read: the mentions in a text.
    """

    def __init__(self, person: Person, read: Callable[[str], Sequence[Mention]]) -> None:
        self._person, self._read = person, read

    def may_go_on(self, after: str) -> bool:
        """Whether a passage begins with words that may be the end of the subject's name; a quick look."""
        return any(
            f"{words.split()[0]}\n" in self._endings if words[0].islower() else words_near(words, self._person.words)
            for words in goes_on(after)
        )

    def has_name(self, before: str, after: str) -> bool:
        """Whether the subject's full name stands over the end of one passage and the beginning of the next."""
        return any(True for _ in self._found(before, after))

    def put_in(self, found: Sequence[Mention], passages: Sequence[Laid]) -> Sequence[Mention]:
        """The mentions of passages with those over their ends, in place of the single names that these are made of.

        Args:
            found: the mentions of the passages, where they stand in the whole text.
            passages: in their order; only those that follow each other in the item are put together.
        """
        for one, other in pairwise(passages):
            if other.number == one.number + 1 and self.may_go_on(other.passage.text):
                for mention, (end, start) in self._found(one.passage.text, other.passage.text):
                    found = _with(found, replace(mention, spans=(_moved(end, one.start), _moved(start, other.start))))
        return found

    def _found(self, before: str, after: str) -> Iterator[tuple[Mention, tuple[Span, Span]]]:
        """The mentions over the end of a passage, with their place in it and their place in the one behind."""
        for one in cut_names(before, after):
            for mention in self._read(one.text):
                if not mention.bare and mention.rule != INITIALS and (parted := one.parted(mention.whole)):
                    rule = RULE if mention.rule in _WHOLE else mention.rule
                    yield replace(mention, rule=rule, weight=mention.weight - LESS), parted

    @cached_property
    def _endings(self) -> str:
        """The words of the subject's name, each before a line end: how a word ends is soon looked up."""
        return "".join(f"{word}\n" for word in self._person.words)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _with(found: Sequence[Mention], cut: Mention) -> Sequence[Mention]:
    """The mentions with one more in place of the single names in it; as they were where a full name stands there."""
    inside = [m for m in found if any(span.overlaps(part) for span in m.spans for part in cut.spans)]
    if not all(m.bare or m.rule in _HALVES for m in inside):
        return found
    kept = [*(m for m in found if m not in inside), cut]
    return sorted(kept, key=lambda m: [(span.start, span.end) for span in m.spans])
