"""Categories of personal data, as labels of a passage: health, debt, union membership and more.

A label is a suggestion with its reasons. Art. 9 and art. 10 data are for a person
to confirm (:attr:`Label.needs_confirmation`), whatever the score.

Cues are counted within a window of some sixty words, so that two weak ones pages
apart do not make a label; the best window of a passage speaks for it. A strong cue is
enough, a lesser one takes another, or for two weak ones a person beside them. Where
nothing in the passage is sure, a medium one beside a person is enough too
(``category.alone``): on passages that no cue was made for, a third of what was missed
had just that. What other detectors found counts by its own score.

A denial ("har ikke været straffet", "ingen gæld") lowers the score and is kept as
the rule ``category.negated``, and the label stays where the cue is strong: that
somebody is not in a union, is well, or has a clean record is itself said about that
person, and whoever asks what is held about them is to get it. Whether such a
sentence is art. 9 or 10 data is the caseworker's question, not the cue's.

``category.general`` is the opposite of a person near: words of agendas, budgets,
notices and rules, where "health" is a department and "debt" the municipality's;
beside a person it takes two, as people too have budgets and go to courses.
``category.thing`` is words of places, buildings and firms where nobody is mentioned.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, cast

from dsar.detect.categories_cues import CUES, WORD, Context, Cue, Lexicon, Match, Strength, read_cues, read_file
from dsar.model import Category, DataClass, Evidence, Finding, Kind, Span

WINDOW = 60
"""Words; windows overlap by half."""
_STEP = WINDOW // 2
_REACH, _FAR = 3, 5
"""How many words before a cue a denial may stand; a far one ("ikke er medlem af nogen fagforening") counts for less."""

FINDINGS: Mapping[Kind, Category] = {
    Kind.CPR: Category.CPR,
    Kind.NAME: Category.NAME,
    Kind.ADDRESS: Category.ADDRESS,
    Kind.PROTECTED: Category.ADDRESS,
    Kind.EMAIL: Category.CONTACT,
    Kind.PHONE: Category.CONTACT,
    Kind.BIRTH_DATE: Category.BIRTH,
    Kind.ACCOUNT: Category.ACCOUNT,
    Kind.IBAN: Category.ACCOUNT,
    Kind.PLATE: Category.VEHICLE,
    Kind.MATRIKEL: Category.CADASTRE,
}
"""The category that a finding is of; the other kinds are of none of them."""
_PERSONS = frozenset((Kind.CPR, Kind.NAME, Kind.BIRTH_DATE, Kind.PHONE, Kind.EMAIL))


@dataclass(frozen=True, slots=True)
class Label:
    """A category that a passage seems to hold data of, and why; ``span`` is its strongest cue (R-06-01).

    ``data_class`` is the category's, except that a protected address is confidential.
    """

    category: Category
    data_class: DataClass
    span: Span
    evidence: tuple[Evidence, ...]

    @property
    def log_odds(self) -> float:
        """The sum of the evidence."""
        return math.fsum(e.weight for e in self.evidence)

    @property
    def score(self) -> float:
        """Belief between 0 and 1, from the evidence and nothing else."""
        return 0.5 + 0.5 * math.tanh(self.log_odds / 2)

    @property
    def needs_confirmation(self) -> bool:
        """Whether only a person may confirm it (R-06-01)."""
        return self.data_class in (DataClass.SPECIAL, DataClass.CRIMINAL)


class Clues(NamedTuple):
    """What a window says of one category: the rules that hold, and where its strongest cue is."""

    category: Category
    rules: tuple[str, ...]
    span: Span


class Categories:
    """Labels passages by the cues that come with dsar and, in ``extra``, those of the customer.

    Raises:
        SetupError: when it is made: ``extra`` cannot be read or says something unknown.
    """

    def __init__(self, extra: Path | None = None) -> None:
        files = [read_file(path) for path in (CUES, extra) if path is not None]
        self._lexicon = Lexicon(read_cues(*files))
        self._evidence = {rule: Evidence(f"category.{rule}", w) for file in files for rule, w in file.weights.items()}

    def label(self, text: str, findings: Sequence[Finding] = ()) -> tuple[Label, ...]:
        """The categories with a score of 0.5 or more, the likeliest first. Any string is legal."""
        best = {label.category: label for label in self._by_words(text, findings)}
        for label in _by_findings(findings):
            other = best.get(label.category)
            if other is None or label.log_odds > other.log_odds:
                best[label.category] = label
        protected = any(f.kind is Kind.PROTECTED and f.log_odds > 0 for f in findings)
        if protected and (address := best.get(Category.ADDRESS)):
            best[Category.ADDRESS] = Label(
                Category.ADDRESS, DataClass.CONFIDENTIAL, address.span, evidence=address.evidence
            )
        return tuple(sorted((b for b in best.values() if b.log_odds >= 0), key=lambda b: (-b.log_odds, b.category)))

    def _by_words(self, text: str, findings: Sequence[Finding]) -> list[Label]:
        """The best label of each category that the words speak for."""
        best: dict[Category, tuple[float, Clues]] = {}
        for clues in self.clues(text, findings):
            odds = sum(self._evidence[rule].weight for rule in clues.rules)
            if clues.category not in best or odds > best[clues.category][0]:
                best[clues.category] = odds, clues
        labels = [self._label(clues, clues.rules) for _, clues in best.values()]
        if any(label.log_odds >= 0 for label in labels):
            return labels
        return [self._label(clues, (*clues.rules, *_alone(clues.rules))) for _, clues in best.values()]

    def _label(self, clues: Clues, rules: Iterable[str]) -> Label:
        evidence = tuple(self._evidence[rule] for rule in ("prior", *rules))
        return Label(clues.category, clues.category.data_class, clues.span, evidence)

    def clues(self, text: str, findings: Sequence[Finding] = ()) -> Iterator[Clues]:
        """Which rules hold for which category, window by window; what the weights are fitted to."""
        parts = WORD.split(_lower(text))
        words, gaps = parts[1::2], parts[2::2]
        cues: list[Match] = []
        said: dict[Context, list[int]] = {context: [] for context in Context}
        for match in self._lexicon.matches(words, gaps):
            if isinstance(match.cue.target, Context):
                said[match.cue.target].append(match.first)
            else:
                cues.append(match)
        if not cues:
            return
        place = list(accumulate(map(len, parts), initial=0))
        persons = sorted(f.span.start for f in findings if f.kind in _PERSONS and f.log_odds > 0)
        around = _Around(place, said, persons)
        spans = _Spans(place, gaps)
        for window, within in _windows(cues):
            yield from _of_window(within, spans, around=around.rules(window), denials=around.denials(window))


class _Around:
    """What else a window says: that a person is near, that the text is a general one, what is denied."""

    def __init__(self, place: list[int], said: Mapping[Context, list[int]], persons: list[int]) -> None:
        self._place = place
        self._persons = persons
        self._said = {context: list(dict.fromkeys(words)) for context, words in said.items()}

    def rules(self, window: int) -> list[str]:
        start, end = self._place[2 * window + 1], self._place[min(2 * (window + WINDOW), len(self._place) - 1)]
        person = self._within(Context.PERSON, window) or _between(self._persons, start, end)
        general = len(self._within(Context.GENERAL, window))
        rules = ["general"] * (general > bool(person)) + ["general.more"] * (general > 1)
        if person:
            return ["person", *rules]
        return ["thing", *rules] if self._within(Context.THING, window) else rules

    def denials(self, window: int) -> list[int]:
        return self._within(Context.NEGATION, window)

    def _within(self, context: Context, window: int) -> list[int]:
        return _between(self._said[context], window, window + WINDOW)


def _between(places: list[int], start: int, end: int) -> list[int]:
    return places[bisect_left(places, start) : bisect_left(places, end)]


@dataclass(frozen=True, slots=True)
class _Spans:
    """Where the words of a text are, and what stands after each."""

    place: list[int]
    gaps: list[str]

    def of(self, match: Match) -> Span:
        return Span(self.place[2 * match.first + 1], self.place[2 * match.end])

    def is_heading(self, match: Match) -> bool:
        return self.gaps[match.end - 1].startswith((":", " :"))

    def is_near(self, denial: int, match: Match, reach: int) -> bool:
        """Whether a denial stands shortly before a match, or right behind it ("skylder ikke"), in the same clause."""
        if not (denial < match.first <= denial + reach or (reach == _FAR and denial == match.end)):
            return False
        between = self.gaps[min(denial, match.end - 1) : max(denial, match.first)]
        return not any(c in gap for gap in between for c in ".,;:\n")


def _lower(text: str) -> str:
    """Lower case, letter for letter: the few whose lower case is longer stay as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _windows(cues: list[Match]) -> Iterable[tuple[int, list[Match]]]:
    """The first word of each window with a cue in it, and the cues in it."""
    windows: dict[int, list[Match]] = {}
    for match in cues:
        half = match.first // _STEP
        if half:
            windows.setdefault((half - 1) * _STEP, []).append(match)
        windows.setdefault(half * _STEP, []).append(match)
    return windows.items()


