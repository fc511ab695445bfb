"""How a line of a list of people begins: with a number or bullet, a date or a CPR number, and somebody's name. Pure.

A name is told by its shape. That it is a person's, and no street's or shop's, only a first name tells, and only
of many lines together: not everybody's is known (``first_names.txt``).
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_DAYS = "(?:man|tirs|ons|tors|fre|lør|søn)(?:dag)?"
_MONTHS = "(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}"
_DATE = rf"""(?: [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} | [0-3]?[0-9][./-][ ]?[01]?[0-9][./ -][ ]?(?:[0-9]{{4}}|[0-9]{{2}})
               | [0-9]{{1,2}}\.?[ ]{_MONTHS}\.?[ ][0-9]{{4}} ) (?!\.?[0-9])"""
_CPR = r"(?<![0-9])(?:[06][1-9]|[1278][0-9]|[39][01])(?:0[1-9]|1[0-2])[0-9]{2}[ ]?[-/]?[ ]?[0-9]{4}(?![0-9])"
_DAY = r"[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
_TIME = r"(?:kl\.?[ ]?)?[0-9]{1,2}[:.][0-9]{2}"
_START = re.compile(
    rf"""(?P<indent>\s{{0,40}}) (?P<mark>[-*+•·▪‣–—][ \t]{{1,8}})?
         (?: (?P<date> \[? (?:{_DAYS}\.?,?[ ](?:den[ ])?)? (?:d\.[ ]?|den[ ])? (?:{_DATE}|{_DAY})
                       (?:[T, ]{{0,3}}{_TIME}(?:[:.][0-9]{{2}})?)? \]?
             | \[? {_TIME}(?![0-9.]) \]? )
           | (?P<number>\(?[0-9]{{1,4}}(?:[.):]{{1,2}}[ \t]{{0,8}}|[ \t]{{1,8}})(?=[^\W0-9_]|{_CPR}))
         )?
         [ \t:;,–—-]{{0,8}} (?P<cpr>{_CPR})? [ \t:;,–—-]{{0,8}} (?:(?:hr|fru|frk|dr)\.?[ ])?""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W0-9_](?:[^\W0-9_]|['’.-](?=[^\W0-9_])){0,40}\.?")
_PARTS = re.compile(r"[-.'’]")
_HOUSE = re.compile(r"[ ][0-9]{1,3}[ ]?[A-Z]?(?![\w/:.-]|[ ][0-9])")
_SMALL = frozenset(("af", "al", "bin", "da", "de", "den", "der", "di", "du", "el", "la", "le", "ten", "van", "von"))
_MOST_WORDS = 7
_NUMBERS = re.compile(_CPR)
_DATES = re.compile(rf"(?<![0-9]){_DATE}", re.VERBOSE | re.IGNORECASE)
_KNOWN_BY = re.compile(
    rf"""{_CPR} | (?<![0-9])(?:[0-9]{{2}}[ .]?){{3}}[0-9]{{2}}(?![0-9]) | [^\s@]@[^\s@]
       | (?<![0-9])[0-9]{{4}}[ ][A-ZÆØÅ]""",
    re.VERBOSE,
)
_RECORD = re.compile(
    rf"""{_DATE} | [0-9]{{5}} | (?<![0-9])(?!(?:19|20)[0-9]{{2}}(?![0-9]))[0-9]{{4}} | (?:[0-9]{{2}}[ .]){{3}}[0-9]{{2}}
       | [0-9],[0-9]{{2}}(?![0-9]) | [^\s@]@[^\s@]""",
    re.VERBOSE | re.IGNORECASE,
)


class Start(NamedTuple):
    """How a line begins.

    Attributes:
        indent: how far right.
        marked: whether a bullet, a number or a date says that something begins.
        dated: whether a date or a time of day stands first.
        numbered: whether a CPR number stands first, behind the date if there is one.
        name: the words of the name, in lower case; none where none stands there.
        is_known: whether one of them is a first name.
        bare: whether the line holds the name and nothing more.
        small: whether it begins with a small letter, and not with a name.
    """

    indent: int
    marked: bool
    dated: bool
    numbered: bool
    name: tuple[str, ...]
    is_known: bool
    bare: bool
    small: bool

    @property
    def begins(self) -> bool:
        """Whether somebody's entry may begin so."""
        return self.dated or self.numbered or bool(self.name)


def start_of(line: str) -> Start:
    """How a line begins, which is not empty."""
    found = _START.match(line)
    assert found is not None
    name, more, end = _name(line, found.end())
    return Start(
        len(found["indent"].expandtabs()),
        bool(found["mark"] or found["number"] or found["date"]),
        found["date"] is not None,
        found["cpr"] is not None,
        name,
        bool(name) and any(part in _first_names() for word in more for part in _PARTS.split(word)),
        bool(name) and not line[end:].strip(" .,:;\t"),
        not name and line[found.end("indent") :][:1].islower(),
    )


def is_record(text: str) -> bool:
    """Whether it holds a number of some length, a date, an amount or an e-mail address."""
    return bool(_RECORD.search(text))


def is_known_by(text: str) -> bool:
    """Whether it holds what tells one person from another: a CPR number, a telephone, an address."""
    return bool(_KNOWN_BY.search(_DATES.sub("", text)))


def numbers_of(text: str) -> frozenset[str]:
    """The digits of what has the shape of CPR numbers."""
    return frozenset("".join(filter(str.isdigit, number)) for number in _NUMBERS.findall(text))


def _name(line: str, at: int) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """The words of a name that begins here, with them what stands behind a comma, and where the name ends."""
    words, at = _words(line, at)
    behind, end = _words(line, at + 2) if words and line.startswith(", ", at) else ((), at)
    name, at = ((*words, *behind), end) if len(words) == 1 else (words, at)
    if len(name) < 2 or _HOUSE.match(line, at):
        return (), (), at
    return name, (*words, *behind), at


def _words(line: str, at: int) -> tuple[tuple[str, ...], int]:
    """Words with capitals, and the small ones between them, with one space between; and where they end."""
    words, end = list[str](), at
    while len(words) < _MOST_WORDS and (found := _WORD.match(line, at)):
        word = found[0].lower().rstrip(".")
        if not (found[0][0].isupper() or (words and word in _SMALL)):
            break
        words.append(word)
        end = found.end()
        if not line.startswith(" ", end):
            break
        at = end + 1
    return tuple(words), end


@cache
def _first_names() -> frozenset[str]:
    text = files("dsar.extract").joinpath("first_names.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.split("\n") if not line.startswith("#") for word in line.split())
