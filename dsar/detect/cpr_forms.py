"""The written forms of a CPR number: where in a text ten digits stand that may be one.

A form is only a shape with a possible day and month; what speaks for and against it is
weighed in cpr.py. Patterns begin with a digit and fail within a few characters, which
keeps the search linear on any text; their outlines (digits.py) make it quick on words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from dsar.detect.cpr_apart import APART, BRACKETED, NAMED, SPELLED, YEAR_FIRST
from dsar.detect.cpr_number import DATES, birth_year, has_date
from dsar.detect.digits import Digits, Shape
from dsar.detect.digits_cut import CUT, joined
from dsar.model import Span


@dataclass(slots=True)  # not frozen: a frozen one takes three times as long to make
class Candidate:
    """A shape that may be a CPR number.

    Attributes:
        form: how it is written; the last part of the rule ``cpr.form.…``.
        key: ten digits (letters too in replacement numbers), upper case.
        year: the four-digit year where one is written.
        header: of two cells, the second one's header; and what else stands before the last four digits.
    """

    span: Span
    form: str
    key: str = field(repr=False)
    year: int | None = None
    header: str = ""


_SPACE = r" \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = r"\u00ad\u200b-\u200f\u2060\ufeff"
_HYPHEN = r"\-\u00ad\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_BETWEEN = rf"[ \u00a0]?[ \u00a0\u2009\u202f{_HYPHEN}./][ \u00a0]?"
_JOINT = rf"[{_SPACE}\n{_UNSEEN}{_HYPHEN}./_|;,~+:\u00b7]"

_NEXT_BOX = r"(?:[ \t|]{1,5}|[ ]?\n[ ]?(?:[^\n:]{1,40}:[ ])?)"
"""Between two boxes of a form; the cells of a row are lines, and may have their column's heading before them."""

_WHOLE_OUTLINE = rb"""
    (?=0 [^0A-Za-z]{0,3}+ 00 [^0A-Za-z]{0,3}+ (?:00)?00 [^0A-Za-z]{0,6}+
        (?: 0000(?!0) | 00[ \xa0]00(?!0) | [0A-Z][A-Za-z]{2}0
          | 00[^0A-Za-z]{1,3}0000(?!0) | (?<=[#])[xX]?[A-Fa-f0]{2,4};[ ]?0000(?!0)    # see cpr_apart.py
          | (?<![0A-Za-z])[A-Za-z][^0\n]{2,32}+(?<=[ :.|;\t])0000(?!0) ))
"""
_WHOLE = re.compile(
    rf"""
    [0-9](?<![0-9][0-9])[0-9]
    (?P<sign>{_BETWEEN})? (?P<month>0[1-9]|1[0-2]) (?(sign) {_BETWEEN} | [ \u00a0./-]?+)
    (?P<year>(?:19|20)[0-9]{{2}}|[0-9]{{2}})
    (?P<joint>{_JOINT}{{0,6}}+)
    (?P<serial>
        [0-9]{{4}}(?![0-9]) | (?<=[^0-9])[0-9]{{2}}[ \u00a0][0-9]{{2}}(?![0-9]|[:.][0-9])
      | (?:[0-9][A-Za-z]{{2}}|[A-Z]{{3}})[0-9](?![0-9A-Za-zÆØÅæøå])    # health; education
    )
    """,
    re.VERBOSE,
)
_SHORT = Shape.of(
    rb"0(?<!00)(?=0000 [^0A-Za-z]{0,3}+ 0000(?!0))",
    regex.compile(
        rf"[1-9](?<![0-9.,\-][0-9])(?:0[1-9]|1[0-2])[0-9]{{2}}(?P<joint>[{_SPACE}{_HYPHEN}]{{0,3}}+)[0-9]{{4}}(?![0-9])"
    ),
)
_BOXED = Shape.of(
    rb"0(?<!00)(?=[ \t|\n])(?=(?:(?:[ \t|]{1,5}|[ ]?\n[ ]?(?:[^\n:]{1,40}:[ ])?)0){5})",
    regex.compile(
        rf"[0-9](?<![0-9][ ]?[0-9])(?:{_NEXT_BOX}[0-9]){{5}}(?:[ \t|\u2013-]{{1,7}}+|{_NEXT_BOX}(?:-{_NEXT_BOX})?)[0-9]"
        rf"(?:{_NEXT_BOX}[0-9]){{3}}(?![0-9]|[ ][0-9](?![0-9]))"
    ),
)
_LOOSE = Shape.of(
    rb"0(?<!00)(?=0?[ ]?[./-][ ]? 00?[ ]?[./\ -][ ]? (?:00)?00[ ]?[^0A-Za-z][ ]? 0000(?!0))",
    regex.compile(
        r"[0-9](?<![0-9.,/-][0-9])(?P<more>[0-9]?)[ ]?[./\-][ ]?(?P<month>0?[1-9]|1[0-2])[ ]?[./ -][ ]?"
        r"(?P<year>(?:19|20)?[0-9]{2})[ ]?[-\u2010-\u2013/ ][ ]?(?P<serial>[0-9]{4})(?![0-9])"
    ),
)
_BEGIN = b"0(?<!00)"


