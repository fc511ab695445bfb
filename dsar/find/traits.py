"""What a text holds of the subject's own identifiers, and of identifiers that are somebody else's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from dsar.detect.cpr_number import birth_date
from dsar.index.accents import without_accents
from dsar.index.terms import normal
from dsar.model import Finding, Kind, Span, Subject

# Log-odds that an identifier adds when it agrees: about the log of how many people could have stood there instead.
CPR, CPR_SPLIT, CPR_NEAR = 14.0, 10.0, 3.0
BIRTH_DATE, ANY_DATE = 9.0, 7.0
EMAIL, PHONE = 10.0, 9.0
SAME_HOME, SAME_HOUSE, SAME_BUILDING = 8.0, 6.5, 2.0
LEARNED_HOME = 7.0
OTHER_BY_LENGTH = {3: 3.0, 4: 4.5, 5: 7.0}
OTHER = 9.0
SURE = 0.5
"""Findings below this score do not speak against anybody."""

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
_TIME = re.compile(r":[0-9]{2}(?![0-9])")
_ACCOUNT = re.compile(r"kont[oi][a-zæøå.]{0,12}[ :]{0,3}(?:nr\.?|nummer)?[ :]{0,3}[0-9]{4}[ \n-]{1,3}\Z")
_BEFORE_ACCOUNT = 40
_RUN = re.compile(r"[^\W\d_]+|[0-9]+")
_KEYBOARD = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ü": "ue"})
_LETTERS_OF = {"ae": "(?:ae|æ|ä)", "oe": "(?:oe|ø|ö)", "aa": "(?:aa|å)", "ue": "(?:ue|ü)"}
_NO_DIGITS = bytes(number for number in range(256) if chr(number) not in "0123456789")
_PAIRS = re.compile("ae|oe|aa|ue")
_SANKT = re.compile(r"(?<![^\W_])(?:sankt|skt|sct)(?![^\W_])")
# Between a date and the rest of the number, when it is told in words.
_LAST_DIGITS = r"[^0-9\n]{0,30}(?:cifre|løbe-?nr|løbenummer|kontrolcifre)[^0-9\n]{0,12}"
# Between a page's last line and one at the top of the next: lines of the one's foot and the other's head.
_PAGES_END = r"[ \t]{0,8}\n(?:[^\n]{0,120}\n){0,6}[ \t]{0,8}"
_LINE_END = r"[ ]?\n(?:>[> ]{0,4})?"
"""Also of a quoted mail's line."""
_SEPARATOR = r"[^0-9A-Za-zÆØÅæøå]"
_HOME = re.compile(
    r"(?P<street>[^0-9,]{2,60}?)[ ,]{1,3}(?P<number>[0-9]{1,3})[ ]?(?P<letter>[a-zæøå](?![a-zæøå]))?"
    r"(?:.{0,60}?(?<![0-9])(?P<code>[0-9]{4})(?![0-9]))?"
)


class Finder(Protocol):
    """Finds what stands in a text: :class:`dsar.detect.Detectors`, or what makes them when they are asked."""

    def detect(self, text: str) -> Iterable[Finding]:
        """Everything found."""


_Pattern = tuple[str, Kind | None, str, float]
"""A pattern, whatever the case, and what is then found. It is compiled when a text has what it asks for; few have."""
_Hints = tuple[tuple[bytes, ...], tuple[str, ...]]
"""Pieces of which a text must hold one: of its digits, whatever is between them, or of its lower case."""


@dataclass(frozen=True, slots=True)
class Home:
    """An address in its parts, as the address key has them; unknown parts are empty."""

    street: str = field(repr=False)
    number: str = field(repr=False)
    code: str = field(repr=False)
    floor: str = field(default="", repr=False)
    door: str = field(default="", repr=False)

    @staticmethod
    @lru_cache(maxsize=10_000)
    def of(key: str) -> Home:
        """Read a finding's key."""
        street, number, code, *rest = [*key.split("|"), "", ""][:5]
        return Home(street, number, code, *[*rest, "", ""][:2])

    def likeness(self, other: Home) -> float:
        """The weight of two addresses agreeing; 0 where they do not."""
        if self.number != other.number or not _is_same_street(self.street, other.street):
            return 0.0
        if self.code and other.code and self.code != other.code:
            return 0.0
        mine, theirs = (self.floor, self.door), (other.floor, other.door)
        if mine == theirs:
            return SAME_HOME if self.code and other.code else SAME_HOUSE
        both = all(a == b or not a or not b for a, b in zip(mine, theirs, strict=True))
        return SAME_HOUSE if both else SAME_BUILDING