def _of_window(matches: list[Match], spans: _Spans, *, around: list[str], denials: list[int]) -> Iterator[Clues]:
    by_category: dict[Category, list[Match]] = {}
    for match in matches:
        by_category.setdefault(cast("Category", match.cue.target), []).append(match)
    for category, found in by_category.items():
        cues = _apart(found)
        rules = [*_counted(cues), *around]
        if any(spans.is_heading(match) for match in cues):
            rules.append("heading")
        if denials and (denied := _denied(cues, spans, denials)):
            rules.append(denied)
        yield Clues(category, tuple(rules), spans.of(cues[0]))


def _denied(cues: list[Match], spans: _Spans, denials: list[int]) -> str | None:
    """The rule for cues that are all denied, from near or from further away."""
    for rule, reach in (("negated", _REACH), ("negated.far", _FAR)):
        if all(any(spans.is_near(denial, match, reach) for denial in denials) for match in cues):
            return rule
    return None


def _apart(found: list[Match]) -> list[Match]:
    """The cues of one category, strongest first, each word and each cue counted once."""
    if len(found) == 1:
        return found
    taken: set[int] = set()
    said: set[Cue] = set()
    kept = []
    for match in sorted(found, key=lambda m: (-m.cue.strength, m.first - m.end, m.first)):
        words = range(match.first, match.end)
        if match.cue not in said and taken.isdisjoint(words):
            taken.update(words)
            said.add(match.cue)
            kept.append(match)
    return kept


_COUNTED = {strength: (name := strength.name.lower(), f"{name}.more") for strength in Strength}


def _counted(cues: list[Match]) -> list[str]:
    """The rules for how many cues of each strength there are."""
    rules: list[str] = []
    for match in cues:
        once, more = _COUNTED[match.cue.strength]
        if once not in rules:
            rules.append(once)
        elif more not in rules:
            rules.append(more)
    return rules


def _alone(rules: tuple[str, ...]) -> tuple[str, ...]:
    """The rule for a lesser cue beside a person, in a passage that says nothing surer."""
    return ("alone",) if "medium" in rules and "person" in rules and "general" not in rules else ()


def _by_findings(findings: Iterable[Finding]) -> Iterator[Label]:
    for finding in findings:
        category = FINDINGS.get(finding.kind)
        if category is not None:
            evidence = (Evidence("category.finding", finding.log_odds),)
            yield Label(category, category.data_class, finding.span, evidence)
