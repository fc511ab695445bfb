"""Finds e-mail addresses.

An address is a local part, @ and a domain that ends in letters; Danish letters are
allowed on both sides (RFC 6531). The key is lower case. Characters that RFC 5321 allows
but that in practice end a word (``=?/|``) are not taken into the local part.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from dsar.detect.detector import Detector
from dsar.detect.weights import Weigher
from dsar.model import Finding, Kind, Span

LONGEST_LOCAL = 64
"""RFC 5321, 4.5.3.1."""

_LOCAL = regex.compile(rf"(?r)[\p{{L}}\p{{M}}\p{{Nd}}._%+'~&-]{{1,{LONGEST_LOCAL}}}")
_LABEL = r"[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}_-]{0,62}+"
_DOMAIN = regex.compile(rf"{_LABEL}(?:\.{_LABEL}){{0,8}}+")
_AT = regex.compile(rf"@(?={_LABEL}\.[\p{{L}}\p{{Nd}}])")
"""A domain has a dot: names on a local network are no one's address."""
_TOP_LEVEL = regex.compile(r"(?:xn--[a-z0-9-]{2,59}|\p{L}{2,24})")


class EmailDetector:
    """Finds e-mail addresses."""

    def __init__(self, *, weigher: Weigher) -> None:
        self._weigher = weigher

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield addresses in text order."""
        done = 0
        for match in _AT.finditer(text):
            span = _span(text, match.start(), done)
            if span is not None:
                done = span.end
                rules = _rules(text, span, match.start())
                yield Finding(Kind.EMAIL, span, span.of(text).lower(), self._weigher.weigh(rules))


def _span(text: str, at: int, done: int) -> Span | None:
    local = _LOCAL.match(text, max(done, at - LONGEST_LOCAL), at)
    domain = _DOMAIN.match(text, at + 1)
    if local is None or domain is None:
        return None
    start = at - len(local.group().lstrip("._%+'~&-"))
    labels = domain.group().rstrip("-_").split(".")
    # "skriv til a@b.dk.Hilsen": the next sentence, not a top level
    if len(labels) > 2 and labels[-1][:1].isupper() and not labels[-2][:1].isupper():
        labels.pop()
    end = at + 1 + len(".".join(labels))
    return Span(start, end) if start < at else None


def _rules(text: str, span: Span, at: int) -> Iterator[str]:
    yield "email.form"
    domain = text[at + 1 : span.end]
    if not _TOP_LEVEL.fullmatch(domain.rpartition(".")[2].lower()):
        yield "email.top_level.odd"
    if ".." in text[span.start : at] or text[at - 1] in "._-'" or "_" in domain:
        yield "email.odd"
    if text[span.end : span.end + 1] == "@" or text[span.start - 1 : span.start] == "@":
        yield "email.chain"


_checked: type[Detector] = EmailDetector
