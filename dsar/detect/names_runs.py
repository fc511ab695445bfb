"""Names by rules: runs of capitalised words, read by a grammar over the kinds of their words.

A run is broken into tokens, each token becomes one letter (see names_kinds), and
regular expressions over those letters say which tokens are a name. The cost is a
few microseconds a run, so that whole stores can be read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dsar.detect.names_kinds import Kinds
from dsar.detect.names_words import name_words
from dsar.model import Evidence

# Upper-case letters of Latin-1 and Latin Extended-A; the pairs of the latter alternate.
_UPPER = "A-ZÀ-ÖØ-Þ" + "".join(c for c in map(chr, range(0x100, 0x180)) if c.isupper())
_WORD = r"[^\W\d_]{0,40}(?:[-'’´][^\W\d_]{1,40}){0,3}['’]?"
_TOKEN = rf"[{_UPPER}](?:\.|(?:hr|oh|h|a|r|hs)\.|{_WORD})"
_PARTICLE = "|".join(sorted((re.escape(p) for p in name_words().particles), key=len, reverse=True))
_SPACE = r"[ \u00a0]{1,2}|[ ]?\n[ ]{0,8}|(?<=\.)"
RUN = re.compile(rf"(?<![^\W_]){_TOKEN}(?:(?:{_SPACE})(?:(?:{_PARTICLE})[ ]){{0,2}}{_TOKEN}){{0,30}}")
TOKEN = re.compile(rf"(?<![^\W\d_])(?:{_TOKEN}|(?:{_PARTICLE})(?=[ ]))")
_BEFORE = re.compile(r"([^\W\d_][^\s,;:()]{0,30})[ \u00a0\n]{1,2}\Z")

# First names, then surnames with their particles; a lone unknown word may end a name, never start one.
_FULL = re.compile(
    "[fb][fbi]*(?:p{0,2}[lbi])*(?<=[lb])u?|[fb][fbi]*p{0,2}u{1,2}(?:p{0,2}[lb])*|i{1,3}p{0,2}[lb](?:p{0,2}[lb])*"
)
_SURNAMES = re.compile("l{2,3}")
_SINGLE = re.compile("[fbl]")


@dataclass(slots=True)
class Found:
    """A name in the making: where it is, its words in natural order, and the reasons so far."""

    start: int
    end: int
    words: tuple[str, ...]
    kinds: str
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def odds(self) -> float:
        """The sum of the reasons so far."""
        return math.fsum(e.weight for e in self.evidence)

    def add(self, rule: str, weight: float) -> None:
        """Note one more reason."""
        self.evidence.append(Evidence(rule, round(weight, 2)))


class Runs:
    """Reads names from runs of capitalised words."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._words = name_words()

    def find(self, text: str) -> Iterator[Found]:
        """Yield names in text order; some of them more likely not to be one."""
        kind_of = self._kinds.of
        for match in RUN.finditer(text):
            run = match.group()
            if " " in run or "\n" in run or "." in run or "\u00a0" in run:
                yield from self._parse(text, match.start(), run)
            elif (kind := kind_of(run)) in "fbl" or (kind == "u" and self._title(text, match.start())):
                yield self._single(text, match.start(), run, kind=kind)

    def _parse(self, text: str, offset: int, run: str) -> Iterator[Found]:
        tokens = [(m.group(), offset + m.start()) for m in TOKEN.finditer(run)]
        words = [word for word, _ in tokens]
        kinds = "".join("p" if word.islower() else self._kinds.of(word) for word in words)
        breaks = _line_breaks(text, tokens)
        at = 0
        while at < len(kinds):
            match = _FULL.match(kinds, at) or _SURNAMES.match(kinds, at) or _SINGLE.match(kinds, at)
            if match is None:
                if kinds[at] == "u" and self._title(text, tokens[at][1]):
                    yield self._single(text, tokens[at][1], words[at], kind="u")
                at += 1
                continue
            end = _until_line(kinds, at, match.end(), breaks=breaks)
            found = Found(tokens[at][1], tokens[end - 1][1] + len(words[end - 1]), tuple(words[at:end]), kinds[at:end])
            if end - at == 1:
                found = self._single(text, tokens[at][1], words[at], kind=kinds[at])
            else:
                self._weigh(found)
            self._look_around(
                found, text, before=words[at - 1 : at], after=words[end : end + 1], kinds=kinds[end : end + 1]
            )
            yield found
            at = end

    def _single(self, text: str, start: int, word: str, *, kind: str) -> Found:
        found = Found(start, start + len(word), (word,), kind)
        entry = self._kinds.entry(word.lower())
        found.add("name.single", -3.0)
        found.add("name.bearers", 0.45 * math.log1p(entry.first) + 0.2 * math.log1p(entry.last))
        if entry.word or entry.place:
            found.add("name.word", -0.6 * entry.word - 2.0 * entry.place)
        if self._title(text, start):
            found.add("name.title", 2.5)
        return found

    def _weigh(self, found: Found) -> None:
        first, last = (self._kinds.entry(word.lower()) for word in (found.words[0], found.words[-1]))
        found.add("name.pair", -1.5 if found.kinds[0] in "fb" else -3.0)
        if found.kinds[0] == "i":
            found.add("name.initials", 1.0)
        elif first.first:
            found.add("name.first", 0.35 * math.log1p(first.first))
        if last.last:
            found.add("name.last", 0.3 * math.log1p(last.last))
        elif found.kinds[-1] == "u":
            found.add("name.unknown", 0.5)
        if penalty := 0.3 * (first.word + last.word):
            found.add("name.word", -penalty)

    def _look_around(self, found: Found, text: str, *, before: list[str], after: list[str], kinds: str) -> None:
        if len(found.words) > 1 and before and before[0].lower() in self._words.titles:
            found.add("name.title", 1.5)
        if kinds in {"o", "w"} and after and after[0].lower() in self._words.organisations:
            found.add("name.company", -6.0)
        elif _COMPANY.match(text, found.end):
            found.add("name.company", -6.0)
        if before and before[0].lower() in self._words.carriers:
            found.add("name.company", -3.0)

    def _title(self, text: str, start: int) -> bool:
        """Whether the word before is a title or a role."""
        match = _BEFORE.search(text, max(0, start - 33), start)
        return match is not None and match.group(1).lower() in self._words.titles


_COMPANY = re.compile(
    r"['’]?[ ,]{1,2}(?:A/S|ApS|I/S|K/S|P/S|IVS|& ?[Cc]o|& ?[Ss]øn|og ?[Ss]øn(?:ner)?|f\.m\.b\.a|a\.m\.b\.a|A\.M\.B\.A)(?![^\W\d_])"
)


def _line_breaks(text: str, tokens: list[tuple[str, int]]) -> set[int]:
    """The numbers of the tokens that begin a new line."""
    return {
        number
        for number in range(1, len(tokens))
        if "\n" in text[tokens[number - 1][1] + len(tokens[number - 1][0]) : tokens[number][1]]
    }


def _until_line(kinds: str, start: int, end: int, *, breaks: set[int]) -> int:
    """Where a name ends that may run over a line: a whole name ends with its line, a half one does not."""
    for number in range(start + 1, end):
        if number in breaks and not (set(kinds[start:number]) <= set("fi") and set(kinds[number:end]) <= set("lbup")):
            return number
    return end
