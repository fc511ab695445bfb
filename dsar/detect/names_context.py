"""What stands around a name and makes it a company's, a school's or a street's."""

from __future__ import annotations

import re

from dsar.detect.addresses_streets import sure_ending
from dsar.detect.names_found import Found
from dsar.detect.names_kinds import Kinds
from dsar.detect.names_words import name_words

_AGAINST = -12.0
_AFTER = re.compile(r"(['’s]{0,2})(?:[ \u00a0,]{1,2}|-)([^\s,;:()]{1,30})(?:[ ]([^\s,;:()]{1,30}))?")
_FORM = re.compile(r"(?:A/S|ApS|I/S|K/S|P/S|IVS|A\.?[Mm]\.?[Bb]\.?[Aa]\.?|[Ff]\.?m\.?b\.?a\.?)[.,;)]?\Z", re.IGNORECASE)
_PARTNER = re.compile(r"[ ]?&[ ](?:Co|Søn|Sønner|[^\W\d_a-zæøå])")
_BEFORE = re.compile(r"([^\s,;:()]{1,30})[ ]\Z")
_PARTNER_BEFORE = re.compile(r"[^\W\d_][ ]?&[ ]\Z")


class Context:
    """Weighs what stands around a candidate."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._words = name_words()

    def weigh(self, found: Found, text: str) -> None:
        """Add the evidence against a candidate that its neighbours give."""
        if self._in_company(found, text):
            found.add("name.company", _AGAINST)
        elif self._in_place(found, text):
            found.add("name.place", _AGAINST)

    def _in_company(self, found: Found, text: str) -> bool:
        if _PARTNER.match(text, found.end) or _PARTNER_BEFORE.search(text, max(0, found.start - 4), found.start):
            return True
        after = _AFTER.match(text, found.end)
        if after and (_FORM.match(after[2]) or (after[3] and after[2][0].isupper() and _FORM.match(after[3]))):
            return True
        before = _BEFORE.search(text, max(0, found.start - 32), found.start)
        return before is not None and (
            before[1].lower() in self._words.carriers
            or before[1].lower().endswith(("firmaet", "firma", "forretningen", "salonen"))
        )

    def _in_place(self, found: Found, text: str) -> bool:
        last = found.words[-1].lower()
        if (
            len(found.words) > 1
            and self._is_organisation(last)
            and self._kinds.key_of(found.words[-2].lower()) != found.words[-2].lower()
        ):
            return True
        if len(found.words) > 1 and sure_ending(last) and self._kinds.entry(last).last < 30:
            return True
        after = _AFTER.match(text, found.end)
        if after is None or not after[2][0].isupper():
            return False
        genitive = bool(after[1]) or last.endswith(("s", "'", "’", "x", "z"))
        return self._is_organisation(after[2].lower().rstrip(".")) and (
            genitive or after[2].lower() not in _SURNAMES_TOO
        )

    def _is_organisation(self, word: str) -> bool:
        return word in self._words.organisations or word.endswith(_ENDINGS)


_SURNAMES_TOO = frozenset({"gade", "bro", "park", "bank", "holding", "hus", "vang", "auto", "have", "kirke"})
_ENDINGS = ("salon", "skole", "skolen", "forretning", "gymnasium", "kollegium", "firma", "værksted", "selskab", "fond")
