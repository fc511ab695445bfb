"""What a letter says of "you" is of whom it greets, and what a mail says of "me" of whom it is signed by. Pure.

A word for another person between, as in "your son's account", makes it theirs.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from dsar.detect.kin import NEAREST, WIDER
from dsar.model import Finding, Kind, Span
from dsar.redact.fold import folded_words
from dsar.redact.voices import greeting, head_lines, signature

SAID = frozenset(
    {
        *(Kind.PHONE, Kind.ADDRESS, Kind.BIRTH_DATE, Kind.ACCOUNT, Kind.IBAN, Kind.PLATE),
        *(Kind.MATRIKEL, Kind.PASSPORT, Kind.DRIVING_LICENCE, Kind.CASE_NUMBER),
    }
)
"""Kinds that are somebody's whom the words before them tell."""
_BETWEEN_WORDS = r"(?:[ ,:(\n]{1,3}[^\W0-9_][\w.-]{0,24}){1,7}[ ,:(.\n]{0,3}\Z"
_YOURS = re.compile(rf"(?<![^\W_])(?P<said>(?:din|dit|dine){_BETWEEN_WORDS})", re.IGNORECASE)
_MINE = re.compile(
    rf"(?<![^\W_])(?P<said>(?:min|mit|mine){_BETWEEN_WORDS}"
    r"|(?:jeg|mig)(?:[ ][^\W0-9_]{1,20}){0,5}[ ](?:på|fra|nummer|nr|tlf|telefon|mobil)\.?:?[ ]{0,2}\Z)",
    re.IGNORECASE,
)
_MORE = re.compile(r"[0-9][0-9 ]{6,13}[ ]?(?:eller|og|samt|,|/)[ ](?:på[ ])?\Z", re.IGNORECASE)
"""A number before this one, of the same person."""
_SOMEBODY = re.compile(
    rf"(?<![^\W_])(?:(?:eks|sviger|sted|pleje)?(?:{NEAREST}|kæreste|partner)|{WIDER}|værge|ven|veninde|nabo"
    r"|bedstefar|bedstemor|fuldmægtig|advokat|revisor|læge|tandlæge|psykolog|udlejer|lejer|arbejdsgiver|chef|leder|kollega"
    r"|lærer|pædagog|bisidder|ledsager|mentor|[^\W_]{1,20}person|[^\W_]{1,20}rådgiver|[^\W_]{1,20}behandler)"
    r"(?:en|n|e|s|ens|ns|et|ets|nes|er|r|erne|ernes|res|ers)?(?![^\W_])",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"(?<![^\W_])(?P<said>(?:udbetal\w{0,4}|indsæt\w{0,4}|indsat|overfør\w{0,3}|(?:sættes|går)[ ]ind)"
    r"(?:[ \n][^\W0-9_]{1,20}){0,4}[ \n](?:på|til)"
    r"(?:[ ,:\n]{1,3}(?:reg(?:istrerings)?\.?(?:nr|nummer)?|konto\w{0,8}|nemkonto|nr)\.?:?){0,4}[ \n]{0,2}\Z)",
    re.IGNORECASE,
)
OWNED = frozenset({Kind.ACCOUNT, Kind.IBAN, Kind.PLATE, Kind.MATRIKEL})
"""Kinds that who writes of their own case tells of themselves, if they name nobody."""
_BEFORE = 120


def is_said_of(text: str, finding: Finding, unit: Span, names: Collection[str], *, borne: Collection[str] = ()) -> bool:
    """Whether an identifier is of the one with these names, by "your" in a letter to them or "my" in one by them.

    ``unit`` is the sentence that it stands in; ``names`` are the folded words of their names, ``borne`` of others'
    in the document: a first name alone that is among them tells nobody.
    """
    span = finding.span
    said = text[max(unit.start, span.start - _BEFORE) : span.start]
    while more := _MORE.search(said):
        said = said[: more.start()]
    for pattern, is_theirs in ((_YOURS, _is_greeted), (_PAID, _is_greeted), (_MINE, _signs)):
        found = pattern.search(said)
        if found and _SOMEBODY.search(found["said"]) is None and is_theirs(text, span, names, borne):
            return True
    if finding.kind not in OWNED or _SOMEBODY.search(text, unit.start, unit.end):
        return False
    return _signs(text, span, names, borne)


def _is_greeted(text: str, span: Span, names: Collection[str], borne: Collection[str]) -> bool:
    if (greeted := greeting(text, span.start)) is not None:
        return _is_name(greeted.of(text), names, borne)
    lines = (line.of(text) for line in head_lines(text, span.start))
    return any(len(folded_words(line)) > 1 and _is_name(line, names, borne) for line in lines)


def _signs(text: str, span: Span, names: Collection[str], borne: Collection[str]) -> bool:
    signed = signature(text, span.end)
    return signed is not None and _is_name(signed.of(text), names, borne)


def _is_name(written: str, names: Collection[str], borne: Collection[str]) -> bool:
    words = folded_words(written)
    return bool(words) and all(word in names for word in words) and (len(words) > 1 or words[0] not in borne)
