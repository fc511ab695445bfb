"""Whom a letter or mail greets, who signs it, and who said what is quoted, at a place of its text. Pure.

The greeting is the last before the place, the signature the first behind it, so that a thread of mails is read
mail by mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.model import Span

_GREETING = re.compile(
    r"(?:\A|\n)[ >]{0,4}(?:kære|hej|goddag|(?-i:Til|TIL)|att\.?:?|dear|hi)[ ]{1,2}(?P<who>[^\n,.!:]{2,60})",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?<![^\W_])(?:hilsen|hilsner|hilsener|mvh\.?|vh\.?|regards)[ ,]{0,2}(?:fra[ ])?(?:\n[ >]{0,4}){0,3}"
    r"(?P<who>[^\n,0-9]{2,60})",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?<![^\W_])(?:skrev|skriver)[ ](?P<who>[^\n,.!:<>]{2,60}?)[ ]?(?:<[^<>\n]{3,100}>)?:[ ]?\n")
_HEAD_LINES = 8
_FAR = 8_000
"""Characters between a place and its greeting or signature; about what a passage has."""


def greeting(text: str, at: int) -> Span | None:
    """Who is greeted before the place."""
    *_, last = None, *_GREETING.finditer(text, max(0, at - _FAR), at)
    return Span(*last.span("who")) if last else None


def head_lines(text: str, at: int) -> Iterator[Span]:
    """The lines before the place in which a letter without a greeting says to whom it is."""
    start = 0
    for line in text[:at].split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        yield Span(start, start + len(line))
        start += len(line) + 1


def signature(text: str, at: int) -> Span | None:
    """Who signs behind the place, before anybody else is greeted."""
    first = _SIGNATURE.search(text, at, at + _FAR)
    if first is None or _GREETING.search(text, at, first.start()):
        return None
    return Span(*first.span("who"))


def quoted(text: str, at: int) -> Span | None:
    """Who is said to have written what stands at the place, and has not signed since."""
    *_, last = None, *_QUOTED.finditer(text, max(0, at - _FAR), at)
    if last is None or _SIGNATURE.search(text, last.end(), at):
        return None
    return Span(*last.span("who"))
