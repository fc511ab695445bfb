"""Whom a finding belongs to: the subject, an employee at work, an organisation, or somebody else. Pure.

In doubt it is somebody else's. What identifies nobody by itself (a telephone number, an account, a case
number) follows the person it is written with: the one beside it, or the only one in its sentence or table row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dsar.model import Finding, Kind, Span
from dsar.redact.disguised import IN_PASSING, ON_OWN_ROAD
from dsar.redact.fold import Search, fold, folded_words
from dsar.redact.mask import sentences
from dsar.redact.office import PRIVATE_MAIL, in_office, in_signature, letterhead, privately, reached_at_work, works_at
from dsar.redact.own import Own, words

WEAK = 0.3
"""Findings below this score are no ground to remove anything: most of them are not what they seem."""


class Side(StrEnum):
    """Whom a finding belongs to."""

    SUBJECT = "subject"
    EMPLOYEE = "employee"
    ORGANISATION = "organisation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Known:
    """Who is in the document as a whole, each name as folded words.

    Attributes:
        subject_named: whether the subject's number or whole name is anywhere in it.
        others: names of others.
        employees: names of employees acting in office.
        numbers: others' identifiers, as folded letters and digits.
    """

    subject_named: bool = False
    others: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    employees: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    numbers: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def with_cpr(self) -> bool:
        """Whether the document holds another's CPR number, so that a case number in it may be of their case."""
        return any(len(number) == 10 and number.isdecimal() for number in self.numbers)

    def __or__(self, more: Known) -> Known:
        return Known(
            self.subject_named or more.subject_named,
            self.others | more.others,
            self.employees | more.employees,
            self.numbers | more.numbers,
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and whom it belongs to."""

    finding: Finding
    side: Side


PERSONAL = frozenset({Kind.NAME, Kind.CPR})
_ATTACHED = frozenset({Kind.PHONE, Kind.ADDRESS, Kind.BIRTH_DATE})
_IN_SENTENCE = frozenset(
    {Kind.ACCOUNT, Kind.IBAN, Kind.PLATE, Kind.MATRIKEL, Kind.PASSPORT, Kind.DRIVING_LICENCE, Kind.CASE_NUMBER}
)
_ORGANISATION = re.compile(
    r"(?<![^\W_])(?:[^\W_]{0,30}kommunen?s?|region|rådhuset?|borgerservice|jobcenter(?:et)?|forvaltning(?:en)?"
    r"|[^\W_]{2,30}forvaltning(?:en)?|[^\W_]{2,30}center(?:et)?|[^\W_]{1,30}skolen?|styrelsen|[^\W_]{2,30}styrelsen"
    r"|datatilsynet|ankestyrelsen|udbetaling danmark|familieretshuset|skat|politiet?|retten|ministeriet|nævnenes hus"
    r"|biblioteket?|børnehaven?|sygehus(?:et)?|hospital(?:et)?|klinik(?:ken)?|lægehus(?:et)?"
    r"|a/s|aps|i/s|p/s|k/s|amba|ivs|fonden?|foreningen?|bank(?:en)?|sparekasse|cvr(?:-?nr\.?)?|ean(?:-?nr\.?)?"
    r"|hovednummer|omstilling(?:en)?)(?![^\W_])",
    re.IGNORECASE,
)
_OFFICE_BOX = re.compile(
    r"(?:info|post|mail|kontakt|kommune[n]?|borgerservice|hovedpost\w{0,20}|sikkerpost|dpo|databeskyttelse\w{0,10}|support"
    r"|kundeservice|reception|noreply|no-reply|raadhus\w{0,5}|jobcenter\w{0,20}|admin\w{0,15}|service|booking|bibliotek\w{0,10}"
    r"|skole\w{0,15}|sundhed\w{0,15}|familie\w{0,15}|boern\w{0,20}|social\w{0,20}|teknik\w{0,20}|byg\w{0,15}|it|hr|loen)"
    r"(?:[._-][a-z]{2,20})?@",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"[\s,;:()/|·–-]{0,8}(?:(?:cpr|cpr-?nr|tlf|tlf-?nr|telefon|mobil|adresse|bopæl|boende|bor|født|f|fødselsdato|nr|mob)"
    r"[\s.:]{0,4}){0,3}",
    re.IGNORECASE,
)
_ROW_LINE = re.compile(r"[^:\n]{1,60}:(?:[ \t][^\n]*)?")
_RELATIVE = re.compile(
    r"(?<![^\W_])(?:(?:eks)?(?:mand|kone|hustru|ægtefælle|samlever|kæreste)|søn|datter|mor|far|moder|fader|bror|søster|barn|børn"
    r"|forældre|værge|ven|veninde|nabo|svoger|svigerinde|svigermor|svigerfar|mormor|morfar|farmor|farfar|onkel|tante|nevø|niece)"
    r"(?:en|n|s|ens|ns|et|ets|nes|e|er)?(?![^\W_])",
    re.IGNORECASE,
)
_BLOCK = 160
"""Characters after an employee's name in which a signature gives telephone and mail."""


def judge(text: str, findings: Iterable[Finding], own: Own, known: Known) -> tuple[Judged, ...]:
    """Whom each finding of a passage belongs to; findings too weak to act on are left out."""
    strong = sorted((f for f in findings if f.score >= WEAK or own.has(f)), key=lambda f: f.span)
    whole = tuple(_own_names(text, own))
    people = [Judged(f, _person(f, text, own, known, whole)) for f in strong if f.kind in PERSONAL]
    around = _Around(text, people)
    rest = [
        Judged(f, _thing(f, around, own, known))
        for f in strong
        if f.kind not in PERSONAL and f.kind is not Kind.PROTECTED
    ]
    return tuple(sorted((*people, *rest), key=lambda judged: judged.finding.span))


def _own_names(text: str, own: Own) -> Iterator[Span]:
    """Where the subject's whole name stands, which may be found in pieces; also the last word first, before a comma."""
    turned = [name[-1:] + name[:-1] for name in own.names if len(name) > 1] if "," in text else []
    yield from (span for span, _ in Search([*own.names, *turned], ()).find(fold(text)))


def _person(finding: Finding, text: str, own: Own, known: Known, whole: Sequence[Span]) -> Side:
    if own.has(finding):
        return Side.SUBJECT
    if any(span.start <= finding.span.start and finding.span.end <= span.end for span in whole):
        return Side.SUBJECT
    if finding.kind is Kind.CPR:
        return Side.OTHER
    name = folded_words(finding.span.of(text))
    if name and (all(_bare(word, own.name_words) for word in name) or abbreviated(name, own)):
        borne = any(_bare(word, frozenset(other)) for other in known.others for word in name)
        return Side.SUBJECT if known.subject_named and not borne else Side.OTHER
    if privately(text, finding.span):
        return Side.OTHER
    return Side.EMPLOYEE if in_office(text, finding.span) or _is_employee(name, known) else Side.OTHER


def abbreviated(name: tuple[str, ...], own: Own) -> bool:
    """Whether it is the initials of a name of the subject's, and its last word."""
    *initials, last = name
    return any(
        initials and _bare(last, frozenset(one[-1:])) and list(initials) == [word[0] for word in one[: len(initials)]]
        for one in own.names
    )


def _bare(word: str, words: frozenset[str]) -> bool:
    """Whether it is one of the words, or the genitive of one."""
    return word in words or (word.endswith("s") and word[:-1] in words)


def _is_employee(name: tuple[str, ...], known: Known) -> bool:
    """An employee's whole name, or a part of one that nobody else bears."""
    if name in known.employees:
        return True
    if any(word in other for other in known.others for word in name):
        return False
    return any(all(_bare(word, frozenset(employee)) for word in name) for employee in known.employees)


class _Around:
    """Who and what stands near a place in a passage."""

    def __init__(self, text: str, people: Sequence[Judged]) -> None:
        self.text, self.people = text, people
        self._units = _units(text)

    def people_in_unit(self, span: Span) -> Iterator[Judged]:
        """The people of the sentence or table row."""
        unit = self._unit(span)
        return (judged for judged in self.people if judged.finding.span.overlaps(unit))

    def _unit(self, span: Span) -> Span:
        at = bisect_right(self._units, span.start, key=lambda unit: unit.start) - 1
        return Span(self._units[at].start, max(self._units[at].end, span.end)) if at >= 0 else span

    def only_subject(self, span: Span) -> bool:
        """Whether the sentence or row is about the subject and nobody else."""
        sides = {judged.side for judged in self.people_in_unit(span)}
        return Side.SUBJECT in sides and Side.OTHER not in sides

    def of_relative(self, span: Span) -> bool:
        """Whether who is nearest before it in its sentence, or is there at all, is somebody's unnamed relative."""
        unit = self._unit(span)
        relatives = [found.end() for found in _RELATIVE.finditer(self.text, unit.start, unit.end)]
        last = self.before(span)
        if last is not None and last.finding.span.start >= unit.start:
            return any(last.finding.span.end < end <= span.start for end in relatives)
        return bool(relatives)

    def before(self, span: Span) -> Judged | None:
        """The last person before it."""
        return max(
            (judged for judged in self.people if judged.finding.span.end <= span.start),
            key=lambda judged: judged.finding.span.end,
            default=None,
        )

    def beside_subject(self, span: Span, own: Own) -> bool:
        """Whether nothing but a label stands between the subject, who is named whole, and it."""
        last = self.before(span)
        if last is None or last.side is not Side.SUBJECT or span.start - last.finding.span.end > _BLOCK:
            return False
        between = self.text[last.finding.span.end : span.start]
        return _is_whole(last.finding, own) and _BESIDE.fullmatch(between) is not None

    def after_employee(self, span: Span) -> str | None:
        """What stands between it and an employee's name shortly before."""
        last = self.before(span)
        if last is None or last.side is not Side.EMPLOYEE or span.start - last.finding.span.end > _BLOCK:
            return None
        return self.text[last.finding.span.end : span.start]

    def of_organisation(self, span: Span) -> bool:
        """Whether an organisation stands before it in its line or the two above, with no person between."""
        line = self.text.rfind("\n", 0, span.start) + 1
        for _ in range(2):
            line = self.text.rfind("\n", 0, max(0, line - 1)) + 1
        last = self.before(span)
        start = max(line, span.start - 200, last.finding.span.end if last else 0)
        return any(
            letterhead(self.text[found.end() : span.start])
            for found in _ORGANISATION.finditer(self.text, start, span.start)
        )


def _units(text: str) -> list[Span]:
    """Sentences, or the whole of a table row (``Header: value`` lines)."""
    lines = text.split("\n")
    if 2 <= len(lines) <= 200 and all(_ROW_LINE.fullmatch(line) for line in lines if line):
        return [Span(0, len(text))]
    return list(sentences(text, Span(0, len(text))))


def _thing(finding: Finding, around: _Around, own: Own, known: Known) -> Side:
    span, kind = finding.span, finding.kind
    if own.has(finding):
        return Side.SUBJECT
    if kind is Kind.CVR:
        return Side.ORGANISATION
    rules = {evidence.rule for evidence in finding.evidence}
    if ON_OWN_ROAD in rules:
        return Side.OTHER
    if IN_PASSING in rules and not any(_may_be_another(judged, own) for judged in around.people_in_unit(span)):
        return Side.ORGANISATION
    if kind is Kind.EMAIL:
        return _mail(finding, around, own)
    if around.of_organisation(span) and kind is not Kind.BIRTH_DATE:
        return Side.ORGANISATION
    between = around.after_employee(span)
    if kind is Kind.PHONE and between is not None and reached_at_work(between):
        return Side.EMPLOYEE
    if kind in _ATTACHED and (around.beside_subject(span, own) or _is_row(around, span, own)):
        return Side.SUBJECT
    if kind is Kind.CASE_NUMBER:
        sides = {judged.side for judged in around.people_in_unit(span)}
        about_others = Side.OTHER in sides if sides else known.with_cpr
        return Side.OTHER if about_others and Side.SUBJECT not in sides else Side.SUBJECT
    if kind in _IN_SENTENCE and around.only_subject(span) and not around.of_relative(span):
        return Side.SUBJECT
    return Side.OTHER


def _is_row(around: _Around, span: Span, own: Own) -> bool:
    """Whether the passage is one row of a table, and the row the subject's and no namesake's."""
    if _units(around.text) != [Span(0, len(around.text))] or not around.only_subject(span):
        return False
    return any(_is_whole(judged.finding, own) for judged in around.people)


def _may_be_another(judged: Judged, own: Own) -> bool:
    """Whether it is another, or bears a part of the subject's name and may be a namesake."""
    return judged.side is Side.OTHER or (judged.side is Side.SUBJECT and not _is_whole(judged.finding, own))


def _is_whole(finding: Finding, own: Own) -> bool:
    """Whether it is the subject's number or whole name; a part of it may be a namesake's."""
    return finding.kind is Kind.CPR or sorted(words(finding.key)) in [sorted(name) for name in own.names]


def _mail(finding: Finding, around: _Around, own: Own) -> Side:
    written = finding.span.of(around.text)
    address = written if "@" in written else finding.key  # which has its sign where the text spells it out
    local = folded_words(address.partition("@")[0])
    if _OFFICE_BOX.match(address):
        return Side.ORGANISATION
    if not PRIVATE_MAIL.search(address):
        between = around.after_employee(finding.span)
        signed = between is not None and in_signature(between)
        if signed and between is not None and ("\n" in between or works_at(around.text, address)):
            return Side.EMPLOYEE
        employees = (folded_words(j.finding.span.of(around.text)) for j in around.people if j.side is Side.EMPLOYEE)
        named = any(len({*local} & {*name}) >= min(2, len(name)) for name in employees)
        if named and works_at(around.text, address):
            return Side.EMPLOYEE
    name = [word for word in local if word.isalpha()]
    return Side.SUBJECT if len(name) > 1 and own.name_words.issuperset(name) else Side.OTHER
