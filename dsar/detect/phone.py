"""Finds phone numbers: Danish ones of eight digits in every grouping, foreign ones after + or 00.

The key is E.164 (``+4512345678``). Danish numbers have no area codes, all eight digits
are dialled, and hardly any begins with 0 or 1; that only speaks against a number, it drops
none. Foreign numbers are weighed with the numbering plans of ``phonenumbers``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import regex

from dsar.detect.context import has_contact, has_name, label_rules, touching
from dsar.detect.cvr_number import is_cvr
from dsar.detect.detector import Detector
from dsar.detect.digits import AS_ZERO, Shape
from dsar.detect.digits_cut import Joined, joined
from dsar.detect.labels import Labels
from dsar.detect.overlaps import resolve
from dsar.detect.phone_columns import LEAST, in_columns
from dsar.detect.weights import Weigher
from dsar.model import Finding, Kind, Span

OWN = frozenset({"phone"})
GROUPINGS = {
    (8,): "plain",
    (2, 2, 2, 2): "pairs",
    (4, 4): "fours",
    **dict.fromkeys([(2, 3, 3), (3, 3, 2), (3, 2, 3), (2, 2, 4), (4, 2, 2), (2, 6), (3, 5), (5, 3), (6, 2)], "odd"),
}

_EIGHT_DIGITS, _TEN_DIGITS = 8, 10
_CUT_SIZES = frozenset({8, 10, 12})
"""Digits of a number that a line's end cuts: alone, behind 45 or behind 0045."""
_COUNTRY = regex.compile(r"(?P<zeros>00)?[ ]?45[ )]{0,2}")
_YEAR = regex.compile(r"(?:19|20)[0-9]{2} ")
_COUNTRY_BEFORE = regex.compile(r"(?r)\(?(?:\+|(?<![0-9])00)[ ]?45\)?[ ]?")

_NOT_DIGIT = regex.compile("[^0-9]")
_GAP = r"[ \u00a0\u202f.\-/\u00ad\u2010-\u2013]"
_EIGHT = rf"[0-9](?:{_GAP}?[0-9]){{7}}(?![0-9])"
_DATE = r"(?![0-9]{1,2}[.\-/][0-9]{1,2}[.\-/](?:19|20)[0-9]{2}(?![0-9])|(?:19|20)[0-9]{2}[.\-/][0-9]{2}[.\-/])"
_DOMESTIC = Shape.of(
    rb"""
    0(?<!00)(?=(?: 0{7} | 0(?P<a>[^0A-Za-z])(?: 00(?P=a)(?:00(?P=a)00 | 0000) | 000(?P=a)(?:000 | 00) | 0{6} )
      | 00(?P<b>[^0A-Za-z])(?: 000(?P=b)00 | 00(?P=b)000 | 0{5} )
      | 000(?P<c>[^0A-Za-z])(?: 0000 | 00(?P=c)00 ) | 0000[^0A-Za-z]000 | 0{5}[^0A-Za-z]00 )(?!0))
    """,
    regex.compile(rf"[0-9](?<![0-9][0-9])(?<={_DATE}[0-9])(?:{_GAP}?[0-9]){{7}}(?![0-9])"),
)
_PREFIXED = Shape.of(
    rb"""
    0(?: (?: (?<=[+]0) | (?<=[+][ ]0) | (?<=000)(?<!0000) | (?<=00[ ]0)(?<!000[ ]0) )
        (?=0\)?[^0A-Za-z]{0,2}(?:\(0\)[ ]?)?(?:[^0A-Za-z]?0){8}(?!0))
      | (?<!00)(?=0[^0A-Za-z]00(?P<gap>[^0A-Za-z])00(?P=gap)00(?P=gap)00(?!0))
      | (?<!00)(?=0[ -]?0{8}(?!0)) )
    """,
    regex.compile(
        rf"45(?<=(?:\+|(?<![0-9])00)[ ]?45)\)?{_GAP}{{0,2}}(?:\(0\)[ ]?)?(?P<number>{_EIGHT})"
        rf"|45(?<![0-9]45){_GAP}(?P<number>[0-9]{{2}}(?P<gap>{_GAP})[0-9]{{2}}(?P=gap)[0-9]{{2}}(?P=gap)[0-9]{{2}})(?![0-9])"
        r"|45(?<![0-9.,-]45)[ -]?(?P<number>[2-9][0-9]{7})(?![0-9])"  # as exports of text messages have it
    ),
)
_PLUS = Shape.of(
    rb"[+](?=0{1,3}(?:[ \xa0./()-]{0,3}0){5})",
    regex.compile(r"\+(?!45)[1-9][0-9]{0,2}(?:[ \u00a0./()-]{0,3}[0-9]){5,14}(?![0-9])"),
)
_ZEROS = Shape.of(
    rb"0(?<!00)(?=00(?:[ \xa0./()-]{0,3}0){6})",
    regex.compile(r"00(?<![0-9]00)(?!45|0)[1-9][0-9]{0,2}(?:[ \u00a0./()-]{0,3}[0-9]){6,14}(?![0-9])"),
)
ROW = 60
"""Characters on either side in which pairs of digits are counted."""
_PAIRS_BEFORE = regex.compile(r"(?r)(?<![0-9])(?:[0-9]{2}[ ]){1,20}")
_PAIRS_AFTER = regex.compile(r"(?:[ ][0-9]{2}){1,20}(?![0-9])")
_FOUR_PAIRS = len("22 34 56 78 ")
_FIELD_BEFORE = regex.compile(r"[,\n](?=[0-9]{8}(?![0-9]))")
_HOUSE_BEFORE = regex.compile(
    r"(?r)\p{L}{3}[ ][0-9]{1,3}[ ]?[A-Za-z]?,[ ](?:(?:st|kl|[0-9]{1,2})\.?[ ]?(?:sal|tv|th|mf)?\.?,[ ])?"
)
"""A house's number, and a floor: the phone number of who lives there may follow."""
_SIGNED = regex.compile(r"(?r)\n(?:\p{Lu}[\p{Ll}.'-]{0,30}[ ]){1,3}\p{Lu}[\p{Ll}'-]{1,30}[ ]?\r?\n")
"""A line that holds nothing but a name."""
_FIELD_AFTER = regex.compile(r",(?! )|\r?\n|\Z")
_UNASSIGNED = regex.compile("[01]")
_SYMBOL = regex.compile("(?r)[\u260e\u260f\u2706\U0001f4de\U0001f4f1][\ufe0f: ]{0,3}")
_SECOND = regex.compile(r"(?r)(?<![0-9])(?:[0-9]{2}[ ]?){3}[0-9]{2}[ ]?(?:[/,]|og|eller|el\.)[ ]?")
_ISO_DAY = regex.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_DANISH_DAY = regex.compile(r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2}")


