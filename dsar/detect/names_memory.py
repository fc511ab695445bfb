"""Document memory: who was named in full is known again by a part of the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.detect.names_found import Found
from dsar.detect.names_kinds import Kinds
from dsar.detect.names_runs import UPPER

_WORD = re.compile(rf"[{UPPER}](?<![^\W_].)[^\W\d_]{{1,40}}(?:[-'’][^\W\d_]{{1,40}}){{0,2}}")


def remembered(text: str, whole: list[Found], kinds: Kinds) -> Iterator[Found]:
    """The single words of a text that are parts of the names found so far, also in the genitive."""
    known = {kinds.key_of(f.words[at].lower()) for f in whole if len(f.words) > 1 for at in (0, -1)}
    known |= {name + ending for name in known for ending in ("s", "'s", "’s")}
    if not known:
        return
    at = iter(whole)
    covered = next(at, None)
    for match in [one for one in _WORD.finditer(text) if one[0].lower() in known]:
        word = match[0]
        while covered is not None and covered.end <= match.start():
            covered = next(at, None)
        if covered is not None and covered.start < match.end():
            continue
        found = Found(match.start(), match.end(), (word,), kinds.of(word))
        found.add("name.single", -3.0)
        found.add("name.memory", 4.0)
        if penalty := kinds.entry(word.lower()).word:
            found.add("name.word", -0.3 * penalty)
        yield found
