"""Cues: the words that give a category of personal data away, read from TOML and looked up in text.

How a cue is written is told at the head of ``data/categories.toml``. Every word
form is worked out once and remembered, so a text costs one cut into words and
one look-up a word, however many cues there are.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dsar.detect.memory import Memory
from dsar.errors import SetupError
from dsar.model import Category

CUES = Path(__file__).parent / "data" / "categories.toml"

LETTERS = "a-z\xad\xb5\xdf-\xf6\xf8-\xff"
"""Lower case; a soft hyphen may stand in a word."""
WORD = re.compile(f"([0-9]+|[{LETTERS}]+)")
_PATTERN_WORD = re.compile(f"[.][.] ?#|(?:[.][.] ?)?\\*?(?:[0-9]+|[{LETTERS}]+)[*!]?|#")
_GROUP = re.compile(r"\{([a-z_]{1,30})\}")

ENDINGS = frozenset({"", *"s e en et er n t r ne ene erne ens ets ers enes ernes es".split()})  # noqa: SIM905 - one a word reads better
LONGEST_WORD = 60
"""Letters of a word that are looked at; the rest of a longer one is not language."""
LONGEST_GAP = 3
"""Characters between two words of a cue."""
FARTHEST = 4
"""Other words that may stand before a word written with two dots ("stukket ..ned")."""
REMEMBERED = 100_000
"""Word forms that are kept; a text of nothing but new words may not fill the memory."""


class Strength(IntEnum):
    """How much a cue says: alone, with a person near, or only with others."""

    WEAK = 1
    MEDIUM = 2
    STRONG = 3


class Context(StrEnum):
    """What the words around a cue may be."""

    NEGATION = "negation"
    PERSON = "person"
    GENERAL = "general"
    THING = "thing"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One word of a cue: its letters, and whether more may stand before and after them."""

    stem: str
    before: bool = False
    after: bool = False
    as_it_stands: bool = False
    far: bool = False

    def place(self, word: str) -> tuple[int, int] | None:
        """Where in a word the stem stands, if the word is one that is meant."""
        if self.as_it_stands:
            return (0, len(word)) if word == self.stem else None
        if self.stem == "#":
            return (0, len(word)) if word[0] in "0123456789" else None
        if self.before and self.after:
            at = word.find(self.stem)
        elif self.before:
            at = word.rfind(self.stem)
        else:
            at = 0 if word.startswith(self.stem) else -1
        end = at + len(self.stem)
        return (at, end) if at >= 0 and (self.after or _is_ending(word, end)) else None


def _is_ending(word: str, at: int) -> bool:
    rest = word[at:]
    return rest in ENDINGS or (len(rest) > 1 and rest[0] == word[at - 1] and rest[1:] in ENDINGS)  # dom, dommen


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """Words in a row that speak for a category, or that are context to others."""

    target: Category | Context
    strength: Strength
    words: tuple[Pattern, ...]


class Match(NamedTuple):
    """A cue found: which words of the text it covers."""

    cue: Cue
    first: int
    end: int


class _Strengths(BaseModel):
    model_config = ConfigDict(extra="forbid")
    strong: tuple[str, ...] = ()
    medium: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class _File(BaseModel):
    """The border: the file as people write it."""

    model_config = ConfigDict(extra="forbid")
    categories: dict[Category, _Strengths] = {}
    groups: dict[str, tuple[str, ...]] = {}
    exceptions: dict[Annotated[str, Field(pattern="^words$")], tuple[str, ...]] = {}
    context: dict[Annotated[str, Field(pattern="^(negation|person|general|thing)$")], tuple[str, ...]] = {}
    weights: dict[str, float] = {}


def read_file(path: Path) -> _File:
    """A file of cues.

    Raises:
        SetupError: it cannot be read, or says something that is not known; one line for each.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(f"{path}: cannot be read ({error.strerror}). Check the file and its permissions.") from error
    except ValueError as error:  # both bad TOML and bad UTF-8
        raise SetupError(f"{path}: is not valid TOML in UTF-8. Mend it.") from error
    own = {key: raw.pop(key) for key in list(raw) if key in _File.model_fields and key != "categories"}
    try:
        return _File.model_validate({"categories": raw, **own})
    except ValidationError as error:
        lines = (".".join(str(step) for step in e["loc"]) + f": {e['msg']}" for e in error.errors(include_input=False))
        raise SetupError("\n".join(f"{path}: {line}. Mend it." for line in lines)) from error


def read_cues(*files: _File) -> Iterator[Cue]:
    """Every cue of some files, groups written out; a group means what all the files say of it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for file in files:
        for name, words in file.groups.items():
            groups[name] += words
    for file in files:
        for category, strengths in file.categories.items():
            for strength in Strength:
                texts: tuple[str, ...] = getattr(strengths, strength.name.lower())
                yield from _cues(category, strength, texts, groups)
        for name, texts in file.context.items():
            yield from _cues(Context(name), Strength.STRONG, texts, groups)
        yield from _cues(Context.EXCEPTION, Strength.STRONG, file.exceptions.get("words", ()), groups)


def _cues(
    target: Category | Context, strength: Strength, texts: Iterable[str], groups: Mapping[str, list[str]]
) -> Iterator[Cue]:
    for written in dict.fromkeys(texts):
        for text in _written_out(written, groups):
            words = tuple(_pattern(part) for part in _PATTERN_WORD.findall(text.lower()))
            if not words:
                raise SetupError(f"cue {written!r} of {target}: has no word in it. Mend it.")
            yield Cue(target, strength, words)


def _written_out(text: str, groups: Mapping[str, list[str]]) -> Iterator[str]:
    found = _GROUP.search(text)
    if found is None:
        yield text
        return
    if found[1] not in groups:
        raise SetupError(f"cue {text!r}: there is no group {found[1]}. Add it to [groups], or mend the name.")
    for word in groups[found[1]]:
        yield from _written_out(text[: found.start()] + word + text[found.end() :], groups)