class PhoneDetector:
    """Finds phone numbers."""

    def __init__(self, *, weigher: Weigher, labels: Labels) -> None:
        self._weigher = weigher
        self._labels = labels

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield numbers in text order; of two that overlap, the more certain one."""
        found = resolve([*self._prefixed(text), *self._foreign(text), *self._domestic(text), *self._cut(text)])
        columns = in_columns(text, found) if len(found) >= LEAST else ()
        for number, finding in enumerate(found):
            told = number in columns and finding.span.end - finding.span.start == _EIGHT_DIGITS
            more = self._weigher.weigh(("phone.column",)) if told else ()
            yield replace(finding, evidence=finding.evidence + more) if told else finding

    def _prefixed(self, text: str) -> Iterator[Finding]:
        for match in self._labels.digits(text).find(_PREFIXED):
            start = match.start()
            lead = text[max(0, start - 3) : start].rstrip(" ")
            if lead.endswith("+"):
                start, rule = start - 1 - (text[start - 1] == " "), "phone.prefix"
            elif lead.endswith("00"):
                start, rule = start - 2 - (text[start - 1] == " "), "phone.prefix"
            else:
                rule = "phone.prefix.bare"
            if start and text[start - 1] == "(" and ")" in match.group():
                start -= 1
            yield from self._danish(text, Span(start, match.end()), match.group("number"), (rule,))

    def _domestic(self, text: str) -> Iterator[Finding]:
        digits = self._labels.digits(text)
        begin = end = 0
        for match in digits.find(_DOMESTIC, overlapped=True, in_rows=True):
            start = match.start()
            if start >= end and digits.in_row(start):
                begin, end = _fours(text, start, digits.row_end(start))
            if start >= end or (start - begin) % _FOUR_PAIRS == 0:
                yield from self._danish(text, Span(*match.span()), match.group(), ())

    def _cut(self, text: str) -> Iterator[Finding]:
        """Numbers that a line's end cuts, where a label, the country's number or a name beside them tells."""
        for one in joined(self._labels.digits(text), _CUT_SIZES):
            number, start = one.written, one.span.start
            plus = text[start - 1 : start] == "+"
            before = _COUNTRY_BEFORE.match(text, max(0, start - 8), start)
            country = _COUNTRY.match(number)
            if before is not None:
                start = before.start()
            elif country is not None and (plus or country["zeros"]):
                number, start = number[country.end() :].strip(), start - plus
            elif self._labels.adjacent(text, start) != "phone" and not _stands_by_name(text, one):
                continue
            yield from self._danish(text, Span(start, one.span.end), number, ())

    def _danish(self, text: str, span: Span, number: str, rules: tuple[str, ...]) -> Iterator[Finding]:
        form = _grouping(number.translate(AS_ZERO))
        if form is None:
            return
        digits = number if form == "plain" else _NOT_DIGIT.sub("", number)
        found = [f"phone.form.{form}", *rules]
        if _UNASSIGNED.match(digits):
            found.append("phone.unassigned")
        if form == "plain" and (_ISO_DAY.fullmatch(digits) or _DANISH_DAY.fullmatch(digits)):
            found.append("phone.date")
        if form == "plain" and is_cvr(digits):
            found.append("phone.cvr")
        yield self._finding(text, span, f"+45{digits}", found)

    def _foreign(self, text: str) -> Iterator[Finding]:
        for shape in (_PLUS, _ZEROS):
            for match in self._labels.digits(text).find(shape):
                digits = _NOT_DIGIT.sub("", match.group())
                key = "+" + (digits if shape is _PLUS else digits[2:])
                yield self._finding(
                    text,
                    Span(*match.span()),
                    key,
                    [f"phone.foreign.{_plan(key)}", "phone.plus" if shape is _PLUS else "phone.zeros"],
                )

    def _finding(self, text: str, span: Span, key: str, rules: list[str]) -> Finding:
        rules += label_rules(self._labels, text, span, kind="phone", own=OWN)
        rules += touching(text, span, kind="phone")
        if "phone.row" in rules and "phone.form.pairs" in rules and _in_fours(text, span):
            rules.remove("phone.row")
        if "phone.joined" in rules and _FIELD_BEFORE.match(text, span.start - 1) and _FIELD_AFTER.match(text, span.end):
            rules.remove("phone.joined")  # a cell between commas
        elif "phone.joined" in rules and _HOUSE_BEFORE.match(text, max(0, span.start - 48), span.start):
            rules.remove("phone.joined")
        before = max(0, span.start - 24)
        if _SYMBOL.match(text, before, span.start):
            rules.append("phone.symbol")
        if _SECOND.match(text, before, span.start):
            rules.append("phone.second")
        if span.end - span.start == _TEN_DIGITS and "phone.prefix.bare" in rules:
            pass  # as long as order numbers, which stand beside names too: a label has to tell
        elif has_contact(text, span) or _SIGNED.match(text, max(0, span.start - 80), span.start):
            rules.append("phone.contact")
        return Finding(Kind.PHONE, span, key, self._weigher.weigh(rules))


def _stands_by_name(text: str, one: Joined) -> bool:
    """Whether a number that is cut between its groups, and does not begin as a year, stands beside a name."""
    return one.between == " " and not _YEAR.match(one.written) and has_name(text, one.span)


@lru_cache(maxsize=1024)
def _grouping(shape: str) -> str | None:
    """How a number with all its digits as 0 is grouped; None where that, or a change of sign, is no phone's."""
    if len(set(_NOT_DIGIT.findall(shape))) > 1:
        return None
    return GROUPINGS.get(tuple(map(len, _NOT_DIGIT.split(shape))))