def _any_of(*shapes: Shape) -> bytes:
    return b"|".join(shape.outline.pattern.strip().removeprefix(_BEGIN) for shape in shapes)


_LIKENESS = str.maketrans("OoIl|SBZ", "00111582")
_ALIKE = r"[0-9OoIl|SBZ]"
_SELDOM = frozenset("SBZ")
"""Letters that are read for digits more seldom, and stand in codes for what they are: a label has to tell."""
_BEFORE_LETTER = (
    rb"[OoIl|SBZ](?![0OoIl|SBZ]{9})"
    rb"(?:(?<![SBZ])|(?<=[0OoIl|SBZ]{2}[SBZ])(?:(?<=[0OoIl|SBZ]{3}.)|(?=0(?![0A-Z])))|(?=[^0A-Za-z]?[0OoIl|SBZ]{2}))"
)
_BEHIND_LETTER = rb"(?<=[OoIl|SBZ]0)(?![0OoIl|SBZ]{10})(?:(?<![SBZ]0)|(?<![A-Za-z].0)(?=00(?:00|(?![0A-Z]))))"
_MIXED = re.compile(b"0(?:%b|%b)" % (_BEFORE_LETTER, _BEHIND_LETTER))
"""A digit beside a letter that is read for one."""
_SCANNED = regex.compile(
    rf"(?<![0-9A-Za-zÆØÅæøå|]){_ALIKE}{{6}}(?P<joint>[{_SPACE}{_HYPHEN}/.]{{0,3}}+){_ALIKE}{{4}}(?![0-9A-Za-zÆØÅæøå|])"
)
_CELL = re.compile(rb"0(?=000?(?!0)[^0A-Za-z\n]{0,3}(?:\n|\Z))(?:(?<=:0)|(?<=:[ ]0))")
"""A cell's number of three or four digits, right behind its heading."""
_CELLS = regex.compile(rf"[0-9]{{3,4}}(?=[{_SPACE}]{{0,3}}(?:\n|\Z))")
_RARE_OUTLINES = (_any_of(_SHORT, _BOXED, _LOOSE), _CELL.pattern[1:], _BEHIND_LETTER, _BEFORE_LETTER)
_RARE = re.compile(b"0(?:(?<!00)(?:%b|%b|%b|%b|%b)|%b)" % (APART, CUT, *_RARE_OUTLINES), re.VERBOSE | re.DOTALL)
_ANY = re.compile(b"0(?:(?<!00)(?:%b|%b|%b|%b|%b)|%b)" % (_WHOLE_OUTLINE, CUT, *_RARE_OUTLINES), re.VERBOSE | re.DOTALL)
"""Where a number in any form can begin or have a misread digit, and what may be a number's second cell."""
_HEADER = regex.compile(r"(?r)\n(?P<header>[^\n:]{2,40}):[ ]?")
_CELL_DATE = regex.compile(
    r"""(?r)
    (?<![0-9])
    (?:(?P<day>[0-9]{1,2})[ .\-/]{0,2}(?P<month>[0-9]{2})[ .\-/]{0,2}(?:19|20)?(?P<year>[0-9]{2})
      |(?:19|20)(?P<year>[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2}))
    (?:[ T]00:00(?::00)?)?
    """,
    regex.VERBOSE,
)
_ANY_HYPHEN = regex.compile(f"[{_HYPHEN}]")
_NOT_DIGIT = regex.compile("[^0-9]")
_BOX_HEADING = regex.compile(r"\n[^\n:]{1,40}:")
_SIZES = frozenset({10, 12})
"""Digits of a number: with a year of two, or of four."""
_DIGITS_WANTED = 5
"""Of ten characters, how many must be real digits before letters are read as misread ones."""


