"""Document memory: who was named in full is known again by a part of the name."""

from __future__ import annotations

from dsar.detect.names_found import Found, best_apart
from dsar.detect.names_kinds import Kinds

MEMORY = 4.0


def remembered(whole: list[Found], candidates: list[Found], kinds: Kinds) -> list[Found]:
    """The names found so far, and the single words among the candidates that are parts of them."""
    known = {kinds.key_of(found.words[at].lower()) for found in whole if len(found.words) > 1 for at in (0, -1)}
    if not known:
        return whole
    again = [f for f in candidates if len(f.words) == 1 and f.odds <= 0 and kinds.key_of(f.words[0].lower()) in known]
    for found in again:
        found.add("name.memory", MEMORY)
    return best_apart(whole + again) if again else whole
