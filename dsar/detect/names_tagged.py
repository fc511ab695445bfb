"""Weigh the rules' candidates by the tagger, and add the names that only the tagger sees."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from dsar.detect.names_cut import Cutter
from dsar.detect.names_found import LAYOUT, Found
from dsar.detect.names_kinds import Kinds
from dsar.detect.names_runs import Runs
from dsar.detect.tagger import Tagged, Tagger, Word, logit, sentences

TAGGER_COUNTS = 0.6
"""The tagger is too sure of itself: in cross-validation on its training text, 0.925 meant 0.73, and 0.99 meant 0.95."""
RULES_COUNT = 0.25
"""What the rules' weights count beside the tagger, which knows most of what they know."""


_SURE = 1.0
"""From these odds on, the rules are sure of a first name and surname."""
_LEAST_OF_SURE = 0.0
"""What the tagger then may say against it."""


class TaggedNames:
    """Reads a text sentence by sentence with the tagger."""

    def __init__(self, kinds: Kinds, runs: Runs, model: Path | None) -> None:
        self._kinds = kinds
        self._runs = runs
        self._tagger = Tagger(kinds, model)
        self._cutter = Cutter(kinds)

    def weighed(self, text: str, candidates: Iterable[Found]) -> list[Found]:
        """The candidates with the tagger's evidence, and the names that only the tagger sees."""
        by_rule = deque(sorted(candidates, key=lambda found: found.start))
        out: list[Found] = []
        for words in sentences(text):
            ours = []
            while by_rule and by_rule[0].start < words[-1].end:
                ours.append(by_rule.popleft())
            if self._worth_reading(words):
                out += self._merged(text, words, ours)
            else:
                out += ours
        return out

    def _merged(self, text: str, words: list[Word], ours: list[Found]) -> Iterator[Found]:
        """The names of one sentence, from both."""
        tagged, inside, labels = self._tagger.tag(words)
        laid_out = [found for found in ours if _laid_out(found)]
        spans = {
            (piece.start, piece.end): piece
            for name in tagged
            for piece in self._cutter.pieces(text, words, inside, name)
            if not any(found.start < piece.end and piece.start < found.end for found in laid_out)
        }
        tagged = list(spans.values())
        for found in ours:
            name = spans.pop((found.start, found.end), None)
            if name is None and _within(found, tagged):
                continue
            sure = name is None and self._is_sure(found, words, labels)
            found.discount(0.0 if name is not None and found.odds < 0 else RULES_COUNT)
            believed = name.log_odds if name else _belief(found, words, inside)
            if sure:
                believed = max(believed, _LEAST_OF_SURE)
            found.add("name.tagger", TAGGER_COUNTS * believed)
            if (believed > 0 or sure) and len(found.words) > 1:  # a name that the tagger saw in pieces
                spans = {at: n for at, n in spans.items() if at[0] < found.start or found.end < at[1]}
            yield found
        for name in spans.values():
            if "@" not in {text[name.start - 1 : name.start], text[name.end : name.end + 1]}:  # no mail address
                yield self._of_tagger(text, name)

    def _of_tagger(self, text: str, name: Tagged) -> Found:
        """A name that only the tagger sees; one word that means a product or a country is doubted."""
        parts, kinds = self._runs.tokens(text[name.start : name.end])
        found = Found(name.start, name.end, parts, kinds)
        found.add("name.tagger", TAGGER_COUNTS * name.log_odds)
        known = [self._kinds.entry(part.lower()) for part in parts]
        if len(parts) == 1 and known[0].place > 1 and not self._runs.title_before(text, name.start):
            found.add("name.word", -1.0)
        if len(parts) == 1 and parts[0].islower() and known[0].word and not text.islower():
            found.add("name.word", -0.5 * known[0].word - 0.5)
        return found

    def _is_sure(self, found: Found, words: list[Word], labels: list[str]) -> bool:
        """Whether the lists know first name and surname, and the tagger sees no other proper name there."""
        if _laid_out(found):
            return True
        initials = found.kinds[0] == "i" and found.words[0].endswith(".") and found.odds > 0
        listed = found.kinds[0] in "fb" and found.kinds[-1] in "lbn" and found.odds >= _SURE
        if initials or len(found.words) < 2 or not listed:
            return initials
        return not any(label == "X" and word.start == found.start for word, label in zip(words, labels, strict=True))

    def _worth_reading(self, words: list[Word]) -> bool:
        """Whether any token could be part of a name."""
        return any(word.text[0].isalpha() and self._kinds.of(word.text) in "fbluin" for word in words)


def _within(found: Found, tagged: list[Tagged]) -> bool:
    """Whether the candidate is only a part of what the tagger saw, and no layout speaks for it."""
    return not _laid_out(found) and any(name.start <= found.start and found.end <= name.end for name in tagged)


def _laid_out(found: Found) -> bool:
    """Whether a form's layout speaks for the candidate."""
    return any(rule in LAYOUT for rule, _ in found.reasons)


def _belief(found: Found, words: list[Word], inside: list[float]) -> float:
    """The tagger's log-odds that the candidate's tokens are in a name."""
    own = [
        p
        for word, p in zip(words, inside, strict=True)
        if word.start < found.end and found.start < word.end and word.text[0].isalpha()
    ]
    return logit(sum(own) / len(own)) if own else logit(0.0)
