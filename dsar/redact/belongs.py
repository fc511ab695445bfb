"""Whom a finding belongs to: the subject, an employee at work, an organisation, or somebody else. Pure.

In doubt it is somebody else's. What identifies nobody by itself (a telephone number, an account, a case
number) follows the person it is written with: the one beside it, or the only one in its sentence or table row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dsar.model import Finding, Kind, Span
from dsar.redact.addressed import SAID, is_said_of
from dsar.redact.around import Around, Judged, Side, is_whole, units
from dsar.redact.disguised import IN_PASSING, ON_OWN_ROAD
from dsar.redact.fold import Search, fold, folded_words
from dsar.redact.namesakes import house, namesakes
from dsar.redact.office import PRIVATE_MAIL, in_office, in_signature, privately, reached_at_work, works_at
from dsar.redact.own import Own
from dsar.redact.own_names import in_two_cells
from dsar.redact.removal import Options
from dsar.redact.staff import Staff

WEAK = 0.3
"""Findings below this score are no ground to remove anything: most of them are not what they seem."""
_FORM = {
    Kind.CPR: re.compile(r"[0-9]{6}[ -]?[0-9]{4}"),
    Kind.ACCOUNT: re.compile(r"[0-9]{4}[ -]?[0-9]{6,10}"),
    Kind.IBAN: re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z ]{10,40}"),
    Kind.PLATE: re.compile(r"[A-Z]{2} ?[0-9]{2} ?[0-9]{3}"),
    Kind.PHONE: re.compile(r"(?:(?:\+|00)45 ?)?[2-9][0-9](?: ?[0-9]{2}){3}"),
    Kind.CVR: re.compile(r"[2-9][0-9](?: ?[0-9]{2}){3}"),
}
"""What is written so is mostly what it seems, whatever word stands before it, and goes however weak it is."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who is in the document as a whole, each name as folded words.

    Attributes:
        subject_named: whether the subject's number or whole name is anywhere in it.
        others: names of others.
        employees: names of employees acting in office.
        numbers: others' identifiers, as folded letters and digits.
        homes: addresses that are not the subject's by what is known of them, and are by what the document says.
        marked: whether a number of the subject's is anywhere in it.
        houses: roads and numbers of others' homes.
        mine: identifiers that the text says are the subject's, though nobody told us of them, as letters and digits.
        theirs: identifiers in a sentence or row that names somebody else, as letters and digits.
    """

    subject_named: bool = False
    others: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    employees: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    numbers: frozenset[str] = field(default=frozenset(), repr=False)
    homes: frozenset[str] = field(default=frozenset(), repr=False)
    marked: bool = False
    houses: frozenset[str] = field(default=frozenset(), repr=False)
    mine: frozenset[str] = field(default=frozenset(), repr=False)
    theirs: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def cprs(self) -> frozenset[str]:
        """Others' CPR numbers, as far as their form tells."""
        return frozenset(number for number in self.numbers if len(number) == 10 and number.isdecimal())

    def __or__(self, more: Known) -> Known:
        return Known(
            self.subject_named or more.subject_named,
            self.others | more.others,
            self.employees | more.employees,
            self.numbers | more.numbers,
            self.homes | more.homes,
            self.marked or more.marked,
            self.houses | more.houses,
            self.mine | more.mine,
            self.theirs | more.theirs,
        )


_PLAIN = Options()
PERSONAL = frozenset({Kind.NAME, Kind.CPR})
_ATTACHED = frozenset({Kind.PHONE, Kind.ADDRESS, Kind.BIRTH_DATE})
_IN_SENTENCE = frozenset(
    {Kind.ACCOUNT, Kind.IBAN, Kind.PLATE, Kind.MATRIKEL, Kind.PASSPORT, Kind.DRIVING_LICENCE, Kind.CASE_NUMBER}
)
_OF_SOLE = frozenset({Kind.ACCOUNT, Kind.IBAN, Kind.MATRIKEL})
"""Kinds that are hardly a neighbour's whom nobody names, as a car or a telephone may be."""
_CALLED_CVR = frozenset({"cvr.label", "cvr.label.near", "cvr.vat"})
_OF_FORM = frozenset({Kind.PHONE, Kind.ACCOUNT, Kind.IBAN, Kind.PLATE, Kind.MATRIKEL})
"""Kinds that a form asks of who fills it in."""
_DIGITS = "0123456789"
_OFFICE_BOX = re.compile(
    r"(?:info|post|mail|kontakt|kommune[n]?|borgerservice|hovedpost\w{0,20}|sikkerpost|dpo|databeskyttelse\w{0,10}|support"
    r"|kundeservice|reception|noreply|no-reply|raadhus\w{0,5}|jobcenter\w{0,20}|admin\w{0,15}|service|booking|bibliotek\w{0,10}"
    r"|folkeregist\w{0,10}|sekretariat\w{0,10}|visitation\w{0,10}|byraad\w{0,12}|ydelse\w{0,12}|sygedagpenge|boligstoette"
    r"|opkraevning|personale\w{0,10}|faktura|journal|arkiv|valg|ppr"
    r"|skole\w{0,15}|sundhed\w{0,15}|familie\w{0,15}|boern\w{0,20}|social\w{0,20}|teknik\w{0,20}|byg\w{0,15}|it|hr|loen)"
    r"(?:[._-][a-z]{2,20})?@",
    re.IGNORECASE,
)