@cache
def _pattern(part: str) -> Pattern:
    """One pattern for each way of writing, so that two are the same when they are one."""
    word = part.lstrip(". ")
    ways = {"before": word.startswith("*"), "after": word.endswith("*"), "as_it_stands": word.endswith("!")}
    return Pattern(word.strip("*!"), far=word != part, **ways)


class Lexicon:
    """Looks the words of a text up among the cues."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._cues: dict[Pattern, list[Cue]] = defaultdict(list)
        for cue in cues:
            self._cues[cue.words[0]].append(cue)
        self._firsts = _Patterns(self._cues)
        self._others = _Patterns(
            dict.fromkeys(word for found in self._cues.values() for cue in found for word in cue.words[1:])
        )
        self._begun = Memory(self._begin, limit=REMEMBERED)
        self._fitting = Memory(self._fit, limit=REMEMBERED)

    def _fit(self, word: str) -> tuple[Pattern, ...]:
        return tuple(pattern for pattern, _ in self._others.fit(word))

    def matches(self, words: list[str], gaps: list[str]) -> Iterator[Match]:
        """Every cue in the words of a text, in order; ``gaps[n]`` is what stands after word ``n``."""
        silent = 0  # words before this one belong to an exception of several words
        longest = 0
        for n, begun in enumerate(map(self._begun.__getitem__, words)):
            if begun is None:
                continue
            longer = tuple(self._going_on(begun, words, gaps, first=n, last=n)) if begun.followed else ()
            for match in longer:
                if match.cue.target is Context.EXCEPTION:
                    silent, longest = max(silent, match.end), len(match.cue.words)
            for cue in begun.whole:
                if n >= silent or isinstance(cue.target, Context):
                    yield Match(cue, n, n + 1)
            for match in longer:
                target = match.cue.target
                if target is not Context.EXCEPTION and (
                    n >= silent or isinstance(target, Context) or len(match.cue.words) > longest
                ):
                    yield match

    def _begin(self, word: str) -> _Begun | None:
        """The cues that begin with a word, without those that an exception to this word silences."""
        found = [(cue, place) for pattern, place in self._firsts.fit(word) for cue in self._cues[pattern]]
        silent = [(cue, at) for cue, at in found if cue.target is Context.EXCEPTION and len(cue.words) == 1]
        left = [
            cue
            for cue, at in found
            if (cue, at) not in silent
            and (isinstance(cue.target, Context) or all(_spells_more(cue, at, other) for _, other in silent))
        ]
        return _Begun.after(1, left) if left else None

    def _going_on(self, begun: _Begun, words: list[str], gaps: list[str], *, first: int, last: int) -> Iterator[Match]:
        """The cues of several words, from word ``first``, that have come as far as ``last`` and go on in the line."""
        end = last + (2 + FARTHEST if begun.far else 2)
        for n, word in enumerate(words[last + 1 : end], last + 1):
            gap = gaps[n - 1]
            if gap != " " and (n > last + 1 or len(gap) > LONGEST_GAP or "\n" in gap):
                return
            for pattern in self._fitting[word]:
                if (further := begun.followed.get(pattern)) and (pattern.far or n == last + 1):
                    for cue in further.whole:
                        yield Match(cue, first, n + 1)
                    if further.followed:
                        yield from self._going_on(further, words, gaps, first=first, last=n)
            if gap != " ":
                return


@dataclass(frozen=True, slots=True)
class _Begun:
    """The cues that some words begin: those they are the whole of, and those that go on, by their next word."""

    whole: tuple[Cue, ...]
    followed: dict[Pattern, _Begun]
    far: bool

    @classmethod
    def after(cls, count: int, cues: Iterable[Cue]) -> _Begun:
        """Of cues that are alike in their first ``count`` words."""
        whole, longer = [], defaultdict(list)
        for cue in cues:
            if len(cue.words) == count:
                whole.append(cue)
            else:
                longer[cue.words[count]].append(cue)
        followed = {word: cls.after(count + 1, found) for word, found in longer.items()}
        return cls(tuple(whole), followed, far=any(word.far for word in longer))


def _spells_more(cue: Cue, at: tuple[int, int], exception: tuple[int, int]) -> bool:
    inside = at[0] <= exception[0] and exception[1] <= at[1]
    return inside and (at != exception or len(cue.words) > 1)


class _Patterns:
    """Which of many patterns a word fits, without trying each."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._starts: dict[str, list[Pattern]] = defaultdict(list)
        self._ends: dict[str, list[Pattern]] = defaultdict(list)
        self._anywhere: list[Pattern] = []
        self._number: list[Pattern] = []
        for pattern in patterns:
            if pattern.stem == "#":
                self._number.append(pattern)
            elif not pattern.before:
                self._starts[pattern.stem].append(pattern)
            elif not pattern.after:
                self._ends[pattern.stem].append(pattern)
            else:
                self._anywhere.append(pattern)

    def fit(self, word: str) -> Iterator[tuple[Pattern, tuple[int, int]]]:
        """The patterns, and where in the word each stands."""
        word = word.replace("\xad", "")[:LONGEST_WORD]
        likely = dict.fromkeys(self._likely(word))
        yield from ((pattern, at) for pattern in likely if (at := pattern.place(word)))

    def _likely(self, word: str) -> Iterator[Pattern]:
        if word[:1].isdigit():
            yield from self._number
        for end in range(1, len(word) + 1):
            yield from self._starts.get(word[:end], ())
            if _is_ending(word, end):
                for start in range(end):
                    yield from self._ends.get(word[start:end], ())
        yield from self._anywhere
