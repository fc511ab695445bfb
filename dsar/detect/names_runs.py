"""Names by rules: runs of capitalised words, read by a grammar over the kinds of their words.

A run is broken into tokens, each token becomes one letter (see names_kinds), and
regular expressions over those letters say which tokens are a name. The cost is a
few microseconds a run, so that whole stores can be read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from dsar.detect.memory import Memory
from dsar.detect.names_found import Found
from dsar.detect.names_kinds import Kinds, plain
from dsar.detect.names_words import name_words

# Upper-case letters of Latin-1, Latin Extended-A, and Vietnamese; the pairs of the latter two alternate.
UPPER = "A-ZÀ-ÖØ-Þ" + "".join(c for c in map(chr, (*range(0x100, 0x1B1), *range(0x1EA0, 0x1EFA))) if c.isupper())
_WORD = r"[^\W\d_]{0,40}(?:[-'’´][^\W\d_]{1,40}){0,3}(?:(?<=[sxzSXZ])['’])?"
_REST = rf"(?:\.|(?:hr|ohs|oh|h|a|r|hs)\.|{_WORD})"
TOKEN = rf"[{UPPER}]{_REST}"
PARTICLE = "|".join(sorted((re.escape(p) for p in name_words().particles), key=len, reverse=True))
_SPACE = r"[ \u00a0]{1,2}|[ ]?\n[ ]{0,8}|(?<=\.)"
# What stands before is looked at after the first letter, so that the search can skip to capitals.
_RUN = re.compile(rf"[{UPPER}](?<![^\W_].){_REST}(?:(?:{_SPACE})(?:(?:{PARTICLE})[ ]){{0,2}}{TOKEN}){{0,30}}")
_TOKENS = re.compile(rf"(?<![^\W\d_])(?:{TOKEN}|(?:{PARTICLE})(?=[ ]))")
_GOES_ON = re.compile("[ ][a-zæøå]")
_TITLE = 4.0
REMEMBERED = 20_000
"""So many words, and runs of them, are kept with what was found in them, about a kilobyte each."""
_BORNE = 50
"""So many bearers make a surname of the word after what may number a line."""

_AGED = re.compile(r"[ ]\((?:[0-9]{1,3}[ ]?år|født|f\.)")
_HOUSE = re.compile(r"[ ][1-9][0-9]{0,2}[A-Za-z]?(?=[ ,.;\n]|\Z)")
_NAME_AND_STREET = 3

_LIST = frozenset([", ", " og ", " & ", " samt ", ", og "])

# First names, then surnames with their particles; unknown words may end a name, never start one.
_FULL = re.compile(
    "[fb][fbi]*p{1,2}w(?![fblun])|[fb][fbi]*(?:p{0,2}[lbi])*(?<=[lb])[un]?|[fb][fbi]*p{0,2}[un]{1,2}(?:p{0,2}[lb])*"
    "|i{1,3}p{0,2}[lbun](?:p{0,2}[lb])*"
)
_INITIAL = re.compile("[fb]{1,2}i(?![fblunp])")
_ALIKE = re.compile("l{2,3}|l{1,2}b(?![flbun])|f{2,3}|m[fbi]{0,3}(?:p{0,2}l){1,2}")
_LEADING = re.compile("[flb][fblun]{1,3}")
_TURNED = re.compile("[lu]{1,2}[fb]{1,2}(?![fblu])")


class Runs:
    """Reads names from runs of capitalised words."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._words = name_words()
        self._told = Memory(self._tell_alone, limit=REMEMBERED).__getitem__
        self._read = Memory(self._read_line, limit=REMEMBERED).__getitem__

    def find(self, text: str) -> Iterator[Found]:
        """Yield names in text order; some of them more likely not to be one."""
        listed = 0
        for match in _RUN.finditer(text):
            run = match.group()
            if not run.isalpha():
                yield from self._parse(text, match.start(), run)
                continue
            told = self._told(run)
            if told.kinds and told.odds > -_TITLE:
                single = self._single(text, match.start(), told, listed=listed)
                if single.odds > 0:
                    listed = single.end
                    yield single

    def tokens(self, name: str) -> tuple[tuple[str, ...], str]:
        """The words of a name and their kinds."""
        words = tuple(_TOKENS.findall(name)) or tuple(name.split())
        return words, "".join(map(self._kind_in_run, words))

    def _kind_in_run(self, word: str) -> str:
        """The kind of a word beside others; particles are also written ``VON`` and ``Al``."""
        if word.islower() and word in self._words.particles:
            return "p"
        kind = self._kinds.of(word)
        if kind != "w":
            return kind
        small = word.lower()
        return "p" if small in self._words.particles else "m" if small in self._words.calendar else kind

    def _parse(self, text: str, offset: int, run: str) -> Iterator[Found]:
        for piece in self._pieces_of(text, offset, run):
            if piece.reasons:
                found = piece.moved(offset)
                if len(found.words) >= _NAME_AND_STREET and _HOUSE.match(text, found.end):
                    found = self._without_street(found, text)
                if self.title_before(text, found.start):
                    found.add("name.title", 1.5)
                yield found
            else:
                single = self._single(text, offset + piece.start, self._told(piece.words[0]))
                if single.odds > 0:
                    yield single

    def _without_street(self, found: Found, text: str) -> Found:
        """The name alone, where a street and its number follow at once: ``Jens Hansen Vestergade 12``."""
        last = found.words[-1].lower()
        if not self._kinds.may_be_street(last, found.kinds[-1], whole=found.kinds[-2] in "lb"):
            return found
        whole = text[found.start : found.end].removesuffix(found.words[-1]).rstrip()
        name = Found(found.start, found.start + len(whole), found.words[:-1], found.kinds[:-1])
        self._weigh(name, begins=True)
        return name

    def _pieces_of(self, text: str, offset: int, run: str) -> list[Found]:
        """The names in a run, by their places in it; what runs on one line hold is remembered, as names come again."""
        begins = not offset or text[offset - 1] == "\n"
        if "\n" in run:
            return list(self._pieces(run, begins=begins, around=_around(text, offset, offset + len(run))))
        return self._read((run, begins))

    def _read_line(self, line: tuple[str, bool]) -> list[Found]:
        run, begins = line
        return list(self._pieces(run, begins=begins))

    def _pieces(self, run: str, *, begins: bool, around: tuple[str, str] = ("", "")) -> Iterator[Found]:
        """The names in a run; those without reasons are single words."""
        tokens = [(m.group(), m.start()) for m in _TOKENS.finditer(run)]
        words = [word for word, _ in tokens]
        kinds = "".join(map(self._kind_in_run, words))
        breaks = _line_breaks(run, tokens) if "\n" in run else set()
        if breaks == {len(tokens) - 1} and kinds[-1] == "l" and _GOES_ON.match(around[1]):
            begun = kinds[0] in "tw" or (around[0][1:] == " " and around[0][0].islower())
            begun = (
                begun and words[0].lower() not in self._words.openings and not self._kinds.entry(words[-1].lower()).word
            )
            breaks = set() if begun else breaks  # in a sentence: "med Anders Bo⏎Jensen om"
        at = 0
        while at < len(kinds):
            turned = _TURNED.match(kinds, at)
            if turned and _surname_shouted(words[at : turned.end()], kinds[at]):
                match: re.Match[str] | None = turned
            else:
                match = self._begun(words, kinds, at)
            end = _until_line(kinds, at, match.end(), breaks=breaks) if match else at + 1
            if end - at > 1:
                start, last = tokens[at][1], tokens[end - 1]
                found = Found(start, last[1] + len(last[0]), tuple(words[at:end]), kinds[at:end])
                if match is turned:
                    found.words = _natural_order(found.words)
                self._weigh(found, begins=run[start - 1] == "\n" if start else begins)
                yield found
            elif kinds[at] in "fblu" and self._told(words[at]).odds > -_TITLE:
                yield Found(tokens[at][1], tokens[at][1] + len(words[at]), (words[at],), kinds[at])
            at = end

    def _begun(self, words: list[str], kinds: str, at: int) -> re.Match[str] | None:
        """The longest name that begins with a token."""
        match = _FULL.match(kinds, at)
        if match is None and (match := _INITIAL.match(kinds, at)) and not words[match.end() - 1].endswith("."):
            sure = kinds[at] == "f" and not words[at].isupper() and not self._kinds.entry(words[at].lower()).word
            match = match if sure else None
        if match is None and plain(words[at].lower()) in self._words.leading:
            match = _LEADING.match(kinds, at)
        return match or _ALIKE.match(kinds, at)

    def _tell_alone(self, word: str) -> Found:
        """What a word is when it stands alone; its kind is empty for no name."""
        kind = self._kinds.of(word)
        told = Found(0, len(word), (word,), kind if kind in "fblu" else "")
        if told.kinds:
            self._weigh_alone(told)
        return told

    def _weigh_alone(self, found: Found) -> None:
        entry = self._kinds.entry(found.words[0].lower())
        found.add("name.single", -3.0)
        if entry.first or entry.last:
            found.add("name.bearers", 0.45 * math.log1p(entry.first) + 0.2 * math.log1p(entry.last))
        if entry.word or entry.place:
            found.add("name.word", -0.6 * entry.word - 2.0 * entry.place)

    def _single(self, text: str, start: int, told: Found, *, listed: int = 0) -> Found:
        """A word by itself, with the words around it; ``listed`` is where the last such name ended."""
        found, kind = told.moved(start), told.kinds
        if text.startswith(" (", found.end) and _AGED.match(text, found.end):
            found.add("name.announced", _TITLE)
        if kind in "fb" and listed and text[listed:start] in _LIST:
            found.add("name.list", 2.0)
        before = _word_before(text, start)
        if self._words.is_title(before):
            found.add("name.title", _TITLE)
        elif before.rstrip(".,:") in self._words.openings:
            found.add("name.greeting", 3.0)
        elif before == "med" and kind == "f":
            found.add("name.with", 1.0)
        return found

    def _weigh(self, found: Found, *, begins: bool) -> None:
        """Weigh a name of several words; ``begins`` tells that a line begins with it."""
        leading = found.kinds[0] == "l" and plain(found.words[0].lower()) in self._words.leading
        first, last = (self._kinds.entry(word.lower()) for word in (found.words[0], found.words[-1]))
        if leading:
            first, last = last, first
        found.add("name.pair", -0.7 if leading or found.kinds[0] in "fbm" else -3.0)
        if found.kinds[0] == "i":
            found.add("name.initials", self._of_initials(found, begins=begins))
        elif first.first:
            found.add("name.first", 0.35 * math.log1p(first.first))
        if last.last:
            found.add("name.last", 0.3 * math.log1p(last.last))
        elif found.kinds[-1] in "un":
            found.add("name.unknown", 0.5)
        if first.word + last.word:
            found.add("name.word", -0.3 * (first.word + last.word))

    def _of_initials(self, found: Found, *, begins: bool) -> float:
        """What initials are worth: little where they may number a line or a paragraph."""
        count = len(found.kinds) - len(found.kinds.lstrip("i"))
        if not found.words[0].endswith("."):
            return 1.0
        if count == 1 and begins and self._kinds.entry(found.words[-1].lower()).last < _BORNE:
            return 1.0
        return 3.0 if count == 1 else 3.5

    def title_before(self, text: str, start: int) -> bool:
        """Whether the word before is a title or a role."""
        return self._words.is_title(_word_before(text, start))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Two characters before and after."""
    return text[max(0, start - 2) : start], text[end : end + 2]


def _word_before(text: str, start: int) -> str:
    """The word before in small letters, or an empty string."""
    if start < 3 or text[start - 1] not in " \u00a0\n":
        return ""
    words = text[max(0, start - 33) : start - 1].split(None)
    return words[-1].lower() if words else ""


def _surname_shouted(words: list[str], kind: str) -> bool:
    """Whether capitals set the surname apart: ``JENSEN Anders``; a short word that nobody bears abbreviates a title."""
    return words[0].isupper() and len(words[0]) > (2 if kind == "l" else 4) and not words[-1].isupper()


def _natural_order(words: tuple[str, ...]) -> tuple[str, ...]:
    surname = sum(word.isupper() for word in words)
    return words[surname:] + words[:surname]


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
