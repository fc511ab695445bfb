"""What else may be known of the subject: identifiers that stand with them in hits that are surely theirs.

Only proposed: a person takes them into the subject file, and asks again. Somebody
else's number in the same letter must not be proposed, so an identifier counts only
where it belongs to the subject's name or CPR number by nearness, and what stands
everywhere (the town hall's own telephone) is nobody's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dsar.detect import Detectors
from dsar.errors import SetupError
from dsar.extract.rows import is_row
from dsar.find.beside import is_parted, is_plainly
from dsar.find.binding import LINE, Bound, Owner, bind
from dsar.find.entries import Entries
from dsar.find.evidence import BESIDE, NEAR, Look, Named, Reader, Reading
from dsar.find.person import Person, Role, not_names
from dsar.find.reading import words_of
from dsar.find.roles import HitRole
from dsar.find.spelling import Fit
from dsar.find.subject import subject_from
from dsar.find.suggested import FIELDS, Seen, Suggestion
from dsar.find.traits import SAME_HOUSE, SURE, Home, Identifiers, Trait, folded
from dsar.model import Answer, Finding, Hit, HitPassage, Kind, Level, Span, Subject
from dsar.words import PLACES

COMMON, COMMON_TIMES = 10, 5
"""An identifier in more passages than this, and than this many times those of the subject, is an office's own."""
DOUBTED = -4.0
"""Log-odds of another's number that stands near a name, and not just somewhere in the text."""
TOUCHING = 30
"""Characters between a name and a CPR number that are one person's."""
_LABELS = frozenset({"cpr", "cprnr", "cprnummer", "personnr", "personnummer", "nr", "nummer", "født", "f", "med", "dk"})
_ADDRESS_WORD = re.compile(r"[^\W\d_]{3,}")
_NEXT_CELL = re.compile(r"[ ,]{0,3}\n[^\n:]{1,30}:[ ]?")
_OPENS = re.compile(r"[\"']?[ ]{0,2}<")
_SUBJECT = 0  # any number but None says that an owner is the subject
_OWN_CPR = frozenset({"cpr.equal", "cpr.split"})


@dataclass(frozen=True, slots=True)
class _Sighting:
    kind: Kind
    key: str = field(repr=False)
    written: str = field(repr=False)
    seen: Seen
    strong: bool


def suggest(
    answer: Answer, person: Person, *, today: date, frequency: Callable[[Kind, str], int]
) -> tuple[Suggestion, ...]:
    """Propose identifiers that the subject file does not have, the best supported first.

    Args:
        answer: what ``find`` gave for the subject.
        person: the subject made ready for reading.
        today: the day to read two-digit years by.
        frequency: in how many passages of all stores a finding stands, by kind and key.
    """
    subject = person.subject
    finder = _Finder(person, Detectors(today=today))
    sightings = [sighting for hit in answer.hits for sighting in finder.sightings(hit)]
    grouped: defaultdict[tuple[Kind, str], list[_Sighting]] = defaultdict(list)
    for one in sightings:
        grouped[one.kind, _group(one, grouped)].append(one)
    found = [
        suggestion
        for group in grouped.values()
        if not _is_common(group, frequency) and not finder.is_mostly_anothers(group)
        if (suggestion := _suggestion(group, subject)) is not None and _is_new(suggestion, subject)
    ]
    found = _doubted([one for one in found if not any(_is_part(one, other) for other in found)])
    return tuple(sorted(found, key=lambda s: (not s.strong, -s.items, s.key, s.value)))