def _fours(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the first of the phone numbers begins that a long row of pairs may be, and where they end.

    Of the four places to begin at, the one where fewest begin with 0 or 1.
    """
    unlikely = {n: _UNASSIGNED.subn("", text[start + 3 * n : end : _FOUR_PAIRS])[1] for n in range(4)}
    return start + 3 * min(unlikely, key=unlikely.__getitem__), end


def _in_fours(text: str, span: Span) -> bool:
    """Whether the pairs around the number are whole phone numbers in a row, and it is one of them."""
    before = _PAIRS_BEFORE.match(text, max(0, span.start - ROW), span.start)
    after = _PAIRS_AFTER.match(text, span.end, span.end + ROW)
    left = len(before.group()) // 3 if before else 0
    right = len(after.group()) // 3 if after else 0
    return left % 4 == 0 and right % 4 == 0


def _plan(key: str) -> str:
    """Whether the numbering plans know such a number: ``valid``, ``possible`` or ``unknown``."""
    import phonenumbers

    try:
        number = phonenumbers.parse(key)
    except phonenumbers.NumberParseException:
        return "unknown"
    if phonenumbers.is_valid_number(number):
        return "valid"
    return "possible" if phonenumbers.is_possible_number(number) else "unknown"


_checked: type[Detector] = PhoneDetector