def candidates(digits: Digits) -> Iterator[Candidate]:
    """The numbers in every form, one form after another; the text is searched once for all."""
    among = list(digits.starts(_ANY))
    yield from whole(digits, among)
    if rare := list(digits.starts(_RARE, among)):
        yield from scanned(digits, rare)
        yield from boxed(digits, rare)
        yield from loose(digits, rare)
        yield from short(digits, rare)
        yield from cells(digits, rare)
        yield from apart(digits, rare)
        yield from cut(digits, rare)


def whole(digits: Digits, among: list[int]) -> Iterator[Candidate]:
    """Numbers with all their digits, in every way of joining the parts; in a row of pairs, none that overlap."""
    done, text, match_at = 0, digits.text, _WHOLE.match
    layouts: dict[str, _Layout] = {}
    for start in among:
        match = match_at(text, start) if start >= done else None
        if match is None:
            continue
        number, end = match.group(), match.end()
        shape = digits.near(start, end)
        form, month, year, serial, long = layouts.get(shape) or layouts.setdefault(shape, _Layout.of(match))
        date = number[:2] + number[month : month + 2]
        if form is None or date not in DATES:
            continue
        key = (date + number[year : year + 2] + number[serial : serial + 2] + number[-2:]).upper()
        yield Candidate(Span(start, end), form, key, int(number[year - 2 : year + 2]) if long else None)
        done = end if digits.in_row(start) else 0


def short(digits: Digits, among: list[int]) -> Iterator[Candidate]:
    """Numbers that lost their leading zero in a number cell; only a label makes them more than nine digits."""
    for match in digits.find(_SHORT, among=among):
        number = match.group()
        key = "0" + number[:5] + number[-4:]
        if has_date(key):
            yield Candidate(Span(*match.span()), "short", key)


def boxed(digits: Digits, among: list[int]) -> Iterator[Candidate]:
    """Numbers with a digit in each box of a form: ``1 5 0 3 …``, ``|1|5|0|3|…``, or in each cell of a row."""
    for match in digits.find(_BOXED, among=among):
        key = _NOT_DIGIT.sub("", _BOX_HEADING.sub("", match.group()))
        if has_date(key):
            yield Candidate(Span(*match.span()), "boxed", key)


def loose(digits: Digits, among: list[int]) -> Iterator[Candidate]:
    """Numbers whose day or month is written with one digit: ``15/3-45-9901``."""
    for match in digits.find(_LOOSE, among=among):
        month, year, serial = match.group("month", "year", "serial")
        day = match.group()[0] + match.group("more")
        if len(day) + len(month) == 4:
            continue
        key = day.zfill(2) + month.zfill(2) + year[-2:] + serial
        if has_date(key):
            yield Candidate(Span(*match.span()), "loose", key, int(year) if len(year) == 4 else None)


def scanned(digits: Digits, among: list[int]) -> Iterator[Candidate]:
    """Numbers where a scanner read O for 0 or l, I for 1."""
    done = 0
    for hint in digits.starts(_MIXED, among):
        if hint < done:
            continue
        match = _SCANNED.search(digits.text, max(0, hint - 13), hint + 14)
        if match is None:
            continue
        done = match.end()
        read = match.group()
        seen = read[:6] + read[-4:]
        key = seen.translate(_LIKENESS)
        if sum(c.isdecimal() for c in seen) in range(_DIGITS_WANTED, len(key)) and has_date(key):
            form = "scanned" if _SELDOM.isdisjoint(seen) else "misread"
            if form == "scanned" or not seen[7:9].isalpha():  # two such letters are those of a replacement number
                yield Candidate(Span(*match.span()), form, key)