@dataclass(frozen=True, slots=True)
class Trait:
    """An identifier at a place in a text: the subject's own, or another's.

    Attributes:
        kind: what binds it to a name: one name has one CPR number, one birth date…
        rule: the clue's stable id.
        weight: log-odds if it is bound to the subject; negative where it is another's.
        key: an address, a CPR number or a birth date that is another's or of which the subject file cannot tell, or a
            number of which only the date is known to be the subject's: what namesakes are told apart by.
    """

    kind: Kind | None
    rule: str
    weight: float
    span: Span
    key: str = field(default="", repr=False)

    @property
    def agrees(self) -> bool:
        """Whether it is the subject's own."""
        return self.weight > 0


class Identifiers:
    """The subject's identifiers other than names, ready to be looked for."""

    def __init__(self, subject: Subject, detectors: Finder) -> None:
        """Prepare; ``detectors`` read the subject file's addresses as they read those of texts."""
        self._subject = subject
        self.homes = tuple(home for text in subject.addresses for home in homes_of(text, detectors))
        self.learned: tuple[Home, ...] = ()
        self._near = frozenset(slip for number in subject.cpr for slip in _slips(number)) - set(subject.cpr)
        self._patterns: dict[_Hints, list[_Pattern]] = {}
        self._streets: dict[_Hints, list[_Pattern]] = {}
        for hints, pattern in self._written():
            self._patterns.setdefault(_parted(hints), []).append(pattern)
        for hints, pattern in self._home_in_words():
            self._patterns.setdefault(_parted(hints), []).append(pattern)
            self._streets.setdefault(_parted(hints), []).append(pattern)

    def knowing(self, homes: Collection[str]) -> Identifiers:
        """The same, with addresses (keys) that stand beside the subject's name and number in what was found."""
        more = copy(self)
        more.learned = tuple(map(Home.of, sorted(homes)))
        return more

    def own(self, text: str) -> list[Trait]:
        """What of the subject's identifiers stands in the text in so many characters; needs no findings."""
        found = list(_matches(text, self._patterns))
        plain = without_accents(text) if self._streets else text
        if plain != text and len(plain) == len(text):  # streets of texts are known with their accents only
            found += _matches(plain, self._streets)
        return found

    def may_stand(self, text: str) -> bool:
        """Whether one may stand in the text, if only the date of birth in a CPR number that the subject file lacks."""
        born = None if self._subject.cpr else self._subject.birth_date
        return bool(self.own(text)) or (born is not None and f"{born:%d%m%y}".encode() in _digits(text))

    def tell_more(self, addresses: Collection[str]) -> bool:
        """Whether what was learned changes how some of these addresses (keys) are judged."""
        if not self.homes:
            return bool(addresses) and bool(self.learned)
        return any(home.likeness(Home.of(key)) >= SAME_HOUSE for key in addresses for home in self.learned)

    def traits(self, text: str, findings: Iterable[Finding]) -> list[Trait]:
        """Every identifier in the text, the subject's own and others', in text order and each once."""
        read = (f for f in findings if f.kind is not Kind.NAME and not _is_of_something_else(text, f))
        found = [trait for finding in read for trait in self._judged(finding, finding.span.of(text))]
        found.sort(key=lambda t: (-abs(t.weight), t.span.start, -t.span.end))  # a number before the date in it
        kept: list[Trait] = []
        own = sorted(self.own(text), key=lambda t: -t.weight)
        told = [trait.span for trait in own if trait.rule == "cpr.split"]  # says more than the date in it
        dates = (t for t in found if t.kind is Kind.BIRTH_DATE and any(map(t.span.overlaps, told)))
        within = frozenset(t.span for t in dates)
        for trait in [*(t for t in found if t.span not in within), *own]:
            if not any(trait.span.overlaps(other.span) and _same_thing(trait, other) for other in kept):
                kept.append(trait)
        return sorted(kept, key=lambda t: (t.span.start, t.span.end))

    def _judged(self, finding: Finding, written: str) -> Iterator[Trait]:
        subject, key = self._subject, finding.key
        match finding.kind:
            case Kind.CPR if key in subject.cpr:
                yield Trait(Kind.CPR, "cpr.equal", CPR, finding.span)
            case Kind.CPR if key in self._near:
                yield Trait(Kind.CPR, "cpr.near", CPR_NEAR, finding.span, key)
            case Kind.CPR if finding.score >= SURE:
                yield from self._another_cpr(finding)
            case Kind.BIRTH_DATE if subject.birth_date and _same_day(subject.birth_date, key, written):
                yield Trait(Kind.BIRTH_DATE, "birth_date.equal", BIRTH_DATE, finding.span)
            case Kind.BIRTH_DATE if finding.score >= SURE:
                rule, weight = ("birth_date.other", -1.0) if subject.birth_date else ("birth_date.unknown", 0.0)
                yield Trait(Kind.BIRTH_DATE, rule, weight, finding.span, key)
            case Kind.ADDRESS:
                yield from self._address(finding)
            case Kind.EMAIL if key in subject.emails:
                yield Trait(Kind.EMAIL, "email.equal", EMAIL, finding.span)
            case Kind.PHONE if key in subject.phones:
                yield Trait(Kind.PHONE, "phone.equal", PHONE, finding.span)

    def _another_cpr(self, finding: Finding) -> Iterator[Trait]:
        """A number that the subject file does not have: another's, if the file has one; else its date speaks."""
        subject, key = self._subject, finding.key
        if subject.cpr:
            yield Trait(Kind.CPR, "cpr.other", -1.0, finding.span, key)
        elif subject.birth_date is None:
            yield Trait(Kind.CPR, "cpr.unknown", 0.0, finding.span, key)
        elif (
            (born := birth_date(key))
            and f"{born:%m-%d}" == f"{subject.birth_date:%m-%d}"
            and born.year % 100 == subject.birth_date.year % 100
        ):
            yield Trait(Kind.CPR, "birth_date.equal", BIRTH_DATE, finding.span, key)
        else:
            yield Trait(Kind.CPR, "birth_date.cpr", -1.0, finding.span, key)

    def _address(self, finding: Finding) -> Iterator[Trait]:
        written = Home.of(finding.key)
        weight = max((home.likeness(written) for home in self.homes), default=0.0)
        if weight < SAME_HOUSE and any(home.likeness(written) >= SAME_HOUSE for home in self.learned):
            yield Trait(Kind.ADDRESS, "address.learned", LEARNED_HOME, finding.span, finding.key)
        elif weight:
            rule = {SAME_HOME: "address.equal", SAME_HOUSE: "address.house"}.get(weight, "address.building")
            yield Trait(Kind.ADDRESS, rule, weight, finding.span, finding.key)
        elif finding.score >= SURE:
            rule, weight = ("address.other", -1.0) if self.homes or self.learned else ("address.unknown", 0.0)
            yield Trait(Kind.ADDRESS, rule, weight, finding.span, finding.key)

    def _written(self) -> Iterator[tuple[list[str], _Pattern]]:
        """How the identifiers but homes may be written: what the text must hold one of, for speed, and the pattern."""
        subject = self._subject
        for number in subject.cpr:
            last = [number[6:] if number.isdecimal() else number[8:].lower()]
            yield last, (_cpr_pattern(number), Kind.CPR, "cpr.equal", CPR)
            cells = r"[^0-9\n]{0,40}\n[^0-9\n]{0,40}(?<![^\W_])"
            split = rf"(?<![0-9]){number[:6]}{cells}{number[6:]}(?![0-9A-Za-z])"
            yield last, (split, Kind.CPR, "cpr.split", CPR_SPLIT)
            cut = rf"(?<![0-9]){number[:6]}-?{_PAGES_END}{number[6:]}(?![0-9A-Za-z])"
            yield last, (cut, Kind.CPR, "cpr.split", CPR_SPLIT)
            if (born := birth_date(number)) is not None:
                told = rf"{_date_pattern(born)}{_LAST_DIGITS}{number[6:]}(?![0-9A-Za-z])"
                yield last, (told, Kind.CPR, "cpr.split", CPR_SPLIT)
        if (born := subject.birth_date) is not None:
            yield _date_hints(born), (_date_pattern(born), Kind.BIRTH_DATE, "birth_date.equal", ANY_DATE)
        for email in subject.emails:
            pattern = rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)"
            yield [email], (pattern, Kind.EMAIL, "email.equal", EMAIL)
        for phone in subject.phones:
            digits = rf"(?:[ .\-/\u00a0]|{_LINE_END})?".join(phone.removeprefix("+45").removeprefix("+"))
            pattern = rf"(?<![^\W_]){digits}(?![0-9])|(?<![0-9]){digits}(?![^\W_])"  # not within "Ref12345678K"
            yield [phone.removeprefix("+45").removeprefix("+")], (pattern, Kind.PHONE, "phone.equal", PHONE)
        for other in subject.other:
            runs = _RUN.findall(normal(other))
            size = sum(map(len, runs))
            weight = OTHER_BY_LENGTH.get(size, OTHER) - (0 if re.search(r"[0-9]", other) else 2.0)
            body = r"[\W_]{0,3}".join(map(re.escape, runs))
            hints = [run for run in runs if not run.isdecimal()][:1] or ["".join(runs)]
            yield hints, (rf"(?<![^\W_]){body}(?![^\W_])", None, "other.equal", weight)

    def _home_in_words(self) -> Iterator[tuple[list[str], _Pattern]]:
        for home in self.homes:
            number = r"[ ]?".join(_RUN.findall(home.number))
            for name in dict.fromkeys((home.street, without_accents(home.street))):
                street = r"[\W_]{1,3}".join(map(_in_any_letters, _RUN.findall(name)))
                pattern = rf"(?<![^\W_]){street}[\W_]{{1,4}}{number}(?![^\W_])"
                yield [_always_so(name)], (pattern, Kind.ADDRESS, "address.house", SAME_HOUSE)


