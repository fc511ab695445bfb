"""Document memory: who was named in full is known again by a part of the name, and by the initials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.detect.names_found import Found
from dsar.detect.names_kinds import Kinds
from dsar.detect.names_runs import UPPER

_WORD = re.compile(rf"[{UPPER}](?<![^\W_].)[^\W\d_]{{1,40}}(?:[-'’][^\W\d_]{{1,40}}){{0,2}}")
_BEHIND = re.compile(
    rf"[ ]\((?:(?:herefter|i[ ]det[ ]følgende|kaldet|initialer:?|init\.:?)[ ])?([{UPPER}]{{2,4}}|[a-zæøå]{{2,4}})\)"
)
_LEAST = 3
"""So many initials are known again without being told; two may mean anything."""


def remembered(text: str, whole: list[Found], kinds: Kinds) -> Iterator[Found]:
    """The single words of a text that are parts of the names found so far, also in the genitive, or their initials."""
    known = {kinds.key_of(f.words[at].lower()) for f in whole if len(f.words) > 1 or f.titled for at in (0, -1)}
    known |= {name + ending for name in known for ending in ("s", "'s", "’s")}
    if not known:
        return
    told = {initials for initials in _told(text, whole) if not kinds.is_word(initials.lower())}  # "(mor)" is none
    short = told | {_initials(f) for f in whole if len(f.words) >= _LEAST}
    at = iter(whole)
    covered = next(at, None)
    either = known.union(map(str.lower, short))
    for match in _matches(text, either, [one for one in told if one.islower()]):
        word = match[0]
        while covered is not None and covered.end <= match.start():
            covered = next(at, None)
        if covered is not None and covered.start < match.end():
            continue
        if word not in short and word.lower() not in known:
            continue
        found = Found(match.start(), match.end(), (word,), kinds.of(word))
        found.add("name.single", -3.0)
        found.add("name.memory", 4.0)
        if word in short:
            found.add("name.initials", 3.0)
        elif penalty := kinds.entry(word.lower()).word:
            found.add("name.word", -0.3 * penalty)
        yield found


def _matches(text: str, words: set[str], small: list[str]) -> list[re.Match[str]]:
    """The words to know again, where they have a capital or are such initials in small letters, in text order."""
    matches = [one for one in _WORD.finditer(text) if one[0].lower() in words]
    for initials in small:
        matches += re.finditer(rf"(?<![^\W_]){initials}(?![^\W_])", text)
    return sorted(matches, key=re.Match.start) if small else matches


def _told(text: str, whole: list[Found]) -> Iterator[str]:
    """The initials in brackets behind a name: ``Helle Skovbo (HSK)``, ``(herefter HSK)``."""
    for found in whole:
        behind = _BEHIND.match(text, found.end) if text.startswith(" (", found.end) else None
        if behind is not None and _shortens(behind[1].lower(), found):
            yield behind[1]


def _shortens(initials: str, found: Found) -> bool:
    """Whether letters are some of a name's, in its order, and begin as it does."""
    letters = iter("".join(found.words).lower())
    return initials[0] == found.words[0][0].lower() and all(letter in letters for letter in initials)


def _initials(found: Found) -> str:
    return "".join(part[0] for word in found.words for part in word.split("-") if part).upper()
