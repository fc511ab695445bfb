"""Finds Danish bank accounts: a registration number of four digits and an account number of up to ten.

The key is ``1234-0123456789``, the account number filled with zeros; an account number
that stands alone with its label has a key without a registration number.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from dsar.detect.context import label_rules, touching
from dsar.detect.detector import Detector
from dsar.detect.digits import Shape
from dsar.detect.labels import Labels
from dsar.detect.overlaps import first
from dsar.detect.weights import Weigher
from dsar.model import Finding, Kind, Span

OWN = frozenset({"account", "bank_reg"})

_NOT_DIGIT = regex.compile("[^0-9]")
_GAP = r"[ \u00a0\-\u2010-\u2013/.]"
_NUMBER = (
    r"(?P<account>[0-9]{6,10}(?![0-9])|(?:[0-9]{3}[ ][0-9]{3}[ ][0-9]{2}[ ][0-9]{2}"
    r"|[0-9]{3}[ ][0-9]{3}[ ]?[0-9]{1,4}|[0-9]{4}[ ][0-9]{3,6}"
    r"|[0-9]{2,3}[ ][0-9]{2}[ ][0-9]{2,3}[ ]?[0-9]{0,3})(?![0-9]|[ ][0-9]))"
)
_PAIR = Shape.of(
    rb"0(?<!00)(?=000[^0A-Za-z]{1,3}00[0\ ])",
    regex.compile(rf"(?P<reg>[0-9](?<![0-9][0-9])[0-9]{{3}}){_GAP}{{1,3}}{_NUMBER}"),
)
_APART = Shape.of(
    rb"0(?<!00)(?=000[^0]{2,28}00[0\ ])",
    regex.compile(
        r"(?P<reg>[0-9](?<![0-9][0-9])[0-9]{3})(?=[^0-9])[ ,;/\n\u00a0-]{0,3}(?=\p{L})[^\n0-9]{2,24}+\n?" + _NUMBER
    ),
)
_ENDS = frozenset(" \n.,;)") | {""}
_YEAR = regex.compile(r"(?:19[89]|20[0-4])[0-9]-[0-9]{4,8}(?![0-9])")
_ALONE = Shape.of(rb"0(?<!00)(?=0{4,13}(?!0))", regex.compile(r"[0-9](?<![0-9][0-9])[0-9]{4,13}(?![0-9])"))


class AccountDetector:
    """Finds bank accounts."""

    def __init__(self, *, weigher: Weigher, labels: Labels) -> None:
        self._weigher = weigher
        self._labels = labels

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield accounts in text order."""
        found = [*self._pairs(text)]
        if self._labels.mentions(text, "account"):
            found += [*self._apart(text), *self._alone(text)]
        yield from first(found)

    def _pairs(self, text: str) -> Iterator[Finding]:
        for match in self._labels.digits(text).find(_PAIR):
            yield self._finding(text, match.span(), _key(*match.group("reg", "account")), "account.form.pair")

    def _apart(self, text: str) -> Iterator[Finding]:
        """``reg.nr. 1234, kontonr. 0123456789``: both numbers have their own label."""
        for match in self._labels.digits(text).find(_APART):
            if self._labels.adjacent(text, match.start("account")) != "account":
                continue
            before = self._labels.of(text, match.start("reg"))
            if before is not None and before.kind in OWN:
                key = _key(*match.group("reg", "account"))
                yield self._finding(text, match.span(), key, "account.form.apart")

    def _alone(self, text: str) -> Iterator[Finding]:
        """``konto 0123456789``: from eleven digits on, the first four are the registration number."""
        for match in self._labels.digits(text).find(_ALONE):
            if self._labels.adjacent(text, match.start()) == "account":
                digits = match.group()
                reg, account = (digits[:4], digits[4:]) if len(digits) > 10 else (None, digits)
                yield self._finding(text, match.span(), _key(reg, account), "account.form.alone")

    def _finding(self, text: str, place: tuple[int, int], key: str, form: str) -> Finding:
        span = Span(*place)
        rules = [form, *label_rules(self._labels, text, span, kind="account", own=OWN)]
        rules += touching(text, span, kind="account")
        if (
            "account.joined" in rules
            and text.startswith(": ", span.start - 2)
            and text[span.end : span.end + 1] in _ENDS
        ):
            rules.remove("account.joined")  # "fra 1/8: 6610-4581237890"
        if _YEAR.match(text, span.start):
            rules.append("account.year")
        return Finding(Kind.ACCOUNT, span, key, self._weigher.weigh(rules))


def _key(reg: str | None, account: str) -> str:
    digits = _NOT_DIGIT.sub("", account).zfill(10)
    return f"{reg}-{digits}" if reg else digits


_checked: type[Detector] = AccountDetector