def cells(digits: Digits, among: list[int]) -> Iterator[Candidate]:
    """Numbers in two neighbouring cells: ``Fødselsdato: 010190``, ``Løbenr: 1234``."""
    text = digits.text
    for start in digits.starts(_CELL, among):
        match = _CELLS.match(text, start)
        if match is None:
            continue
        header = _HEADER.match(text, max(0, match.start() - 44), match.start())
        before = header and _CELL_DATE.match(text, max(0, header.start() - 24), header.start())
        if header is None or before is None:
            continue
        day, month, year = before.group("day", "month", "year")
        key = day.zfill(2) + month + year + match.group().zfill(4)
        if has_date(key):
            yield Candidate(Span(before.start(), match.end()), "cells", key, header=header.group("header"))


def apart(digits: Digits, among: list[int]) -> Iterator[Candidate]:
    """Numbers whose last four digits stand apart, or behind a sign that is spelled out; see cpr_apart.py."""
    for shape, form in ((BRACKETED, "parts_other"), (NAMED, "named"), (YEAR_FIRST, "year_first"), (SPELLED, "space")):
        for match in digits.find(shape, among=among):
            said = match.groupdict()
            key = said["day"] + said["month"] + said["year"] + said["serial"]
            if has_date(key):
                year = int(said["century"] + said["year"]) if said.get("century") else None
                told = year if year != birth_year(key) else None  # only another year says more than the form does
                written = "hyphen" if said.get("hyphen") else form
                yield Candidate(Span(*match.span()), written, key, told, said.get("header", ""))


def cut(digits: Digits, among: list[int]) -> Iterator[Candidate]:
    """Numbers that a line's end cuts; where it cuts a row of digits, only a label makes them one number."""
    for one in joined(digits, _SIZES, among):
        match = _WHOLE.fullmatch(one.written)
        if match is None:
            continue
        ended = one.behind - len(one.between)
        before_serial = match.end("year") <= ended and match.start("serial") >= one.behind
        form = _Layout.of(match).form
        if form is None or before_serial != (one.between == "\n"):
            continue
        key = one.written[:2] + match["month"] + match["year"][-2:] + _NOT_DIGIT.sub("", match["serial"])
        if has_date(key):
            row = one.written[ended - 1 : ended + 1].isdecimal()
            yield Candidate(one.span, form if before_serial else "cut" if row else "parts_other", key)


class _Layout(NamedTuple):
    """The form of numbers of one shape, where their parts begin (the year: its last two digits), and whether the
    year has four."""

    form: str | None
    month: int
    year: int
    serial: int
    long: bool

    @classmethod
    def of(cls, match: re.Match[str]) -> _Layout:
        """The layout of one number, and of all that are written like it."""
        number, begin = match.group(), match.start()
        month, year, joint, serial = (match.start(part) - begin for part in ("month", "year", "joint", "serial"))
        form = _form(
            number[joint:serial],
            between=number[2:month],
            then=number[month + 2 : year],
            year=number[year:joint],
            serial=number[serial:],
        )
        return cls(form, month, joint - 2, serial, joint - year == 4)


def _form(joint: str, *, between: str, then: str, year: str, serial: str) -> str | None:
    """How a number is written whose parts are joined so; None for what is no number."""
    if serial.lower() != serial.upper():
        return None if between or then or len(joint) > 1 or joint == "\n" else "letters"
    if then and not between:
        return "split" if joint else None
    if between not in {then, "/"}:
        return "parts_other"
    spaced = bool(between)
    if len(year) == 4:
        if spaced and _ANY_HYPHEN.fullmatch(joint):
            return "long_hyphen"
        return "long_parts" if spaced else "long_year" if joint else "long_bare"
    if len(serial) > 4:
        return "pairs" if between in {" ", "\u00a0"} and len(joint) == 1 else "parts_other"
    if spaced:
        return "parts" if joint and "\n" not in joint else "parts_other"
    if not joint:
        return "bare"
    if "\n" in joint:
        return "break" if any(c not in " \t\n" for c in joint) else "line"
    if _ANY_HYPHEN.search(joint):
        return "hyphen"
    if len(joint) == 1:
        return "space" if joint.isspace() else "sign"
    return "other"