def _doubted(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Where two people's numbers or birth dates stand with the name, nothing that was seen beside them is strong."""
    alike = [[one for one in found if one.kind is kind] for kind in (Kind.CPR, Kind.BIRTH_DATE)]
    contested = [one for of_kind in alike if len(of_kind) > 1 for one in of_kind]
    doubtful = {(seen.store, seen.item) for one in contested for seen in one.places}
    return [
        replace(one, strong=False, contested=one in contested)
        if any((seen.store, seen.item) in doubtful for seen in one.places)
        else one
        for one in found
    ]


class _Finder:
    """Finds what stands with the subject in the passages of hits."""

    def __init__(self, person: Person, detectors: Detectors) -> None:
        self._subject, self._person = person.subject, person
        self._identifiers = Identifiers(person.subject, detectors)
        self._reader = Reader(person, self._identifiers, detectors)
        self._anothers: Counter[tuple[Kind, str]] = Counter()

    def sightings(self, hit: Hit) -> Iterator[_Sighting]:
        """Every identifier in a sure hit that belongs to the subject."""
        if hit.level in (Level.CERTAIN, Level.LIKELY):
            for passage in hit.passages:
                yield from self._passage(hit, passage)

    def is_mostly_anothers(self, group: Sequence[_Sighting]) -> bool:
        """Whether an identifier stands with other people more often than with the subject."""
        return self._anothers[group[0].kind, group[0].key] > len(group)

    def _passage(self, hit: Hit, passage: HitPassage) -> Iterator[_Sighting]:
        text = passage.text
        look = self._reader.look(text)
        seen, strong = Seen(hit.store, hit.item, passage.place), hit.level is Level.CERTAIN
        if passage.place == PLACES["mail_head"]:
            yield from self._head(text, look, seen, strong=strong)
            return
        owners = self._owners(text, look, self._reader.weigh(look))
        if not any(owner.mention is not None for owner in owners):
            return
        alone = all(owner.mention is not None for owner in owners)
        for name in self._names(text, look):
            yield _Sighting(Kind.NAME, name.key, _forward(_one_line(name.span.of(text))), seen, strong)
        sure = _telling(look)
        entries = _entries(look)
        traits = [self._trait(finding) for finding in sure]
        mine = [*(f.span for f in sure), *(owner.span for owner in owners if owner.mention is not None)]
        for bound in bind(text, traits, owners):
            kind = bound.trait.kind
            if kind is None or bound.trait.agrees or bound.owner is None:
                continue
            if bound.of_another:
                self._anothers[kind, bound.trait.key] += 1
            elif not entries.are_one(bound.owner.span, bound.trait.span) or self._is_called_after_another(bound, look):
                continue
            elif bound.distance <= _reach(kind, alone=alone) and not is_parted(text, bound.owner.span, bound.trait):
                plainly = is_plainly(text, bound.owner.span, bound.trait.span, kind, mine, record=is_row(passage))
                key, written = bound.trait.key, _one_line(bound.trait.span.of(text))
                yield _Sighting(kind, key, written, seen, strong and plainly)

    def _head(self, text: str, look: Look, seen: Seen, *, strong: bool) -> Iterator[_Sighting]:
        """The address that a mail's head gives the subject's full name: ``Fra: Bo Lund <bo@mail.example>``."""
        named = [mention.whole.end for mention in look.mentions if not mention.bare and not mention.doubtful]
        for finding in look.findings:
            known = finding.kind is not Kind.EMAIL or self._is_known(finding)
            if not known and any(_OPENS.fullmatch(text, end, finding.span.start) for end in named):
                yield _Sighting(Kind.EMAIL, finding.key, finding.span.of(text), seen, strong)

    def _owners(self, text: str, look: Look, reading: Reading) -> list[Owner]:
        """Every name and CPR number in the text, the subject's own marked as such."""
        subjects = [
            span
            for mention, named in zip(look.mentions, reading.named, strict=True)
            for span in mention.spans
            if not (mention.bare or mention.doubtful or named.role is HitRole.EMPLOYEE or _is_doubted(named))
        ]
        own = [trait.span for trait in self._identifiers.own(text) if trait.rule in _OWN_CPR]
        own += [name.span for name in self._names(text, look)]
        # A number is somebody else's only where the subject's is known; else it may be what is looked for.
        kinds = {Kind.NAME, Kind.CPR} if self._subject.cpr else {Kind.NAME}
        others = [f.span for f in look.findings if f.kind in kinds and f.score >= SURE]
        others += [mention.whole for mention in look.mentions if not mention.bare]
        mine = [*subjects, *own]
        entries = _entries(look)
        kept = [span for span in others if not any(span.overlaps(other) for other in mine)]
        loose = [clue for clue in reading.loose if not clue.rule.endswith(".shared")]
        clues = [*loose, *(clue for named in reading.named for clue in named.supports)]
        support = [*own, *(clue.span for clue in clues if clue.span)]
        # Of two of one name in a list each has their own line.
        owners = [Owner(s, _SUBJECT if any(entries.are_one(s, of) for of in support) else None) for s in mine]
        return sorted([*owners, *(Owner(span, None) for span in kept)], key=lambda owner: owner.span)

    def _names(self, text: str, look: Look) -> list[Finding]:
        """The name that each of the subject's CPR numbers touches, where it is another form of theirs."""
        numbers = [trait.span for trait in self._identifiers.own(text) if trait.rule in _OWN_CPR]
        names = [f for f in look.findings if f.kind is Kind.NAME and f.score >= SURE]
        taken = [mention.whole for mention in look.mentions if not mention.bare]
        found = []
        for number in numbers:
            touching = [(far, f.span, f) for f in names if (far := _touch(text, f.span, number)) is not None]
            if touching:
                found.append(min(touching, key=lambda touch: touch[:2])[2])
        return [f for f in found if not any(f.span.overlaps(span) for span in taken) and self._may_be_own(f)]

    def _may_be_own(self, name: Finding) -> bool:
        """Whether a name has the subject's first name; where no name is known, any full name."""
        words = name.key.replace("-", " ").split()
        if not self._person.names:
            return len(words) > 1
        given = [p for p in self._person.read(words[0]) if p.role is Role.GIVEN and p.fit <= Fit.VARIANT]
        return len(words) > 1 and bool(given)

    def _is_called_after_another(self, bound: Bound, look: Look) -> bool:
        """Whether a mail address has the first name of somebody else in the text, and not the subject's."""
        if bound.trait.kind is not Kind.EMAIL or not self._person.names:
            return False
        written = _ADDRESS_WORD.findall(folded(bound.trait.key.partition("@")[0]))
        own = {folded(name.given) for name in self._person.names}
        others = {folded(f.key.partition(" ")[0]) for f in look.findings if f.kind is Kind.NAME and f.score >= SURE}
        return bool((others - own).intersection(written)) and not own.intersection(written)

    def _trait(self, finding: Finding) -> Trait:
        known = self._is_known(finding)
        return Trait(finding.kind, "known" if known else "new", 1.0 if known else -1.0, finding.span, finding.key)

    def _is_known(self, finding: Finding) -> bool:
        subject, key = self._subject, finding.key
        match finding.kind:
            case Kind.CPR:
                return bool(subject.cpr)  # another number is another's
            case Kind.BIRTH_DATE:
                return subject.birth_date is not None
            case Kind.ADDRESS:
                return any(home.likeness(Home.of(key)) >= SAME_HOUSE for home in self._identifiers.homes)
            case Kind.EMAIL:
                return key in subject.emails
            case Kind.PHONE:
                return key in subject.phones
        return _compact(key) in map(_compact, subject.other)


def _telling(look: Look) -> list[Finding]:
    return [f for f in look.findings if f.kind in FIELDS and f.kind is not Kind.NAME and f.score >= SURE]


def _entries(look: Look) -> Entries:
    names = [f.span for f in look.findings if f.kind is Kind.NAME and f.score >= SURE]
    return Entries(look.text, [*names, *(m.whole for m in look.mentions)], [f.span for f in _telling(look)])


def _is_doubted(named: Named) -> bool:
    """Whether somebody else's number stands at the name, whatever else does; another address is what is looked for."""
    return any(clue.weight <= DOUBTED and not clue.rule.startswith("address.") for clue in named.against)


def _reach(kind: Kind, *, alone: bool) -> int:
    """How far an identifier may stand; minutes have a case number at every item, and one may name the subject."""
    return NEAR if alone and kind is not Kind.CASE_NUMBER else BESIDE


def _touch(text: str, name: Span, number: Span) -> int | None:
    """How far a name and a number are apart, with their own labels at most between them; None if they do not touch."""
    start, end = min(name.end, number.end), max(name.start, number.start)
    between = text[start:end]
    lines = between.count("\n")
    if end - start > TOUCHING or lines > 1:
        return None
    if any(word.normal not in _LABELS | not_names() for word in words_of(between)):
        return None
    return end - start + LINE * lines


def _one_line(written: str) -> str:
    """What stands in several cells without their labels."""
    first, *more = _NEXT_CELL.split(written)
    return " ".join(f"{first}, {' '.join(more)}".split()) if more else " ".join(written.split())


def _forward(name: str) -> str:
    """A name that begins with its surname, the other way round."""
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip()


def _group(one: _Sighting, known: Iterable[tuple[Kind, str]]) -> str:
    """The key that an identifier is counted under: an address with and without its floor is one."""
    if one.kind is Kind.ADDRESS:
        home = Home.of(one.key)
        for kind, key in known:
            if kind is Kind.ADDRESS and home.likeness(Home.of(key)) >= SAME_HOUSE:
                return key
    return one.key


def _is_common(group: Sequence[_Sighting], frequency: Callable[[Kind, str], int]) -> bool:
    """Whether it stands in so many passages that it is an office's; names are not counted anywhere."""
    everywhere = max(frequency(one.kind, one.key) for one in {(s.kind, s.key): s for s in group}.values())
    return everywhere > COMMON and everywhere > COMMON_TIMES * len({one.seen for one in group})


def _suggestion(group: Sequence[_Sighting], subject: Subject) -> Suggestion | None:
    """The sightings of one identifier as a suggestion, written as most often; None if no subject file takes it."""
    kind = group[0].kind
    key = "former_names" if kind is Kind.NAME and subject.names else FIELDS[kind]
    for written, _ in Counter(one.written for one in group).most_common():
        value = group[0].key if key == "birth_date" else written
        try:
            subject_from({key: value} | {"names": ["Ukendt Person"]} if key == "birth_date" else {key: [value]}, "")
        except SetupError:
            continue
        places = tuple(dict.fromkeys(one.seen for one in group))
        strong = any(one.strong for one in group)
        items = len({(seen.store, seen.item) for seen in places})
        return Suggestion(kind, key, value, group[0].key, strong, items, places)
    return None


def _is_new(one: Suggestion, subject: Subject) -> bool:
    if one.key == "birth_date":
        return True
    (value,) = getattr(subject_from({one.key: [one.value]}, ""), one.key)
    return value not in getattr(subject, one.key)


def _is_part(one: Suggestion, other: Suggestion) -> bool:
    """Whether a name is some words of another one."""
    return one.kind is other.kind is Kind.NAME and set(one.finding.split()) < set(other.finding.split())


def _compact(value: str) -> str:
    return "".join(c for c in value.lower() if c.isalnum())