def judge(
    text: str, findings: Iterable[Finding], own: Own, known: Known, options: Options = _PLAIN
) -> tuple[Judged, ...]:
    """Whom each finding of a passage belongs to; findings too weak to act on are left out."""
    strong = sorted((f for f in findings if _counts(f, text) or own.has(f)), key=lambda f: f.span)
    cells = tuple(in_two_cells(text, own))
    others = namesakes(text, strong, own, known.homes, cells=cells, marked=known.marked)
    cells = tuple(cell for cell in cells if cell not in others)
    whole = (*_own_names(text, own), *cells)
    people = [
        Judged(f, Side.OTHER if f.span in others else _person(f, text, own, known, whole=whole, staff=options.staff))
        for f in strong
        if f.kind in PERSONAL
    ]
    mine = [f.span for f in strong if f.kind not in PERSONAL and own.has(f)]
    lone = {kind for kind in _OF_SOLE if len({f.key for f in strong if f.kind is kind}) == 1}
    around = Around(text, people, in_cells=bool(cells), mine=mine, lone=lone)
    rest = [
        Judged(f, _thing(f, around, own, known, options))
        for f in strong
        if f.kind not in PERSONAL and f.kind is not Kind.PROTECTED
    ]
    return tuple(sorted((*people, *rest), key=lambda judged: judged.finding.span))


def _counts(finding: Finding, text: str) -> bool:
    form = _FORM.get(finding.kind)
    return finding.score >= WEAK or (form is not None and form.fullmatch(finding.span.of(text)) is not None)


def _own_names(text: str, own: Own) -> Iterator[Span]:
    """Where the subject's whole name stands, which may be found in pieces; also the surname first, before a comma."""
    turned = [name[at:] + name[:at] for name in own.names for at in range(1, len(name))] if "," in text else []
    yield from (span for span, _ in Search([*own.names, *turned], ()).find(fold(text)))


def _person(finding: Finding, text: str, own: Own, known: Known, *, whole: Sequence[Span], staff: Staff) -> Side:
    if own.has(finding):
        return Side.SUBJECT
    if any(span.start <= finding.span.start and finding.span.end <= span.end for span in whole):
        return Side.SUBJECT
    if finding.kind is Kind.CPR:
        return Side.OTHER
    name = folded_words(finding.span.of(text))
    if name and (all(_bare(word, own.name_words) for word in name) or abbreviated(name, own)):
        if len(name) > 1 and abbreviated(name, own):
            borne = any(other[0][0] == name[0] and _bare(name[-1], frozenset(other)) for other in known.others)
        else:
            borne = all(any(_bare(word, frozenset(other)) for other in known.others) for word in name)
        return Side.SUBJECT if (known.subject_named or known.marked) and not borne else Side.OTHER
    if privately(text, finding.span):
        return Side.OTHER
    return Side.EMPLOYEE if in_office(text, finding.span, staff) or _is_employee(name, known) else Side.OTHER


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
    """An employee's whole name, or a part of one that nobody else who is named in full bears."""
    if name in known.employees:
        return True
    if any(word in other for other in known.others if len(other) > 1 for word in name):
        return False
    return any(all(_bare(word, frozenset(employee)) for word in name) for employee in known.employees)


def _thing(finding: Finding, around: Around, own: Own, known: Known, options: Options) -> Side:
    span, kind = finding.span, finding.kind
    if own.has(finding):
        return Side.SUBJECT
    if options.staff.is_at(finding):
        return Side.ORGANISATION
    if kind is Kind.CVR:
        return Side.OTHER if _may_be_a_telephone(finding, around) else Side.ORGANISATION
    if kind is Kind.ADDRESS and (side := _loosely(finding, around, own, known, options)):
        return side
    if kind is Kind.EMAIL:
        return _mail(finding, around, own, options.staff)
    if around.of_organisation(span) and kind is not Kind.BIRTH_DATE:
        return Side.ORGANISATION
    between = around.after_employee(span)
    if kind is Kind.PHONE and between is not None and reached_at_work(between):
        return Side.EMPLOYEE
    if _is_with_subject(finding, around, own, known):
        return Side.SUBJECT
    if kind is Kind.CASE_NUMBER:
        sides = {judged.side for judged in around.people_in_unit(span)}
        about_others = Side.OTHER in sides if sides else bool(known.cprs)  # it may be of their case
        return Side.OTHER if about_others and Side.SUBJECT not in sides else Side.SUBJECT
    if kind in _IN_SENTENCE and (
        _alone(around, span) or _follows(around, span, own) or _is_sole(around, finding, known)
    ):
        return Side.SUBJECT
    return Side.OTHER


