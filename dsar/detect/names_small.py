"""Names in small letters, as in a hasty mail: after words that announce one, and in lines without any capital.

Single words are looked at only there, so that ordinary text costs a few searches for fixed words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from dsar.detect.addresses_streets import sure_ending
from dsar.detect.names_found import Found
from dsar.detect.names_kinds import Kinds
from dsar.detect.names_words import name_words

_LETTERS = r"[^\W\d_](?:[^\W\d_]|[-'’]){0,40}"
_WORDS = re.compile(rf"(?<![^\W_.@/-]){_LETTERS}\.?(?:[ ]{_LETTERS}\.?){{0,40}}")
_FEW = re.compile(rf"(?:{_LETTERS}\.?[ ]?){{1,6}}")
_WORD = re.compile(rf"[^\W\d_]\.(?=[ ])|{_LETTERS}")
_NAME = re.compile(
    "[fb]{1,3}(?:[un](?:p{0,2}[lb]){0,2}|(?:i{0,2}p{0,2}[lb]){1,4}n?)|i{1,2}[lb]{1,2}|[fb]{1,3}|u{1,2}l{1,2}"
)

_SMALL = -1.0
_GREETED = 3.0
_TITLED = 2.0
_OF_ONE = frozenset({"gift med", "samlever med", "hedder", "kaldes", "kaldet"})
"""Words that name one person, and no thing, when a capital follows."""
_WORD_NAME = re.compile(r"[A-ZÆØÅ][a-zæøå]{1,12}(?=[ ]?(?:[,.!\n)]|\Z|og[ ]|\())")
_HONORIFICS = frozenset({"hr", "fru", "frk"})
_LONGEST_UNKNOWN, _OFTEN = 10, 300
"""Most unknown words are compounds, and longer; so many bear the surname behind one."""
_ANNOUNCED_COUNTS = 2.0


class Small:
    """Reads names that are written without capitals."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._words = name_words()
        self._cues = _by_part([cue.replace("-", " ") for cue in self._words.small_cues])

    def find(self, text: str) -> Iterator[Found]:
        """Yield names; one in a line without capitals may be announced too, and comes twice."""
        start = 0
        for line in text.split("\n"):
            if line.islower():
                yield from self._in_line(line, start)
            start += len(line) + 1
        lowered = text.lower()
        if len(lowered) == len(text):
            for part, cues in self._cues.items():
                if part in lowered:
                    yield from self._after(text, lowered, part, cues)

    def _after(self, text: str, lowered: str, part: str, cues: list[str]) -> Iterator[Found]:
        """The names after words that have a part in common, which a space, a line end or a full stop may follow."""
        at = lowered.find(part)
        while at >= 0:
            for cue in cues:
                start = at - cue.index(part)
                if start >= 0 and lowered.startswith(cue, start) and (start == 0 or not lowered[start - 1].isalnum()):
                    yield from self._after_cue(text, lowered, start + len(cue), cue)
            at = lowered.find(part, at + 1)

    def _after_cue(self, text: str, lowered: str, end: int, cue: str) -> Iterator[Found]:
        if lowered[end : end + 1] in {" ", "\n", ".", ":", ","}:
            begin = end + (2 if lowered[end : end + 2] in {". ", ": ", ".\n", ",\n", ", "} else 1)
            if self._may_begin(text, begin) and (few := _FEW.match(text, begin)):
                yield from self._announced(few.group(), begin, greeting=cue in self._words.openings)
            elif cue in _HONORIFICS:
                yield from self._surname(text, begin)
            elif cue in self._words.openings or cue in _OF_ONE:
                yield from self._word_name(text, begin)

    def _word_name(self, text: str, at: int) -> Iterator[Found]:
        """``Hej Sol``: a word with a capital that some bear, where nothing but a name can stand."""
        match = _WORD_NAME.match(text, at)
        if match is None or self._kinds.of(match[0]) not in "wfb" or not self._kinds.entry(match[0].lower()).first:
            return
        found = Found(at, match.end(), (match[0],), "f")
        found.add("name.single", -3.0)
        found.add("name.announced", 2 * _ANNOUNCED_COUNTS)
        yield found

    def _surname(self, text: str, at: int) -> Iterator[Found]:
        """``hr olsen``: a word that is a surname, or unknown."""
        word = _WORD.match(text, at)
        if word is None or not word[0].islower() or self._kind(word[0]) not in "lnu":
            return
        found = Found(at, word.end(), (word[0],), "l")
        found.add("name.single", -3.0)
        found.add("name.title", 2 * _TITLED)
        yield found

    def _may_begin(self, text: str, at: int) -> bool:
        """Whether the word at a place may begin a name; quick, as most words after a cue do not."""
        word = _WORD.match(text, at)
        return word is not None and word[0][0].islower() and (self._kind(word[0]) in "fbi" or not word[0].islower())

    def _announced(self, words: str, start: int, *, greeting: bool) -> Iterator[Found]:
        tokens = [m for m in _WORD.finditer(words) if m.group().islower()]
        kinds = "".join(self._kind(m.group()) for m in tokens)
        match = _NAME.match(kinds)
        if match is None or (match.end() == 1 and not greeting):
            return
        found = self._weighed(tokens[: match.end()], kinds[: match.end()], start)
        found.add(*(("name.greeting", _GREETED) if greeting else ("name.announced", _ANNOUNCED_COUNTS)))
        yield found

    def _in_line(self, line: str, start: int) -> Iterator[Found]:
        for words in _WORDS.finditer(line):
            tokens = list(_WORD.finditer(words.group()))
            kinds = "".join(self._kind(m.group()) for m in tokens)
            for match in _NAME.finditer(kinds):
                after = tokens[match.end()].group() if match.end() < len(tokens) else ""
                cut_off = len(match.group()) == 1 and words.group()[tokens[match.start()].end() :].startswith(". ")
                part = slice(match.start(), match.end())
                if not cut_off and not self._names_a_place(after) and self._may_be(tokens[part], kinds[part]):
                    found = self._weighed(tokens[part], kinds[part], start + words.start())
                    if match.start() and self._words.is_title(tokens[match.start() - 1].group()):
                        found.add("name.title", _TITLED)
                    yield found

    def _may_be(self, tokens: list[re.Match[str]], kinds: str) -> bool:
        """Whether an unknown word may be a first name: a short one, before a surname that is nothing else."""
        if kinds[0] != "u":
            return True
        last = self._kinds.entry(tokens[-1].group())
        return len(tokens[0].group()) <= _LONGEST_UNKNOWN and last.last >= _OFTEN and not last.word

    def _names_a_place(self, after: str) -> bool:
        """Whether the word after makes the name a street's, a school's or a company's."""
        return after in self._words.organisations or bool(sure_ending(after))

    def _weighed(self, tokens: list[re.Match[str]], kinds: str, offset: int) -> Found:
        words = tuple(m.group() for m in tokens)
        found = Found(offset + tokens[0].start(), offset + tokens[-1].end(), words, kinds)
        first, last = self._kinds.entry(words[0]), self._kinds.entry(words[-1])
        nothing_else = len(words) == 1 and not first.place and not self._kinds.is_word(words[0])
        found.add("name.small", 0.0 if nothing_else else _SMALL)
        if len(words) == 1:
            found.add("name.single", -3.0)
            found.add("name.bearers", 0.45 * math.log1p(first.first))
        else:
            found.add("name.first", 0.35 * math.log1p(first.first) if kinds[0] != "u" else 0.5)
            found.add("name.pair", -0.7)
            if kinds[0] == "i":
                found.add("name.initials", 2.0)
            found.add("name.last", 0.3 * math.log1p(last.last))
        if penalty := first.word + (last.word if len(words) > 1 else 0):
            found.add("name.word", -0.6 * penalty)
        return found

    def _kind(self, word: str) -> str:
        if word in self._words.particles:
            return "p"
        return self._kinds.of_small(word)


def _by_part(cues: list[str]) -> dict[str, list[str]]:
    """The cues by what is searched for: a shorter cue within them, or a word that several share."""
    words = Counter(word for cue in cues for word in _shared_words(cue))
    parts: dict[str, list[str]] = {}
    for cue in sorted(cues):
        within = [other for other in cues if other in cue]
        within += [word for word in _shared_words(cue) if words[word] > 1]
        parts.setdefault(min(within, key=lambda part: (len(part), part)), []).append(cue)
    return parts


def _shared_words(cue: str) -> tuple[str, ...]:
    first, space, rest = cue.partition(" ")
    return (first + space, space + rest.rpartition(" ")[2]) if space else ()
