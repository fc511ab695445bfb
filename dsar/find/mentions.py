"""Find where a text names the subject, in whatever order and spelling, and weigh each mention by how rare it is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dsar.detect.names_words import name_words
from dsar.find.person import WITHIN_REACH, FullName, Part, Person, Role
from dsar.find.reading import Word
from dsar.find.spelling import Fit
from dsar.model import Span

PRIOR = -7.0
"""Log-odds that an item is about the subject before anything in it is read; names are weighed against it."""
STRONGEST_NAME = 9.2
"""A name alone never makes more than likely: nobody knows all who bear it."""

REACH = 6
"""Words between a first name and its surname, at most: middle names, initials, particles and labels."""
KNOWN_FIRST, KNOWN_LAST = 150, 30
"""So many bearers make a neighbouring word part of somebody else's name."""

# What may stand between two words of one name; a full stop only behind an initial or glued (anders.jensen).
_GAP = re.compile(r"[ \t\u00a0]{0,4}\n?[ \t\u00a0]{0,8}|[.'’_\-‐‑/]|\.?[ \u00a0]{1,2}|[,;|\t]|[ ]?-[ ]?")
_REVERSED_GAP = re.compile(r"[ \u00a0]{0,2},?[ \u00a0]{1,2}|,|[ ]?\n[ ]{0,8}|[._\-]|\t|;|[ ]?\|[ ]?")
_LABEL_GAP = re.compile(r"[ ]{0,2}\(?e?\)?[:;|.\t]?[ \t\u00a0]{0,8}\n?[ \t\u00a0]{0,8}|[ ]?[,;|]?[ ]?\n[ ]{0,8}")
_AND = frozenset({"og", "and"})
_CLOSE = re.compile(r"[ \u00a0]{1,2}|-")

# Rarity that no list tells: unknown namesakes, family members of the same initial, nicknames.
_UNKNOWN = {"name.initials": 0.5, "name.short": 0.15, "name.middle": 0.3, "name.misspelled": 0.3}
_UNKNOWN_OTHERWISE = 0.08
_INITIAL_SHARE = 0.08
ANOTHER_MIDDLE, UNKNOWN_MIDDLE, ANOTHER_FIRST, ANOTHER_LAST = -3.5, -0.7, -3.0, -4.0
COUPLE = -0.5


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the subject, or a namesake, is named.

    Attributes:
        rule: how, as a stable id; ``name.part`` is a first name or surname alone.
        spans: where; more than one where other columns stand between first name and surname.
        weight: log-odds beside :data:`PRIOR`.
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

    @property
    def whole(self) -> Span:
        """From the first to the last character."""
        return Span(self.spans[0].start, self.spans[-1].end)


def mentions(text: str, words: list[Word], person: Person) -> list[Mention]:
    """Every mention in text order: full names first, then single names outside them."""
    return _Reader(text, words, person).read()