def _parted(hints: Iterable[str]) -> _Hints:
    """Digits, as bytes, and pieces of words."""
    numbers = tuple(hint.encode() for hint in hints if hint.isdecimal())
    return numbers, tuple(hint for hint in hints if not hint.isdecimal())


def _digits(text: str) -> bytes:
    """The digits of a text without what is between them."""
    return text.encode("ascii", "ignore").translate(None, _NO_DIGITS)


def _matches(text: str, patterns: Mapping[_Hints, Iterable[_Pattern]]) -> Iterator[Trait]:
    lower, digits = text.lower(), _digits(text)
    for (numbers, words), hinted in patterns.items():
        if any(map(digits.__contains__, numbers)) or any(map(lower.__contains__, words)):
            for pattern, kind, rule, weight in hinted:
                found = re.finditer(pattern, text, re.IGNORECASE)
                yield from (Trait(kind, rule, weight, Span(*match.span())) for match in found)


def _is_of_something_else(text: str, finding: Finding) -> bool:
    """Whether digits are of a time, an account or a reference: ``22-03-2025 07:27``, ``konto 0002 0102030405``."""
    start, end = finding.span.start, finding.span.end
    if finding.kind is Kind.PHONE:
        return text[start - 1 : start].isalpha() and text[end : end + 1].isalpha()
    if finding.kind is not Kind.CPR:
        return False
    before = text[max(0, start - _BEFORE_ACCOUNT) : start].lower()
    return _TIME.match(text, end) is not None or _ACCOUNT.search(before) is not None


