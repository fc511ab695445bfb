"""Find where a text names the subject, in whatever order and spelling, and weigh each mention by how rare it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dsar.detect.names_words import name_words
from dsar.find.neighbours import AND, Neighbours
from dsar.find.person import POPULATION, WITHIN_REACH, FullName, Part, Person, Role
from dsar.find.rarity import (
    ANOTHER_FIRST,
    ANOTHER_LAST,
    COUPLE,
    FAMILY,
    has_strange_initial,
    initials_weight,
    middle_weight,
    name_weight,
    rule_of,
    unlike,
    weigh,
)
from dsar.find.reading import Word
from dsar.find.spelling import Fit, are_two_names
from dsar.index.accents import without_accents
from dsar.model import Span

REACH = 6
"""Words between a first name and its surname, at most: middle names, initials, particles and labels."""
MOST_FOREIGN = 2
"""Words between a first name and its surname that are no part of the name, at most."""
MOST_INITIALS = 4
INITIALS, MIDDLE, SHORT, CALLED = "name.initials", "name.middle", "name.short", "name.called"
AS_IN_THE_FILE = frozenset({"name.full", "name.dropped", "name.former"})
THING = 3.5
"""The most that a name weighs which a road, a firm or an institution bears: it may be called after anybody."""
FEW = 3
"""People within reach who may be called by the same two first names, without them being taken for any of them."""

_REVERSED_GAP = re.compile(r"[ \u00a0]{0,2},?[ \u00a0]{1,2}|,|,?[ ]?\n[ \t>]{0,8}|[._\-/]|\t|;[ ]?|[ ]?\|[ ]?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the subject, or a namesake, is named.

    Attributes:
        rule: how, as a stable id; ``name.part`` is a first name or surname alone.
        spans: where; more than one where other columns stand between first name and surname.
        weight: log-odds beside :data:`dsar.find.rarity.PRIOR`.
        doubtful: whether something in the name itself speaks for somebody else: another middle name or surname.
    """

    rule: str
    spans: tuple[Span, ...]
    weight: float
    doubtful: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is a first name or surname alone, which tells little by itself."""
        return self.rule == "name.part"

    def moved(self, by: int) -> Mention:
        """The same mention in a text that begins so many characters earlier."""
        return replace(self, spans=tuple(Span(s.start + by, s.end + by) for s in self.spans)) if by else self

    @property
    def whole(self) -> Span:
        """From the first to the last character."""
        return Span(self.spans[0].start, self.spans[-1].end)


def mentions(text: str, words: Sequence[Word], person: Person) -> list[Mention]:
    """Every mention in text order: full names first, then single names outside them."""
    return _Reader(Neighbours(text, words, person)).read()


class _Reader:
    """One text with one person."""

    def __init__(self, near: Neighbours) -> None:
        self.near, self.words, self.person = near, near.words, near.person
        self.taken: set[int] = set()
        self.found: list[Mention] = []

    def read(self) -> list[Mention]:
        near = self.near
        self._columns()
        for at, word in enumerate(self.words):
            if (joined := self.person.joined.get(without_accents(word.normal))) is not None:
                self._add("name.full", at, at, self._joined_weight(joined))
        surnames = [at for at in near.places if near.part(at, Role.LAST)]
        before = {at - step for at in surnames for step in range(1, MOST_INITIALS + 2) if at >= step}
        begins = {at for at in before if without_accents(self.words[at].normal) in self.person.short}
        for at in sorted(begins.union(near.places)):
            if at not in self.taken:
                self._forward(at) or self._backward(at)
        self._bare()
        return sorted(self.found, key=lambda m: [(span.start, span.end) for span in m.spans])

    def _forward(self, at: int) -> bool:
        """First name or initials, then the surname."""
        given = self.near.part(at, Role.GIVEN)
        if given is None:
            return self._initials(at) or self._by_middle_name(at)
        last_at, middles = self._surname_after(at, given)
        if last_at is None:
            return self._short(at, given, middles)
        last = self.near.part(last_at, Role.LAST)
        assert last is not None
        middles = [(place, part) for place, part in middles if place < last_at]
        self._full(at, last_at, given=given, last=last, middles=[part for _, part in middles])
        return True

    def _surname_after(self, at: int, given: Part) -> tuple[int | None, list[tuple[int, Part]]]:
        """Where the surname of a first name stands, if it follows, and the middle names on the way."""
        near, foreign, found = self.near, 0, None
        middles: list[tuple[int, Part]] = []
        for here in range(at + 1, min(at + REACH + 1, len(self.words))):
            if not near.bridged(here, after=at):
                break
            last, middle = near.part(here, Role.LAST), near.part(here, Role.MIDDLE)
            if last is not None and last.name != given.name:
                found = here
            if middle is not None:
                middles.append((here, middle))
            elif found is not None:
                break  # "Skov Jensen" goes on to its last word; anything else ends the name
            elif not near.passes(here):
                foreign += 1
                if foreign > MOST_FOREIGN or not near.namelike(here):
                    break
        return found, middles

    def _full(self, at: int, end: int, *, given: Part, last: Part, middles: list[Part]) -> None:
        near, words, person = self.near, self.words, self.person
        between = range(at + 1, end)
        foreign = sum(1 for n in between if not near.parts[n] and not near.passes(n))
        initials = [words[n].normal for n in between if len(words[n].normal) == 1]
        weight = name_weight(person, (words[at].normal, given), (words[end].normal, last), middles)
        rule = self._rule(at, given, last, middles)
        doubtful = unlike(person, initials)
        if between and (words[at + 1].normal in AND or "&" in near.gap(at + 1)):
            rule, weight = "name.couple", weight + COUPLE
        elif foreign or doubtful:
            rule, weight = "name.extra", weight + middle_weight(person, initials, foreign=foreign)
            doubtful = doubtful or bool(person.middles)
        else:
            weight += middle_weight(person, initials, foreign=0)
        strange = self._strange(at, end)
        self._add(rule, at, end, weight + strange, doubtful=doubtful or strange < 0)

    def _rule(self, at: int, given: Part, last: Part, middles: Sequence[Part]) -> str:
        """The rule of a first name (the word at that place) with its surname."""
        dropped = bool(self.person.middles) and not middles
        rule = rule_of([given, last, *middles], dropped=dropped, former=last.former)
        return CALLED if rule == "name.variant" and are_two_names(self.words[at].normal, given.name) else rule

    def _strange(self, at: int, end: int) -> float:
        """What names directly before and after say: Peter Anders Jensen, Anders Jensen Holm."""
        before = ANOTHER_FIRST if self.near.stranger_before(at) else 0.0
        return before + (ANOTHER_LAST if self.near.stranger_after(end) else 0.0)

    def _joined_weight(self, name: FullName) -> float:
        given, last = (Part(role, word, Fit.EXACT) for role, word in ((Role.GIVEN, name.given), (Role.LAST, name.last)))
        return name_weight(self.person, (name.given, given), (name.last, last), [])

    def _short(self, at: int, given: Part, middles: list[tuple[int, Part]]) -> bool:
        """First name and a middle name that is mostly a surname, or that few have with it: Mette Holm (Jensen)."""
        if not middles or middles[0][0] != at + 1:
            return False
        place, middle = middles[0]
        entry = self.person.lexicon.get(middle.name)
        common = self.person.commonness(Role.GIVEN, self.words[at].normal, given)
        if entry.first <= entry.last:
            common *= max(entry.last, 1) / POPULATION
        else:  # "Hans Peter" is any of thousands, "Viggo Lauge" one of few
            common *= self.person.commonness(Role.MIDDLE, self.words[place].normal, middle)
            if common * WITHIN_REACH >= FEW:
                return False
        if self.near.stranger_after(place):
            return False
        strange = self._strange(at, place) or (ANOTHER_LAST if self.near.may_go_on(place) else 0.0)
        self._add(SHORT, at, place, weigh(common, SHORT) + strange, doubtful=strange < 0)
        return True

    def _by_middle_name(self, at: int) -> bool:
        """Middle name and surname, the first name left out: (Anders) Bo Jensen."""
        middle = self.near.part(at, Role.MIDDLE)
        if middle is None or at + 1 >= len(self.words) or self.near.stranger_before(at):
            return False
        last = self.near.part(at + 1, Role.LAST)
        if last is None or not self.near.bridged(at + 1, after=at) or last.name == middle.name:
            return False
        entry = self.person.lexicon.get(middle.name)
        if at + 2 < len(self.words) and self.near.part(at + 2, Role.GIVEN):
            gap = self.near.gap(at + 2)
            if "," in gap or (gap == " " and entry.first <= entry.last):
                return False  # Skov Hansen, Mette and SKOV-HANSEN Mette: read from the surname
        common = self.person.commonness(Role.MIDDLE, middle.name, middle)
        common *= self.person.commonness(Role.LAST, self.words[at + 1].normal, last)
        # "Skov Hansen" is a surname in two words, and a whole family's; "Bo Jensen" is somebody.
        rule = MIDDLE if entry.first > entry.last else "name.part"
        strange = self._strange(at, at + 1)
        weight = weigh(common, rule) if rule == MIDDLE else min(weigh(common, rule), FAMILY)
        self._add(rule, at, at + 1, weight + strange, doubtful=strange < 0)
        return True

    def _initials(self, at: int) -> bool:
        """Initials, then the surname: A. B. Jensen, AB Jensen."""
        if (
            without_accents(self.words[at].normal) not in self.person.short
            or self._goes_on_before(at)
            or self.near.stranger_before(at)
        ):
            return False
        letters, here = self._letters(at)
        if not letters:
            letters, here = without_accents(self.words[at].normal), at + 1
        elif not self._are_initials(letters):
            return False
        middles = []
        while here < len(self.words) and not self.near.part(here, Role.LAST):
            part = self.near.part(here, Role.MIDDLE)
            if part is None and not self.near.passes(here):
                return False
            middles += [part] if part else []
            here += 1
        if here >= len(self.words) or not all(self.near.bridged(n, after=at) for n in range(at + 1, here + 1)):
            return False
        last = self.near.part(here, Role.LAST)
        assert last is not None
        self._add_initials(at, here, letters, last=last, middles=middles)
        return True

    def _add_initials(self, at: int, end: int, letters: str, *, last: Part, middles: Sequence[Part] = ()) -> None:
        weight = initials_weight(self.person, letters, last, middles)
        self._add(INITIALS, at, end, weight, doubtful=has_strange_initial(self.person, letters, middles))

    def _goes_on_before(self, at: int) -> bool:
        """Whether an initial stands before: "I. M. Toft" is no "M. Toft"."""
        before = self.words[at - 1] if at else None
        return before is not None and len(before.normal) == 1 and before.capital and self.near.bridged(at, after=at - 1)

    def _letters(self, at: int) -> tuple[str, int]:
        """The single letters from a place on, and where they end."""
        here, letters = at, ""
        while here < len(self.words) and len(self.words[here].normal) == 1 and here - at < MOST_INITIALS:
            letters, here = letters + without_accents(self.words[here].normal), here + 1
        return letters, here

    def _are_initials(self, letters: str) -> bool:
        for name in self.person.names:
            own = name.initials or without_accents(name.given[0])
            if letters == own[0] or (letters[0] == own[0] and _in_order(letters[1:], own[1:])):
                return True
            if letters[0] == own[0] and not name.middle:
                return True
        return False

    def _backward(self, at: int) -> bool:
        """Surname, then first name or initials: Jensen, Anders Bo."""
        near = self.near
        last = near.part(at, Role.LAST)
        if last is None or near.stranger_before(at):
            return False
        here = at + 1
        while here < len(self.words) and here - at < MOST_INITIALS and near.is_label(here):
            here += 1
        if here >= len(self.words) or (here == at + 1 and not _REVERSED_GAP.fullmatch(near.gap(here))):
            return False
        given = near.part(here, Role.GIVEN)
        if given is None:
            return self._initials_after(at, here, last)
        if given.name == last.name:
            return False
        end, middles = self._middles_after(here)
        if (
            at
            and at - 1 not in self.taken
            and near.gap(at).strip(" \n\t>") in ("", "-")
            and (more := near.part(at - 1, Role.MIDDLE))
        ):
            at, middles = at - 1, [more, *middles]
        strange = ANOTHER_LAST if near.stranger_after(end) else 0.0
        rule = self._rule(here, given, last, middles)
        written = (self.words[here].normal, given), (last.name, last)
        self._add(rule, at, end, name_weight(self.person, *written, middles) + strange, doubtful=strange < 0)
        return True

    def _middles_after(self, at: int) -> tuple[int, list[Part]]:
        """The middle names behind a first name on its line, and where they end."""
        near, end = self.near, at
        middles: list[Part] = []
        while end + 1 < len(self.words) and near.bridged(end + 1, after=at) and "\n" not in near.gap(end + 1):
            middle = near.part(end + 1, Role.MIDDLE)
            if middle is None:
                break
            middles.append(middle)
            end += 1
        return end, middles

    def _initials_after(self, at: int, here: int, last: Part) -> bool:
        letters, end = self._letters(here)
        if not letters or "," not in self.near.gap(here) or not self._are_initials(letters):
            return False
        self._add_initials(at, end - 1, letters, last=last)
        return True

    def _columns(self) -> None:
        """First name and surname in columns of their own, with others between them."""
        near, labels = self.near, name_words()
        given = [n for n in near.places if near.part(n, Role.GIVEN) and near.labelled(n, labels.first_labels)]
        if not given:
            return
        last = [n for n in near.places if near.part(n, Role.LAST) and near.labelled(n, labels.last_labels)]
        for one, other in zip(given, last, strict=False):
            first_part, last_part = near.part(one, Role.GIVEN), near.part(other, Role.LAST)
            if one in self.taken or other in self.taken or first_part is None or last_part is None:
                continue
            end, middles = self._middles_after(one)
            written = (self.words[one].normal, first_part), (self.words[other].normal, last_part)
            rule = self._rule(one, first_part, last_part, middles)
            spans = sorted([Span(self.words[one].start, self.words[end].end), self.words[other].span])
            self.taken |= {*range(one, end + 1), other}
            self.found.append(Mention(rule, tuple(spans), name_weight(self.person, *written, middles)))

    def _bare(self) -> None:
        for at in self.near.places:
            if at in self.taken or not self.words[at].capital:
                continue
            part = min(self.near.parts[at], key=lambda p: p.fit)
            if part.fit <= Fit.LETTERS and part.role is not Role.MIDDLE:
                common = self.person.commonness(part.role, self.words[at].normal, part)
                weight = weigh(common, "name.part")
                self._add("name.part", at, at, weight if part.role is Role.GIVEN else min(weight, FAMILY))

    def _add(self, rule: str, at: int, end: int, weight: float, *, doubtful: bool = False) -> None:
        self.taken.update(range(at, end + 1))
        if rule != "name.part" and self.near.is_of_a_thing(end):
            rule, weight = "name.thing", min(weight, THING)
        span = Span(self.words[at].start, self.words[end].end)
        self.found.append(Mention(rule, (span,), weight, doubtful))


def _in_order(letters: str, own: str) -> bool:
    """Whether the letters come in that order in ``own``, some perhaps left out."""
    rest: Iterator[str] = iter(own)
    return all(letter in rest for letter in letters)
