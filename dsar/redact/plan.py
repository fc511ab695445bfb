"""What to remove from a document's passages. Pure: texts in, removals out; nothing is written here.

Two rounds over the passages: the first learns who is in the document, the second
decides. So a person named in full on page 9 is removed by surname on page 2. The
rounds are apart, and what the first learns can be joined, so that pages may be
read in any order, by several processes, and need not be in memory together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from dsar.detect.lexicon import Lexicon
from dsar.detect.names_words import name_words
from dsar.model import Finding, Kind, Passage, Span
from dsar.redact.addressed import OWNED
from dsar.redact.around import Around, Judged, Side
from dsar.redact.belongs import PERSONAL, Known, abbreviated, judge
from dsar.redact.birthdays import birthdays
from dsar.redact.cells import surnames_in_cells
from dsar.redact.disguised import MORE_HOUSES, disguised
from dsar.redact.fold import Folded, Search, fold, folded_words, wording_in
from dsar.redact.mask import findings_in
from dsar.redact.namesakes import has_number, homes_in, house
from dsar.redact.own import Detect, Own, letters_and_digits
from dsar.redact.own_names import with_slips_mended
from dsar.redact.plain_words import without_plain_words
from dsar.redact.removal import Action, Options, Override, Reason, Removal, disjoint

SURE = 0.5
"""A name of this score is looked for in the rest of the document too."""
_SHORTEST_NUMBER = 6
_SHORTEST_OWN = 5
_COUNTRY = "45"


def plan_passages(
    passages: Sequence[Passage], own: Own, detect: Detect, options: Options | None = None
) -> tuple[tuple[Removal, ...], ...]:
    """What to remove of each passage of one document, for a caseworker to see and for :func:`without` to act on."""
    planner = Planner(own, detect, options or Options())
    known = planner.known(passage.text for passage in passages)
    return tuple(planner.removals(passage.text, known, place=passage.place) for passage in passages)


class Planner:
    """Decides what goes, for one subject.

    Args:
        own: the subject's identifiers.
        detect: finds personal data in a text.
        options: what the caseworker and the municipality decided.
    """

    def __init__(self, own: Own, detect: Detect, options: Options) -> None:
        told = options.elsewhere.own  # by another document of the package
        self.own = replace(own, loose=own.loose | told) if told else own
        self.detect, self.options = detect, options
        self._searches: tuple[Known, Search] | None = None
        self._lexicon = Lexicon()

    def known(self, texts: Iterable[str]) -> Known:
        """The first round: who is in these texts."""
        known = Known()
        for text in texts:
            known |= self._learnt(text)
        return known

    def removals(self, text: str, known: Known, *, place: str) -> tuple[Removal, ...]:
        """The second round: what to remove of one text, disjoint and in its order."""
        judged = judge(text, self._findings(text), self.own, known, self.options)
        folded = fold(text)
        by_hand = [span for span, _ in self._decided(folded, Action.KEEP, place)]
        protected = [*(each.finding.span for each in judged if not self._goes(each)), *by_hand]
        removals = [
            Removal(_whole(text, each.finding), each.finding.kind, self.options.ground, Reason.FOUND, place)
            for each in judged
            if self._goes(each)
        ]
        removals += [each for each in self._recurring(text, folded, known, place) if not _inside(each.span, protected)]
        removals = [each for each in removals if not _inside(each.span, by_hand)]
        removals += [
            Removal(span, override.kind, override.ground, Reason.DECIDED, place)
            for span, override in self._decided(folded, Action.REMOVE, place)
            if not _inside(span, by_hand)
        ]
        return disjoint(removals)

    def recurring(self, text: str, known: Known) -> tuple[Removal, ...]:
        """Where others' names and numbers that are known stand in a text; nothing new is looked for.

        For texts without any context: a word that an employee, who is kept, bears too tells nothing there.
        """
        shared = {word for name in known.employees for word in name}
        shared |= {
            word for one in self.options.overrides if one.action is Action.KEEP for word in folded_words(one.text)
        }
        found = self._recurring(text, fold(text), known, "")
        return tuple(each for each in found if not shared.issuperset(folded_words(each.span.of(text))))

    def kept(self, text: str, known: Known, *, place: str) -> tuple[Span, ...]:
        """What stays on purpose: the subject's, employees' and organisations' data, and what a caseworker kept."""
        judged = judge(text, self._findings(text), self.own, known, self.options)
        by_hand = self._decided(fold(text), Action.KEEP, place)
        return (*(each.finding.span for each in judged if not self._goes(each)), *(span for span, _ in by_hand))

    def _findings(self, text: str) -> tuple[Finding, ...]:
        more = disguised(text, self.own, self.detect, self._lexicon)
        more = chain(findings_in(text, self.detect), more)
        found = [without_plain_words(each, text, self._lexicon) for each in more]
        found += surnames_in_cells(text, self._lexicon)
        named = (each for each in found if each is not None)
        return tuple(with_slips_mended(named, text, self.own, self._lexicon))

    def _goes(self, judged: Judged) -> bool:
        if judged.side is Side.EMPLOYEE:
            return not self.options.keep_employees
        return judged.side is Side.OTHER

    def _learnt(self, text: str) -> Known:
        findings = self._findings(text)
        homes, marked = frozenset(homes_in(text, findings, self.own)), has_number(findings, self.own)
        judged = judge(text, findings, self.own, Known(homes=homes, marked=marked), self.options)
        others, employees = set[tuple[str, ...]](), set[tuple[str, ...]]()
        numbers, houses = set[str](), set[str]()
        for each in judged:
            if each.side is Side.SUBJECT or each.side is Side.ORGANISATION:
                continue
            if each.finding.kind is not Kind.NAME:
                if self._goes(each):
                    numbers.update(_number(each.finding))
                    houses.update(_house(each.finding))
                continue
            name = tuple(_without_genitive(each.finding, text))
            if each.finding.score < SURE or self.own.name_words.issuperset(name) or abbreviated(name, self.own):
                continue
            (others if self._goes(each) else employees).add(name)
        named = any(each.finding.kind in {Kind.NAME, Kind.CPR} and each.side is Side.SUBJECT for each in judged)
        named = named or any(True for _ in self._own_numbers.find(fold(text)))
        known = Known(
            subject_named=named,
            others=frozenset(others),
            employees=frozenset(employees),
            numbers=frozenset(numbers),
            homes=homes,
            houses=frozenset(houses),
        )  # not marked: that a text names nobody else tells nothing of other documents
        if not any(each.finding.kind in OWNED for each in judged):
            return replace(known, marked=marked)
        mine, theirs = self._told(text, judge(text, findings, self.own, known, self.options))
        return replace(known, marked=marked, mine=mine, theirs=theirs)

    def _told(self, text: str, judged: Sequence[Judged]) -> tuple[frozenset[str], frozenset[str]]:
        """Identifiers that the text says are the subject's, and those that stand with somebody else."""
        around = Around(text, [each for each in judged if each.finding.kind in PERSONAL])
        mine, theirs = set[str](), set[str]()
        for each in judged:
            if each.finding.kind not in OWNED or self.own.has(each.finding):
                continue
            key = letters_and_digits(each.finding.key)
            if each.side is Side.SUBJECT:
                mine.add(key)
            elif any(one.side is Side.OTHER for one in around.people_in_unit(each.finding.span)):
                theirs.add(key)
        return frozenset(mine), frozenset(theirs)

    def _recurring(self, text: str, folded: Folded, known: Known, place: str) -> Iterator[Removal]:
        for span in birthdays(text, self.own, known):
            yield Removal(span, Kind.BIRTH_DATE, self.options.ground, Reason.RECURS, place)
        for span, found in self._search(known).find(folded):
            if isinstance(found, tuple) and len(found) == 1 and not self._reads_as_name(text, span, found[0]):
                continue
            kind = Kind.NAME if isinstance(found, tuple) else _kind_of(found)
            yield Removal(span, kind, self.options.ground, Reason.RECURS, place)

    def _search(self, known: Known) -> Search:
        if self._searches is None or self._searches[0] is not known:
            single = {(word,) for name in known.others for word in name if self._tells(word)}
            whole = {name for name in known.others if not self.own.name_words.issuperset(name)} - known.employees
            more = self.options.elsewhere
            whole |= {name for name in more.names if not self.own.name_words.issuperset(name)} - known.employees
            self._searches = (known, Search(single | whole, known.numbers | more.numbers))
        return self._searches[1]

    def _tells(self, word: str) -> bool:
        """Whether a word of another's name says by itself who is meant."""
        return len(word) > 1 and word not in self.own.name_words | self._particles | self._own_roads

    @cached_property
    def _own_numbers(self) -> Search:
        """Finds the subject's numbers of no kind: an employee's, a member's."""
        loose = {"".join(folded_words(each)) for each in self.own.loose}
        return Search((), {each for each in loose if len(each) >= _SHORTEST_OWN and any(map(str.isdecimal, each))})

    @cached_property
    def _own_roads(self) -> frozenset[str]:
        """A neighbour's surname before their address reads as a name with the road, where the subject lives too."""
        return frozenset(word for address in self.own.addresses for word in folded_words(address[0]))

    @cached_property
    def _particles(self) -> frozenset[str]:
        return frozenset(word for particle in name_words().particles for word in folded_words(particle))

    def _reads_as_name(self, text: str, span: Span, word: str) -> bool:
        """With a capital it is the name; in small letters a word of no dictionary, or one that begins a sentence."""
        written = span.of(text)
        if not written[:1].islower() or _SENTENCE_BEGINS.search(text, max(0, span.start - 3), span.start):
            return True
        return len(word) > 3 and not self._lexicon.is_word(written.lower())

    def _decided(self, folded: Folded, action: Action, place: str) -> list[tuple[Span, Override]]:
        found: list[tuple[Span, Override]] = []
        for override in self.options.overrides:
            if override.action is action and override.place in {None, place}:
                words = folded_words(override.text)
                if override.kind is Kind.PROTECTED:  # a sentence
                    found += [(span, override) for span in wording_in(folded, words)]
                else:
                    found += [(span, override) for span, _ in Search((words,), ()).find(folded)]
        return found


