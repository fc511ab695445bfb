"""Finds Danish personal numbers (CPR numbers) and weighs what speaks for and against each.

Nothing is dropped by a rule: each shape with a day and a month (cpr_forms.py) becomes a
finding, and its date, check digit, labels, table column, neighbours and surroundings
give it a score. Only a number of nine digits needs a label to be a shape at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import regex

from dsar.detect import cpr_forms, cpr_number
from dsar.detect.context import has_name, label_rules, touching
from dsar.detect.cpr_forms import Candidate
from dsar.detect.cpr_neighbours import Neighbours
from dsar.detect.cpr_words import word_rule
from dsar.detect.detector import Detector
from dsar.detect.labels import BEFORE, Label, Labels
from dsar.detect.overlaps import resolve
from dsar.detect.weights import Weigher
from dsar.model import Finding, Kind, Span

OWN = frozenset({"cpr"})
PERSON = frozenset({"birth", "person"})
OLDEST_YEARS = 108
"""Beyond this age a number says that its holder is hardly alive; old files hold such numbers all the same."""
STAMP_YEARS = 30
"""A date this recent, with digits that read as a time of day, as another day or as a year, may be a stamp or a
period. Holders of such numbers would be near a hundred: the seventh digit is 0-3, and the year is one of the 1900s."""
FILED = frozenset({"case", "ref", "phone", "numbered", "date", "p_number"})
"""Labels under which a number with a hyphen may be a CPR number all the same: cases are filed under them, and a
production unit's number (P-nummer) has no hyphen."""
UNITS = "10"
"""How production units' numbers begin: they are issued in order from 1000000001 on. What "pnr." calls a number
that begins otherwise is a CPR number, as in the registers whose column for it has that name."""
FILED_IN_PARTS = frozenset({"case", "ref", "numbered"})
"""Those of them under which it may be one with its day, month and year apart."""
IN_PARTS = frozenset({"parts", "pairs", "split"})
TOLD = frozenset({"short", "cells", "named", "year_first", "misread", "cut"})
"""Forms that are one only where a label, a header or the edges of a cell say so: the last four digits in a cell
whose header says that it has them, and a date of birth in the one before."""
OWN_LETTERS = ("cpr", "cprnr", "nr", "personnr", "personnummer", "cprnummer")

_WORDS = regex.compile(r"\p{L}+")
_LETTERS_BEFORE = regex.compile(r"(?r)\p{L}{1,20}")
_CODE_AFTER = regex.compile(r"\p{L}{1,3}(?:[0-9]|(?!\p{L}))")
_WEB = regex.compile(r"(?r)(?:://|www\.)[^\s\"<>]{1,70}")
_FOUR_BEFORE = regex.compile(r"(?r)(?<![0-9:.,/+-])[0-9]{4}[ \u00a0]")
_SPACES = frozenset(" \u00a0")
_OF_SOMEBODY = regex.compile(r"(?r)[ ](?:på|om|for|mod|til|vedr\.?)[ ]", regex.IGNORECASE)
_EDGES = frozenset(("", "\n", "\t", ";", "|"))


class CprDetector:
    """Finds CPR numbers as of a day: a date of birth after ``today`` speaks against a number."""

    def __init__(self, *, today: date, weigher: Weigher, labels: Labels) -> None:
        self._today = today
        self._weigher = weigher
        self._labels = labels

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield numbers in text order; of two that overlap, the more certain one."""
        digits = self._labels.digits(text)
        near = Neighbours(digits)
        candidates = [
            told
            for one in cpr_forms.candidates(digits)
            if (told := self._told(text, one) if one.form in TOLD else one) is not None
        ]
        yield from resolve([self._finding(text, candidate, near) for candidate in candidates])

    def _told(self, text: str, candidate: Candidate) -> Candidate | None:
        """A number that only its surroundings make one."""
        match candidate.form:
            case "short":
                return self._short(text, candidate)
            case "cells" | "named":
                return self._of_two(text, candidate)
            case form:
                start = candidate.span.start
                if self._labels.adjacent(text, start) != "cpr":
                    return None
                if form == "misread":
                    return replace(candidate, form="scanned")
                if form == "cut":
                    return replace(candidate, form="parts_other")
                named = "cpr" in text[max(0, start - BEFORE) : start].lower()  # "personnummer" may be Sweden's
                return replace(candidate, form="parts_other") if named else None

    def _of_two(self, text: str, candidate: Candidate) -> Candidate | None:
        """A date, and four digits of which the words before say that they are the rest of a number.

        A cell headed CPR that holds no more than four digits is one, too.
        """
        kind = self._labels.kind(candidate.header)
        if kind != "serial" and not (kind == "cpr" and candidate.form == "cells"):
            return None
        if self._dated(text, candidate):
            return replace(candidate, form="cells")
        return replace(candidate, form="parts") if candidate.form == "named" else None

    def _dated(self, text: str, candidate: Candidate) -> bool:
        """Whether the first cell's header, or a word of it, says that a date of birth or a number begins there."""
        start = candidate.span.start
        label = self._labels.before(text, start)
        if label is not None and label.kind in {"birth", "cpr"}:
            return True
        line = text[max(0, start - 44) : start].rpartition("\n")[2]
        return any(self._labels.kind(word) in {"birth", "cpr"} for word in _WORDS.findall(line))

    def _short(self, text: str, candidate: Candidate) -> Candidate | None:
        """Nine digits, where their label says CPR, or where they are all of a line or a cell that has no label."""
        label = self._labels.of(text, candidate.span.start)
        if label is None:
            return replace(candidate, form="short_alone") if _is_whole_cell(text, candidate.span) else None
        return candidate if label.kind == "cpr" and label.adjacent else None

    def _finding(self, text: str, candidate: Candidate, near: Neighbours) -> Finding:
        rules = [f"cpr.form.{candidate.form}", *self._number_rules(candidate)]
        rules += _context_rules(self._labels, text, candidate.span, candidate.form)
        if "cpr.label" in rules and "cpr.clock" in rules:
            rules.remove("cpr.clock")  # some people are a hundred years old
        if candidate.form not in {"cells", "scanned", "letters"} and (rule := near.rule(candidate.span)):
            rules.append(rule)
        return Finding(Kind.CPR, candidate.span, candidate.key, self._weigher.weigh(rules))

    def _date_rule(self, key: str) -> str:
        """What the date of birth says by itself."""
        born = cpr_number.birth_date(key)
        if born is None:
            return "cpr.date.impossible"
        if cpr_number.is_replacement(key):
            return "cpr.date.replacement"
        if born > self._today:
            return "cpr.date.future"
        return "cpr.date.old" if self._today.year - born.year > OLDEST_YEARS else "cpr.date"

    def _number_rules(self, candidate: Candidate) -> Iterator[str]:
        """What the ten digits say by themselves."""
        key = candidate.key
        yield self._date_rule(key)
        if cpr_number.passes_modulus_11(key):
            yield "cpr.mod11"
        elif cpr_number.may_lack_modulus_11(key):
            yield "cpr.mod11.excepted"
        elif key.isdecimal():
            yield "cpr.mod11.failed"
        if candidate.year is not None:
            agrees = candidate.year == cpr_number.birth_year(key)
            yield "cpr.century" if agrees else "cpr.century.conflict"
        if key.isdecimal() and _is_time(key[6:]):
            written = candidate.year or 2000 + int(key[4:6])
            if -3 <= self._today.year - written <= STAMP_YEARS:
                yield "cpr.clock"


