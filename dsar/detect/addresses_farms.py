"""Homes with a name and no number: ``Sønder Elkjær, 9640 Farsø``, ``bor på Nørregård, Tved``.

With a postcode and its town behind, the name must end as those of farms and houses do. Without,
it is a farm's ("-gård"), and words before say that somebody lives there or owns it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dsar.detect.addresses_streets import street_words
from dsar.detect.addresses_towns import Towns
from dsar.detect.lexicon import Lexicon
from dsar.model import Evidence, Finding, Kind, Span

ENDINGS = (
    "gård", "gaard", "gården", "gaarden", "lund", "ly", "bo", "minde", "høj", "kær", "kjær", "dal", "mølle",
    "møllen", "mose", "holm", "toft", "bakke", "vang", "hede", "krog", "hvile", "lyst", "borg", "skov", "bjerg",
    "eng", "næs",
)  # fmt: skip
OFTEN = 1_000
"""So many bearers make a name before a town that of who lives there."""
_FARM = re.compile(r"gård(?:en)?(?![^\W_])")
_NAME = re.compile(r"[A-ZÆØÅ][^\W\d_]{2,25}")
_PLACE = re.compile(
    r",[ ]((?:[NSVØ]|Nr|Ndr|Sdr|Vr|Gl|St|Ll|Skt)\.[ ])?([A-ZÆØÅ][a-zæøå]{1,20}(?:[ ][A-ZÆØÅ][a-zæøå]{1,20})?)"
)
_OWNED = re.compile(
    r"(?:ejer|ejede|ejes|driver|drev|forpagter|har\ købt|har\ solgt|overtager|overtog|gården|landbruget|stedet)[ ]\Z"
    r"|c/o[ ]\Z",
    re.VERBOSE | re.IGNORECASE,
)
_SAYING = frozenset({
    "på", "boende", "adresse", "adressen", "ejendommen", "lejemålet", "boligen", "gården", "landbruget", "stedet",
    "ejer", "ejede", "ejes", "driver", "drev", "forpagter", "købt", "solgt", "overtager", "overtog", "c/o", "til",
    "fra", "beliggende", "tilmeldt", "bopæl", "er",
})  # fmt: skip
"""The last of the words that tell somebody to live or to own."""
_BACK = 60


class Farms:
    """Finds homes by their own names; ``labelled`` tells whether a text ends with words for an address."""

    def __init__(self, towns: Towns, lexicon: Lexicon, *, labelled: Callable[[str], bool]) -> None:
        self._towns, self._lexicon, self._labelled = towns, lexicon, labelled

    def told(self, text: str) -> Iterator[Finding]:
        """Yield the farms that words tell somebody to live at, or to own."""
        if "gård" in text:
            for match in _FARM.finditer(text):
                yield from self._told(text, match.end())

    def before(self, text: str, code: re.Match[str]) -> Finding | None:
        """The home before a postcode, which stands behind a comma or at a line's begin."""
        gap = code.start() - (2 if text[code.start() - 1] == " " else 1)
        begin = self._begin(text, gap) if self._towns.is_code(code[0]) else None
        if begin is None:
            return None
        end = self._towns.at(text, code.end() + 1)
        if not self._towns.belongs(code[0], text[code.end() + 1 : end].lower()):
            return None
        label = self._says_so(text, begin)
        last = text[begin:gap].rpartition(" ")[2].lower()
        surname = self._lexicon.get(last).last >= OFTEN and " " not in text[begin:gap]
        if not last.endswith(ENDINGS) or (not label and (surname or self._lexicon.is_word(last))):
            return None
        return _finding(text[begin:gap], code[0], Span(begin, end), ("address.postcode", 4.0), label=label)

    def _told(self, text: str, end: int) -> Iterator[Finding]:
        begin = self._begin(text, end)
        if begin is None or not self._says_so(text, begin):
            return
        place = _PLACE.match(text, end)
        known = place is not None and (place[1] or self._is_place(place[2].lower()))
        whole = place.end() if place is not None and known else end
        yield _finding(text[begin:end], "", Span(begin, whole), ("address.town", 1.0 if known else 0.0), label=True)

    def _is_place(self, name: str) -> bool:
        return self._lexicon.get(name).place == 1 or bool(self._towns.only_code(name))

    def _begin(self, text: str, end: int) -> int | None:
        """Where a home's name begins that ends at a place: at its modifiers, else at its last word."""
        *before, name = text[max(0, end - _BACK) : end].rpartition("\n")[2].split(" ")[-3:]
        if _NAME.fullmatch(name) is None:
            return None
        begin = end - len(name)
        for word in reversed(before):
            if not word[:1].isupper() or word.lower() not in street_words().modifiers:
                break
            begin -= len(word) + 1
        return begin

    def _says_so(self, text: str, begin: int) -> bool:
        before = text[max(0, begin - _BACK) : begin]
        last = before.rstrip().rpartition(" ")[2].lower()
        if last not in _SAYING and not last.endswith(":"):  # quick, as a farm's name is many a person's
            return False
        return self._labelled(before) or _OWNED.search(before) is not None


def _finding(name: str, code: str, span: Span, town: tuple[str, float], *, label: bool) -> Finding:
    evidence = [Evidence("address.farm", 0.5), Evidence(*town)]
    if label:
        evidence.append(Evidence("address.label", 2.0))
    return Finding(Kind.ADDRESS, span, f"{name.lower()}||{code}", tuple(evidence))