def _loosely(finding: Finding, around: Around, own: Own, known: Known, options: Options) -> Side | None:
    """Whose an address is that is told by its road and number alone; None of what is a whole one."""
    rules = {evidence.rule for evidence in finding.evidence}
    if ON_OWN_ROAD in rules:
        return Side.OTHER
    if IN_PASSING not in rules:
        return None
    if house(finding) in known.houses or house(finding) in options.elsewhere.houses:
        return Side.OTHER
    named = any(_may_be_another(judged, own) for judged in around.people_in_unit(finding.span))
    return None if named else Side.ORGANISATION


def _may_be_a_telephone(finding: Finding, around: Around) -> bool:
    """Whether eight digits that may be a company's number stand by another person, and are not called one."""
    if around.a_number_behind_another(finding.span):
        return True
    if not _CALLED_CVR.isdisjoint(evidence.rule for evidence in finding.evidence):
        return False
    return any(judged.side is Side.OTHER for judged in around.people_in_unit(finding.span))


def _is_with_subject(finding: Finding, around: Around, own: Own, known: Known) -> bool:
    """Whether it stands beside the subject, in their row or at their home, or is told to be theirs."""
    span, kind = finding.span, finding.kind
    if kind in SAID and _is_said(around, finding, own, known):
        return True
    if kind in _OF_FORM and around.in_own_form(span, own):
        return True
    if kind in _ATTACHED and (around.beside_subject(span, own) or _is_row(around, span, own)):
        return True
    return kind is Kind.ADDRESS and house(finding) in known.homes and around.only_subject(span)


def _is_said(around: Around, finding: Finding, own: Own, known: Known) -> bool:
    """Whether the sentence names nobody else, and says of the subject, as you or I, that it is theirs."""
    span = finding.span
    if any(judged.side is Side.OTHER for judged in around.people_in_unit(span)):
        return False
    borne = {word for name in known.others | known.employees for word in name}
    return is_said_of(around.text, finding, around.unit(span), own.name_words, borne=borne)


def _alone(around: Around, span: Span) -> bool:
    return around.only_subject(span) and not around.of_relative(span)


def _follows(around: Around, span: Span, own: Own) -> bool:
    return around.behind_own_number(span, own) or around.of_who_was_spoken_of(span)


def _is_sole(around: Around, finding: Finding, known: Known) -> bool:
    """Whether it stands by nobody, in a document that has a number of the subject's and names nobody else."""
    if finding.kind not in around.lone or known.others or known.cprs or not known.marked:
        return False
    span = finding.span
    return not any(True for _ in around.people_in_unit(span)) and not around.of_relative(span)


def _is_row(around: Around, span: Span, own: Own) -> bool:
    """Whether the passage is one row of a table, and the row the subject's and no namesake's."""
    if units(around.text) != [Span(0, len(around.text))]:
        return False
    if around.in_cells and not any(judged.side is Side.OTHER for judged in around.people):
        return True
    if not around.only_subject(span):
        return False
    if any(privately(around.text, judged.finding.span) for judged in around.people):
        return False
    return any(is_whole(judged.finding, own) for judged in around.people)


def _may_be_another(judged: Judged, own: Own) -> bool:
    """Whether it is another, or bears a part of the subject's name and may be a namesake."""
    return judged.side is Side.OTHER or (judged.side is Side.SUBJECT and not is_whole(judged.finding, own))


def _mail(finding: Finding, around: Around, own: Own, staff: Staff) -> Side:
    written = finding.span.of(around.text)
    address = written if "@" in written else finding.key  # which has its sign where the text spells it out
    local = folded_words(address.partition("@")[0])
    if staff.has_mail(address) and all(j.side is not Side.OTHER for j in around.people_in_unit(finding.span)):
        return Side.EMPLOYEE
    if _OFFICE_BOX.match(address) and not PRIVATE_MAIL.search(address):
        return Side.ORGANISATION
    if not PRIVATE_MAIL.search(address):
        between = around.after_employee(finding.span)
        signed = between is not None and in_signature(between)
        if signed and between is not None and ("\n" in between or _works_at(around, address, staff)):
            return Side.EMPLOYEE
        employees = (folded_words(j.finding.span.of(around.text)) for j in around.people if j.side is Side.EMPLOYEE)
        named = any(len({*local} & {*name}) >= min(2, len(name)) for name in employees)
        if named and _works_at(around, address, staff):
            return Side.EMPLOYEE
    name = [word for word in (each.rstrip(_DIGITS) for each in local) if word.isalpha()]
    plain = all(word.isalpha() or word.isdecimal() for word in local)
    if len(name) < 2 or not own.name_words.issuperset(name) or not (plain or _names_subject(around, finding.span, own)):
        return Side.OTHER
    return Side.SUBJECT


def _works_at(around: Around, address: str, staff: Staff) -> bool:
    return staff.has_mail(address) or works_at(around.text, address)


def _names_subject(around: Around, span: Span, own: Own) -> bool:
    """Whether the subject is named whole in the sentence or row."""
    people = around.people_in_unit(span)
    return any(judged.side is Side.SUBJECT and is_whole(judged.finding, own) for judged in people)
