"""Who plays which part in a document, by its labels, heads, greetings and signatures. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dsar.find.roles import HitRole, role_at
from dsar.model import Span
from dsar.redact.around import Side
from dsar.redact.fold import folded_words
from dsar.redact.sexes import Sex
from dsar.redact.speech import Role, Word, relative_of, role_before, role_behind
from dsar.redact.voices import greeting, head_lines, quoted, signature

_HEAD = re.compile(
    r"(?<![^\W_])(?:vedr\.?|vedrørende|angående|ang\.?|navn|sagen[ ](?:om|handler[ ]om)|sag|journal(?:[ ]for)?|om)"
    r"[ ]{0,2}[:\n]?[ ]{0,2}(?:[\w.-]{1,20}[ ]{0,2}[–:-][ ]{0,2})?\Z",
    re.IGNORECASE,
)
"""Before the name of whom a file or an entry is about."""
_OF_FILES = "barn"
"""The part in a case whose bearer the file is about."""
_OF_NAME = 30
"""Characters between a name and its bearer's number."""
_CALLED = re.compile(r"[^\W_]{2,4},[ ](?P<who>[^\n,.]{2,60}),", re.IGNORECASE)
"""You, by name: "Du, Bo, får"."""
_SENDER = re.compile(r"(?:\A|\n)(?:from|fra|afsender):[ ]{0,2}(?P<who>[^\n<]{2,80})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's name or number at a place; ``side`` is whose it is."""

    span: Span
    side: Side
    sex: Sex | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """Folded words of the subject's names, and of others' in the document who do not act in office."""

    own: frozenset[str] = field(repr=False)
    others: frozenset[str] = field(repr=False)

    def side(self, written: str) -> Side | None:
        """Whose name it is; None of nobody's that is known, of several people's, and of what both bear."""
        words = folded_words(written)
        if words and self.own.issuperset(words):
            return Side.SUBJECT if len(words) > 1 or words[0] not in self.others else None
        first = words[:-1] or words  # a relative's surname may be the subject's too
        return Side.OTHER if self.own.isdisjoint(first) and not self.others.isdisjoint(first) else None


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in a document.

    Attributes:
        sex: the subject's.
        roles: by the stem of a word, whom it means in this document.
        main: whom the document is about, if it is about one.
        sender: who sent it, if it is a mail.
        strangers: the words, of "you" and "I", that mean somebody else, as they call the subject a relative.
    """

    sex: Sex | None = None
    roles: Mapping[str, Side] = field(default_factory=dict)
    main: Side | None = None
    sender: Side | None = None
    strangers: frozenset[Word] = frozenset()


def cast_of(texts: Iterable[tuple[str, Sequence[Person]]], names: Names, sex: Sex | None) -> Cast:
    """Who is who by all the texts of one document."""
    parts: dict[str, set[Side]] = {}
    mains, senders, strangers = set[Side](), set[Side](), set[Word]()
    for text, people in texts:
        strangers.update(
            owner for one in people if one.side is Side.SUBJECT and (owner := relative_of(text, one.span)) is not None
        )
        for person in people:
            if person.side is not Side.EMPLOYEE and (role := role_of(text, person, people)) is not None:
                parts.setdefault(role.stem, set()).add(person.side)
        mains.update(side for line in _lines(text) if (side := head(text, line, people)) is not None)
        senders.update(side for m in _SENDER.finditer(text) if (side := _signer(text, Span(*m.span("who")), names)))
    roles = {stem: next(iter(sides)) for stem, sides in parts.items() if len(sides) == 1}
    return Cast(sex, roles, _only(mains), _only(senders), frozenset(strangers))


def main_by_numbers(texts: Iterable[tuple[str, Sequence[Person]]]) -> Side | None:
    """Whom a document is about by the CPR numbers of those whom it calls no relatives, if they are one side's."""
    told = ((one, role_of(text, one, people)) for text, people in texts for one in people if one.numbered)
    return _only({one.side for one, role in told if role is None or role.word is not Word.KIN})


def role_of(text: str, person: Person, people: Sequence[Person]) -> Role | None:
    """What the words beside a name, or beside the name that a number follows, say that its bearer is."""
    if (role := role_before(text, person.span) or role_behind(text, person.span)) is not None or not person.numbered:
        return role
    last = bisect_right(people, person.span.start, key=lambda one: one.span.end) - 1
    if last < 0 or people[last].numbered or person.span.start - people[last].span.end > _OF_NAME:
        return None
    return role_of(text, people[last], people)


def inside(people: Sequence[Person], within: Span) -> Sequence[Person]:
    """Those who are named in a stretch; people are in the text's order."""
    first = bisect_right(people, within.start, key=lambda one: one.span.end)
    return people[first : bisect_left(people, within.end, lo=first, key=lambda one: one.span.start)]


def head(text: str, within: Span, people: Sequence[Person], *, entry: bool = False) -> Side | None:
    """Whom a line or sentence says that what follows is about; ``entry`` is whether it begins one that names people."""
    here = (one for one in inside(people, within) if one.side is not Side.EMPLOYEE)
    found = [(one, role_of(text, one, people)) for one in here]
    named = [(one, role) for one, role in found if role is None or role.word is Word.MAIN or role.stem == _OF_FILES]
    if len({one.side for one, _ in named}) != 1:
        return None
    told = entry or any(one.numbered or role is not None or _is_headed(text, one.span) for one, role in named)
    return named[0][0].side if told else None


def _is_headed(text: str, name: Span) -> bool:
    return _HEAD.search(text, max(0, name.start - 40), name.start) is not None


def author(text: str, at: int, names: Names, cast: Cast) -> Side | None:
    """Whose "I" stands at a place; None of who acts in office, and where nobody is known to speak."""
    if Word.I in cast.strangers:
        return Side.OTHER
    if (intro := quoted(text, at)) is not None:
        return names.side(intro.of(text))
    signed = signature(text, at)
    if signed is None:
        return cast.sender
    return _signer(text, signed, names)


def addressee(text: str, at: int, names: Names, cast: Cast) -> Side | None:
    """Who is "you" at a place; None where the subject writes, or several are written to and none is named behind it."""
    if (called := _CALLED.match(text, at)) is not None and (side := names.side(called["who"])) is not None:
        return side
    if Word.YOU in cast.strangers:
        return Side.OTHER
    if author(text, at, names, cast) is Side.SUBJECT:
        return None
    if (greeted := greeting(text, at)) is not None:
        return names.side(greeted.of(text))
    whole = (line.of(text) for line in head_lines(text, at))
    return next((side for line in whole if len(folded_words(line)) > 1 and (side := names.side(line))), None)


def _signer(text: str, name: Span, names: Names) -> Side | None:
    return None if role_at(text, name) is HitRole.EMPLOYEE else names.side(name.of(text))


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _only(sides: set[Side]) -> Side | None:
    return next(iter(sides)) if len(sides) == 1 else None
