"""Finds e-mail addresses.

An address is a local part, @ and a domain that ends in letters; Danish letters are
allowed on both sides (RFC 6531). The key is lower case. Characters that RFC 5321 allows
but that in practice end a word (``=?/|``) are not taken into the local part. Logs and links
have ``%40`` for the @ (RFC 3986), and people who fear robots write ``(at)``.
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
_WRITTEN = regex.compile(
    r"(?:%40|(?<=\p{L})[(\[{]a[)\]}]|[(\[{](?:at|snabel-?a)[)\]}][ ]?)"
    rf"(?={_LABEL}(?:\.{_LABEL}){{0,6}}\.\p{{L}}{{2,24}}(?![\p{{L}}\p{{Nd}}_]))",
    regex.IGNORECASE,
)
"""What else may stand for @: in links and logs, and where people write for people only."""
_ENCODED = regex.compile(r"(?r)%(?!2[BDEbde])[0-9A-Fa-f]{2}")
"""What ends a word in a link; the rest are the signs + - . of a local part."""
_TOP_LEVEL = regex.compile(r"(?:xn--[a-z0-9-]{2,59}|\p{L}{2,24})")


class EmailDetector:
    """Finds e-mail addresses."""

    def __init__(self, *, weigher: Weigher) -> None:
        self._weigher = weigher

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield addresses in text order."""
        done = 0
        for sign in _signs(text):
            span = _span(text, sign, done)
            if span is not None:
                done = span.end
                local, domain = text[span.start : sign.start], text[sign.end : span.end]
                rules = _rules(text, span, local=local, domain=domain)
                key = f"{local}@{domain}".lower().replace("%2b", "+")
                yield Finding(Kind.EMAIL, span, key, self._weigher.weigh(rules))


def _signs(text: str) -> list[Span]:
    """Where an @ stands that may have an address around it, and what stands for one."""
    written = [match for sign in "%([{" for place in _places(text, sign) if (match := _WRITTEN.match(text, place))]
    signs = [Span(*match.span()) for match in _AT.finditer(text)]
    signs += [Span(match.start() - (text[match.start() - 1] == " "), match.end()) for match in written if match.start()]
    return sorted(signs, key=lambda sign: sign.start) if written else signs


def _places(text: str, sign: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + 1)


def _span(text: str, sign: Span, done: int) -> Span | None:
    at = sign.start
    begin = max(done, at - LONGEST_LOCAL)
    if sign.end - at > 1 and (encoded := _ENCODED.search(text, begin, at)):
        begin = encoded.end()
    local = _LOCAL.match(text, begin, at)
    domain = _DOMAIN.match(text, sign.end)
    if local is None or domain is None:
        return None
    start = at - len(local.group().lstrip("._%+'~&-"))
    labels = domain.group().rstrip("-_").split(".")
    # "skriv til a@b.dk.Hilsen": the next sentence, not a top level
    if len(labels) > 2 and labels[-1][:1].isupper() and not labels[-2][:1].isupper():
        labels.pop()
    end = sign.end + len(".".join(labels))
    return Span(start, end) if start < at else None


def _rules(text: str, span: Span, *, local: str, domain: str) -> Iterator[str]:
    yield "email.form"
    if not _TOP_LEVEL.fullmatch(domain.rpartition(".")[2].lower()):
        yield "email.top_level.odd"
    if ".." in local or local[-1] in "._-'" or "_" in domain:
        yield "email.odd"
    if text[span.end : span.end + 1] == "@" or text[span.start - 1 : span.start] == "@":
        yield "email.chain"


_checked: type[Detector] = EmailDetector