class _Reader:
    """One text with one person."""

    def __init__(self, text: str, words: list[Word], person: Person) -> None:
        self.text, self.words, self.person = text, words, person
        self.parts = [person.of(word.normal) for word in words]
        self.taken: set[int] = set()
        self.found: list[Mention] = []

    def read(self) -> list[Mention]:
        last_here = any(self._as(at, Role.LAST) or self._as(at, Role.MIDDLE) for at in range(len(self.words)))
        for at, word in enumerate(self.words):
            if at in self.taken:
                continue
            if word.normal in self.person.joined:
                self._add("name.full", [at], self._joined_weight(self.person.joined[word.normal]))
            elif last_here:
                self._forward(at) or self._backward(at)
        if last_here:
            self._columns()
        self._bare()
        return sorted(self.found, key=lambda m: m.spans)

    def _as(self, at: int, role: Role) -> Part | None:
        return next((part for part in self.parts[at] if part.role is role), None)

    def _gap(self, at: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.words[at - 1].span.end : self.words[at].span.start]

    def _forward(self, at: int) -> bool:
        """First name or initials, then the surname."""
        given = self._as(at, Role.GIVEN)
        if given is None:
            return self._initials(at) or self._by_middle_name(at)
        seen: list[tuple[int, Part]] = []
        foreign, last_at = 0, -1
        for here in range(at + 1, min(at + REACH + 1, len(self.words))):
            if not self._bridged(here, after=at):
                break
            last, middle = self._as(here, Role.LAST), self._as(here, Role.MIDDLE)
            if last is not None and last.name != given.name:
                last_at = here
                if middle is None:
                    break
            if middle is not None:
                seen.append((here, middle))
            elif last is None and last_at >= 0:
                break
            elif last is None and not self._passes(here):
                foreign += 1
                if foreign > 2 or not self._namelike(here):
                    break
        if last_at >= 0:
            middles = [part for place, part in seen if place < last_at]
            self._full(at, last_at, given=given, middles=middles)
            return True
        return self._short(at, given, seen)

    def _full(self, at: int, last_at: int, *, given: Part, middles: list[Part]) -> None:
        last = self._as(last_at, Role.LAST)
        assert last is not None
        between = [self.words[n] for n in range(at + 1, last_at)]
        foreign = sum(1 for n, _ in enumerate(between, at + 1) if not self.parts[n] and not self._passes(n))
        initials = [w.normal for w in between if len(w.normal) == 1]
        weight = self._weight(at, last_at, given=given, last=last, middles=middles)
        rule = _rule([given, last, *middles], dropped=self._dropped(middles), former=last.former)
        weight += self._middle_weight(initials, foreign)
        if self.words[at + 1].normal in _AND:
            rule, weight = "name.couple", weight - self._middle_weight(initials, foreign) + COUPLE
        elif foreign or self._unlike(initials):
            rule = "name.extra"
        unlike = self._unlike(initials) or (foreign and rule == "name.extra" and self.person.middles)
        strange = self._neighbours(at, last_at)
        self._add(rule, list(range(at, last_at + 1)), weight + strange, doubtful=bool(unlike or strange))

    def _dropped(self, middles: list[Part]) -> bool:
        return bool(self.person.middles) and not middles

    def _middle_weight(self, initials: list[str], foreign: int) -> float:
        if self._unlike(initials):
            return ANOTHER_MIDDLE
        weight = 1.5 if initials else 0.0
        if foreign:
            weight += ANOTHER_MIDDLE if self.person.middles else UNKNOWN_MIDDLE
        return weight

    def _unlike(self, initials: list[str]) -> bool:
        """Whether initials between first name and surname are of middle names that the subject does not have."""
        known = {word[0] for word in self.person.middles}
        return bool(initials) and bool(known) and not known.intersection(initials)

    def _weight(self, at: int, last_at: int, *, given: Part, last: Part, middles: list[Part]) -> float:
        common = self.person.commonness(Role.GIVEN, self.words[at].normal, given)
        common *= self.person.commonness(Role.LAST, self.words[last_at].normal.removesuffix("'s"), last)
        for part in middles:
            common *= self.person.commonness(Role.MIDDLE, part.name, part)
        rule = _rule([given, last, *middles], dropped=False, former=False)
        return _weigh(common, rule)

    def _joined_weight(self, name: FullName) -> float:
        given, last = (Part(role, word, Fit.EXACT) for role, word in ((Role.GIVEN, name.given), (Role.LAST, name.last)))
        common = self.person.commonness(Role.GIVEN, name.given, given)
        return _weigh(common * self.person.commonness(Role.LAST, name.last, last), "name.full")

    def _short(self, at: int, given: Part, seen: list[tuple[int, Part]]) -> bool:
        """First name and a middle name that is mostly a surname, the last one left out: Mette Holm (Jensen)."""
        if not seen or seen[0][0] != at + 1:
            return False
        place, middle = seen[0]
        entry = self.person.lexicon.get(middle.name)
        if entry.first > entry.last or (place + 1 < len(self.words) and self._stranger(place + 1)):
            return False
        common = self.person.commonness(Role.GIVEN, self.words[at].normal, given)
        common *= max(entry.last, 1) / 5_920_000
        strange = self._neighbours(at, place)
        self._add("name.short", [at, place], _weigh(common, "name.short") + strange, doubtful=bool(strange))
        return True

    def _by_middle_name(self, at: int) -> bool:
        """Middle name and surname, the first name left out: (Anders) Bo Jensen."""
        middle = self._as(at, Role.MIDDLE)
        if middle is None or at + 1 >= len(self.words) or (at and self._stranger(at - 1, before=True)):
            return False
        last = self._as(at + 1, Role.LAST)
        if last is None or not self._bridged(at + 1, after=at) or last.name == middle.name:
            return False
        common = self.person.commonness(Role.MIDDLE, middle.name, middle)
        common *= self.person.commonness(Role.LAST, self.words[at + 1].normal, last)
        strange = self._neighbours(at, at + 1)
        self._add("name.middle", [at, at + 1], _weigh(common, "name.middle") + strange, doubtful=bool(strange))
        return True

    def _initials(self, at: int) -> bool:
        """Initials, then the surname: A. B. Jensen, AB Jensen."""
        here, letters = at, ""
        while here < len(self.words) and len(self.words[here].normal) == 1 and here - at < 4:
            if here > at and not self._bridged(here, after=at):
                break
            letters, here = letters + self.words[here].normal, here + 1
        if not letters and 2 <= len(self.words[at].normal) <= 3:
            letters, here = self.words[at].normal, at + 1
        if not letters or not self._are_initials(letters, glued=here == at + 1 and len(letters) > 1):
            return False
        middles = []
        while here < len(self.words) and (part := self._as(here, Role.MIDDLE)) and not self._as(here, Role.LAST):
            middles.append(part)
            here += 1
        if here >= len(self.words) or not self._bridged(here, after=at):
            return False
        last = self._as(here, Role.LAST)
        if last is None:
            return False
        self._add("name.initials", list(range(at, here + 1)), self._initials_weight(letters, last, middles))
        return True

    def _initials_weight(self, letters: str, last: Part, middles: list[Part]) -> float:
        common = self.person.commonness(Role.LAST, last.name, last) * _INITIAL_SHARE ** len(letters)
        for part in middles:
            common *= self.person.commonness(Role.MIDDLE, part.name, part)
        return _weigh(common, "name.initials")

    def _are_initials(self, letters: str, *, glued: bool) -> bool:
        for name in self.person.names:
            own = name.given[0] + "".join(word[0] for word in name.middle)
            if letters == name.given[0] or (letters[0] == own[0] and _in_order(letters[1:], own[1:])):
                return True
            if not glued and letters[0] == own[0] and not name.middle:
                return True
        return False

    def _backward(self, at: int) -> bool:
        """Surname, then first name or initials: Jensen, Anders Bo."""
        last = self._as(at, Role.LAST)
        if last is None or at + 1 >= len(self.words) or (at and self._stranger(at - 1, before=True)):
            return False
        here = at + 1
        while here < len(self.words) and here - at < 4 and self._is_label(here):
            here += 1
        if here >= len(self.words) or (not _REVERSED_GAP.fullmatch(self._gap(here)) and here == at + 1):
            return False
        given = self._as(here, Role.GIVEN)
        if given is None:
            return self._backward_initials(at, here, last)
        if given.name == last.name:
            return False
        end, middles, strange = here, [], 0.0
        while end + 1 < len(self.words) and self._bridged(end + 1, after=here) and "\n" not in self._gap(end + 1):
            middle = self._as(end + 1, Role.MIDDLE)
            if middle is None:
                strange = ANOTHER_LAST if self._stranger(end + 1) else 0.0
                break
            middles.append(middle)
            end += 1
        rule = _rule([given, last, *middles], dropped=self._dropped(middles), former=last.former)
        weight = self._weight(here, at, given=given, last=last, middles=middles)
        self._add(rule, list(range(at, end + 1)), weight + strange, doubtful=bool(strange))
        return True

    def _backward_initials(self, at: int, here: int, last: Part) -> bool:
        end, letters = here, ""
        while end < len(self.words) and len(self.words[end].normal) == 1 and len(letters) < 3:
            letters, end = letters + self.words[end].normal, end + 1
        if not letters or not self._are_initials(letters, glued=False) or "," not in self._gap(here):
            return False
        self._add("name.initials", list(range(at, end)), self._initials_weight(letters, last, []))
        return True

    def _columns(self) -> None:
        """First name and surname in columns of their own, with others between them."""
        given = [n for n in range(len(self.words)) if self._labelled(n, "first") and self._as(n, Role.GIVEN)]
        last = [n for n in range(len(self.words)) if self._labelled(n, "last") and self._as(n, Role.LAST)]
        for one, other in zip(given, last, strict=False):
            if one in self.taken or other in self.taken:
                continue
            first_part, last_part = self._as(one, Role.GIVEN), self._as(other, Role.LAST)
            assert first_part is not None
            assert last_part is not None
            weight = self._weight(one, other, given=first_part, last=last_part, middles=[])
            rule = _rule([first_part, last_part], dropped=False, former=last_part.former)
            spans = sorted([self.words[one].span, self.words[other].span])
            self.taken |= {one, other}
            self.found.append(Mention(rule, tuple(spans), weight))

    def _labelled(self, at: int, which: str) -> bool:
        """Whether the word begins the value of a line ``Fornavn: …`` or ``Efternavn: …``."""
        line = self.text.rfind("\n", 0, self.words[at].span.start) + 1
        label, colon, rest = self.text[line : self.words[at].span.start].partition(":")
        labels = name_words().first_labels if which == "first" else name_words().last_labels
        return bool(colon) and not rest.strip() and label.strip().lower() in labels

    def _bare(self) -> None:
        for at, word in enumerate(self.words):
            if at in self.taken or not self.parts[at] or not word.capital:
                continue
            part = min(self.parts[at], key=lambda p: p.fit)
            if part.fit <= Fit.LETTERS and part.role is not Role.MIDDLE:
                common = self.person.commonness(part.role, word.normal, part)
                self._add("name.part", [at], _weigh(common, "name.part"))

    def _bridged(self, at: int, *, after: int) -> bool:
        """Whether a word may belong to the same name as the one before it, which came after ``after``."""
        gap, before = self._gap(at), self.words[at - 1]
        if self._is_label(at) or (self._is_label(at - 1) and at - 1 > after):
            return _LABEL_GAP.fullmatch(gap) is not None
        if len(gap) > 12 or not _GAP.fullmatch(gap):
            return False
        if "." in gap and gap != ".":
            return len(before.normal) <= 3
        return "\n" not in gap or bool(self.parts[at])

    def _passes(self, at: int) -> bool:
        """Whether a word between first name and surname says nothing against them being one name."""
        word = self.words[at]
        particle = word.normal in name_words().particles and word.normal not in _AND
        return len(word.normal) == 1 or particle or self._is_label(at)

    def _is_label(self, at: int) -> bool:
        word = self.words[at].normal
        labels = name_words()
        if word not in labels.first_labels and word not in labels.last_labels and word != "navn":
            return False
        return self.text[self.words[at].span.end :][:4].lstrip(" ()e")[:1] in (":", ";", "|", "\t", ".")

    def _namelike(self, at: int) -> bool:
        word = self.words[at]
        if word.normal in _AND:
            return True
        entry = self.person.lexicon.get(word.normal)
        known = entry.first >= KNOWN_LAST or entry.last >= KNOWN_LAST
        return known or (word.capital and not entry.word)

    def _stranger(self, at: int, *, before: bool = False) -> bool:
        """Whether the word beside a name is part of it, and so makes it somebody else's."""
        if not _CLOSE.fullmatch(self._gap(at + 1 if before else at)) or self.parts[at]:
            return False
        word, entry = self.words[at], self.person.lexicon.get(self.words[at].normal)
        if entry.word and not word.capital:
            return False
        if before:
            titled = word.normal in name_words().titles or word.normal in name_words().greetings
            return not titled and (entry.first >= KNOWN_FIRST or entry.last >= KNOWN_FIRST) and entry.word < 7
        return word.capital and entry.last >= KNOWN_LAST and entry.word < 5

    def _neighbours(self, at: int, end: int) -> float:
        """What names directly before and after say: Peter Anders Jensen, Anders Jensen Holm."""
        weight = 0.0
        if at and self._stranger(at - 1, before=True):
            weight += ANOTHER_FIRST
        if end + 1 < len(self.words) and self._stranger(end + 1):
            weight += ANOTHER_LAST
        return weight

    def _add(self, rule: str, places: list[int], weight: float, *, doubtful: bool = False) -> None:
        self.taken.update(places)
        span = Span(self.words[places[0]].span.start, self.words[places[-1]].span.end)
        self.found.append(Mention(rule, (span,), weight, doubtful))


def _rule(parts: list[Part], *, dropped: bool, former: bool) -> str:
    worst = max(part.fit for part in parts)
    if worst is Fit.EDIT:
        return "name.misspelled"
    if worst is Fit.VARIANT:
        return "name.variant"
    if former:
        return "name.former"
    return "name.dropped" if dropped else "name.full"


def _weigh(commonness: float, rule: str) -> float:
    """The weight that gives a name the odds of one against all others within reach who would be called so."""
    others = WITHIN_REACH * commonness + _UNKNOWN.get(rule, _UNKNOWN_OTHERWISE)
    return min(STRONGEST_NAME, -PRIOR - math.log(others))


def _in_order(letters: str, own: str) -> bool:
    """Whether the letters come in that order in ``own``, some perhaps left out."""
    rest: Iterator[str] = iter(own)
    return all(letter in rest for letter in letters)