_SENTENCE_BEGINS = re.compile(r"[.!?][ \n]{1,2}\Z")
"""Who writes all in small letters begins a sentence so too."""
_GENITIVE = re.compile(r"['’]?s(?![^\W_])")


def _whole(text: str, finding: Finding) -> Span:
    """A finding with what belongs to it and is useless without: the genitive's s, "and no. 7" behind an address."""
    more = {Kind.NAME: _GENITIVE, Kind.ADDRESS: MORE_HOUSES}.get(finding.kind)
    rest = more.match(text, finding.span.end) if more else None
    return Span(finding.span.start, rest.end() if rest else finding.span.end)


def _without_genitive(finding: Finding, text: str) -> Iterator[str]:
    """A name's words as they were written, the last without its genitive where the detector took it for one."""
    written = folded_words(finding.span.of(text))
    key = folded_words(finding.key)
    yield from key if len(key) == len(written) else written


def _number(finding: Finding) -> Iterator[str]:
    """The letters and digits by which an identifier is looked for elsewhere."""
    compact = "".join(folded_words(finding.key))
    match finding.kind:
        case Kind.ADDRESS | Kind.BIRTH_DATE | Kind.MATRIKEL:
            return  # only their own detectors know how they may be written
        case Kind.PHONE:
            compact = compact.removeprefix(_COUNTRY) if len(compact) == 10 else compact
    if len(compact) >= _SHORTEST_NUMBER:
        yield compact


def _house(finding: Finding) -> Iterator[str]:
    """The road and number of a whole address, by which it is known where it stands without its town."""
    road, number, *rest = (*finding.key.split("|"), "", "")
    if finding.kind is Kind.ADDRESS and road and number and rest[0]:
        yield house(finding)


def _kind_of(number: str) -> Kind:
    """What a number that recurs most likely is; it only labels the removal."""
    if number.isdecimal():
        return {10: Kind.CPR, 8: Kind.PHONE}.get(len(number), Kind.ACCOUNT)
    return Kind.CASE_NUMBER


def _inside(span: Span, spans: Iterable[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in spans)