def homes_of(text: str, detectors: Finder) -> list[Home]:
    """The address in a subject file, by the detector, else by its shape."""
    found = [Home.of(f.key) for f in detectors.detect(text) if f.kind is Kind.ADDRESS]
    if not found and (match := _HOME.match(normal(text))):
        number = match["number"] + (match["letter"] or "")
        found = [Home(match["street"].strip(" ,"), number, match["code"] or "")]
    return found


@lru_cache(maxsize=10_000)
def folded(street: str) -> str:
    """A street's name in the letters that every keyboard has: Lærkevej is Laerkevej, Skt. and Sct. are Sankt."""
    plain = without_accents(street.translate(_KEYBOARD))
    return _SANKT.sub("sankt", " ".join(_RUN.findall(plain)))


def _is_same_street(one: str, other: str) -> bool:
    return folded(one) == folded(other) or folded(without_accents(one)) == folded(without_accents(other))


def _in_any_letters(word: str) -> str:
    """A pattern of a word whose Danish letters may be written with two."""
    if _SANKT.fullmatch(word):
        return _SANKT.pattern
    spelled = word.translate(_KEYBOARD)
    return _PAIRS.sub(lambda pair: _LETTERS_OF[pair.group()], re.escape(spelled))


def _always_so(street: str) -> str:
    """The longest piece of a street's name that is written in one way only, by :func:`_in_any_letters`."""
    words = (word for word in _RUN.findall(street) if not _SANKT.fullmatch(word))
    return max((piece for word in words for piece in _PAIRS.split(word.translate(_KEYBOARD))), key=len, default="")