def _is_time(tail: str) -> bool:
    """Whether four digits read as a time of day, a day and a month, or a year of this time."""
    first, last = int(tail[:2]), int(tail[2:])
    return (first < 24 and last < 60) or (1 <= first <= 31 and 1 <= last <= 12) or first == 20


def _is_whole_cell(text: str, span: Span) -> bool:
    """Whether a number is all that stands on a line or in a cell; a heading may stand before it."""
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2].lstrip(" ")[:1]
    return after in _EDGES and (before == ": " or before.rstrip(" ")[-1:] in _EDGES)


def _context_rules(labels: Labels, text: str, span: Span, form: str) -> Iterator[str]:
    """What words, column headers and names around it say; a word for a person or a birth speaks for a number."""
    labelled = False
    for rule in label_rules(labels, text, span, kind="cpr", own=OWN) if form != "cells" else ():
        labelled = labelled or rule in {"cpr.label", "cpr.label.other", "cpr.label.bracket"}
        label = labels.of(text, span.start) if rule.startswith("cpr.label.other") else None
        yield rule if label is None else _other_label(labels, text, span, form=form, label=label, rule=rule)
    for rule in touching(text, span, kind="cpr"):
        yield f"{rule}.{form}" if rule == "cpr.row" and form in {"pairs", "parts", "split"} else rule
    if form == "bare":
        yield from _inside_rules(text, span)
        if not labelled and (said := word_rule(text, span.start)):
            yield said
    if has_name(text, span):
        yield "cpr.name"


def _other_label(labels: Labels, text: str, span: Span, *, form: str, label: Label, rule: str) -> str:
    """What a label says that is not for CPR numbers: less, where a citizen's number may stand under it all the same."""
    if label.kind in PERSON or (label.kind == "p_number" and not text.startswith(UNITS, span.start)):
        return "cpr.person"
    if label.kind == "serial" and label.adjacent and _is_of_birth(labels, text, span):
        return "cpr.label"  # fødselsdag og løbenummer
    if label.kind == "case" and _OF_SOMEBODY.match(text, max(0, span.start - 8), span.start):
        return "cpr.label.other.of"
    if form == "hyphen" and label.kind in FILED:
        return "cpr.label.other.filed"
    return "cpr.label.other.parts" if form in IN_PARTS and label.kind in FILED_IN_PARTS else rule


def _is_of_birth(labels: Labels, text: str, span: Span) -> bool:
    line = text[max(0, span.start - 44) : span.start].rpartition("\n")[2]
    return any(labels.kind(word) == "birth" for word in _WORDS.findall(line))


def _inside_rules(text: str, span: Span) -> Iterator[str]:
    """Whether ten digits are a part of something longer: a code with letters, an address on the web, an account."""
    begin, start, after = max(0, span.start - 80), span.start, text[span.end : span.end + 1]
    letters = _LETTERS_BEFORE.match(text, begin, start) if text[start - 1 : start].isalpha() else None
    if letters is not None and not letters.group().lower().endswith(OWN_LETTERS):
        yield "cpr.code" if after.isalpha() or len(letters.group()) < 4 else "cpr.code.word"
    elif letters is None and after.isalpha() and _CODE_AFTER.match(text, span.end):
        yield "cpr.code"
    if (text.find("://", begin, start) >= 0 or text.find("www.", begin, start) >= 0) and _WEB.match(text, begin, start):
        yield "cpr.web"
    if text[start - 1 : start] in _SPACES and _FOUR_BEFORE.match(text, begin, start):
        yield "cpr.row.four"


_checked: type[Detector] = CprDetector