def _same_day(born: date, key: str, written: str) -> bool:
    """Whether a birth date is the subject's; of a year in two digits (``010190-XXXX``) the century is a guess."""
    if key[:4] in written:
        return key == born.isoformat()
    return key[2:] == born.isoformat()[2:]


def _slips(number: str) -> Iterator[str]:
    """Each number that one wrong digit, or two neighbours exchanged, make of it."""
    for at, written in enumerate(number):
        for digit in "0123456789":
            yield number[:at] + digit + number[at + 1 :]
        yield number[: at - 1] + written + number[at - 1] + number[at + 1 :] if at else number


def _cpr_pattern(number: str) -> str:
    day, month, year, serial = number[:2], number[2:4], number[4:6], number[6:]
    date_ = rf"{day}{_SEPARATOR}?{month}{_SEPARATOR}?(?:19|20)?{year}"
    return rf"(?<![0-9]){date_}{_SEPARATOR}{{0,6}}{serial[:2]}[ \n]?{serial[2:]}(?![0-9])"


def _date_hints(born: date) -> list[str]:
    """Digits of which one row stands in every text with the date, by :func:`_date_pattern`."""
    days, months, years = (
        {f"{born:%d}", str(born.day)},
        {f"{born:%m}", str(born.month), ""},
        (f"{born:%Y}", f"{born:%y}"),
    )
    return [day + month + year for day in days for month in months for year in years] + [f"{born:%Y%m%d}"]


def _date_pattern(born: date) -> str:
    month = MONTHS[born.month - 1]
    day, number, year = rf"0?{born.day}", rf"0?{born.month}", rf"(?:{born.year}|{born.year % 100:02})"
    forms = (
        rf"{day}[ ]?[./-][ ]?{number}[ ]?[ ./-][ ]?{year}",
        rf"{born.year}[-/.]?{born.month:02}[-/.]?{born.day:02}",
        rf"{born.day:02}{born.month:02}{year}",
        rf"{day}\.?(?:[ ]{{0,2}}|{_LINE_END})(?:{month}|{month[:3]}\.?),?(?:[ ]{{1,2}}|{_LINE_END}){year}",
    )
    return rf"(?<![0-9])(?:{'|'.join(forms)})(?![0-9])"


def _same_thing(one: Trait, other: Trait) -> bool:
    """Whether two traits at one place say the same; a birth date inside a CPR number says nothing more."""
    dated = {Kind.CPR, Kind.BIRTH_DATE}
    return one.kind == other.kind or (one.kind in dated and other.kind in dated)
