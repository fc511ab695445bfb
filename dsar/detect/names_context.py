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
_PARTNER = re.compile(r"[ ]?&[ ]([^\W\d_a-zæøå][^\W\d_]{0,30})")
_NAMED_AFTER = re.compile(
    r"(?:[ ](?:den|af|von|van|de|[A-ZÆØÅ][^\W\d_]{1,25}\.?)){0,3}[ ][A-ZÆØÅ][^\W\d_]{1,25}[s'’][ ]"
    r"(?:Vej|Gade|Plads|Allé|Alle|Stræde|Torv|Park|Vænge|Boulevard|Bro|Sti|Kirke|Skole|Kollegium|Have|Minde)(?![^\W_])"
)
_WORDS_AFTER = re.compile(r"[ ]([^\W\d_]{1,20})(?:[ ]([^\W\d_]{1,30}))?")
_NUMBER_AFTER = re.compile(r"[ ][0-9]{1,2}(?![0-9./:-])")
_CALLED = frozenset({"hedder", "en"})
_SAINT = re.compile(r"(?:Sct\.|Skt\.|Sankt)[ ]\Z")
_AND = frozenset({"og", "eller"})
_PRONOUNS = frozenset(["jeg", "du", "han", "hun", "vi", "de", "hans", "hendes", "min", "mit", "mine", "sin", "alle"])
_BEFORE = re.compile(r"([^\s,;:()]{1,30})[ ]\Z")
_PARTNER_BEFORE = re.compile(r"((?:[^\W\d_]{1,30}[ ]){0,3})([^\W\d_]{1,30})[ ]?&[ ]\Z")
_LONGEST = 72
_COMPOUND = re.compile(r"[^\W\d_a-zæøå].{0,60}-([a-zæøå]{3,40})\Z")


class Context:
    """Weighs what stands around a candidate."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._words = name_words()
        self._carriers = (*self._words.carriers, *_CARRIER_ENDINGS)

    def weigh(self, found: Found, text: str) -> None:
        """Add the evidence against a candidate that its neighbours give."""
        after = _AFTER.match(text, found.end)
        if self._in_company(found, text, after) or found.words[0].lower() in self._words.brands:
            found.add("name.company", _AGAINST)
        elif self._is_pets(found, text):
            found.add("name.ordinary", _AGAINST)
        elif self._in_place(found, text, after):
            found.add("name.place", _AGAINST)
        elif self._is_compound(found.words[-1]):
            found.add("name.ordinary", _AGAINST)
        elif len(found.words) == 1 and self._is_ordinary(found, text) and not found.told:
            found.add("name.ordinary", -4.0)

    def _in_company(self, found: Found, text: str, after: re.Match[str] | None) -> bool:
        if self._has_partner(found, text):
            return True
        apart = after is not None and _apart(found, text, after)
        if after and (
            _FORM.match(after[2]) or (after[3] and not apart and after[2][0].isupper() and _FORM.match(after[3]))
        ):
            return True
        near = text[max(0, found.start - 32) : found.start]
        if not near.endswith(" ") or not near[:-1].lower().endswith(self._carriers):
            return False
        before = _BEFORE.search(near)
        return before is not None and (
            before[1].lower() in self._words.carriers or before[1].lower().endswith(_CARRIER_ENDINGS)
        )

    def _is_pets(self, found: Found, text: str) -> bool:
        """Whether an animal, a car or a play is called so: ``Hund: Bella``, ``Skuespillet Peer Gynt``."""
        near = text[max(0, found.start - 32) : found.start]
        word = near.rstrip(": ").rpartition(" ")[2].lower()
        if word in _CALLED:
            word = near.rstrip(": ").removesuffix(word).removesuffix(" er ").rstrip().rpartition(" ")[2].lower()
        return word in self._words.pets

    def _has_partner(self, found: Found, text: str) -> bool:
        """Whether ``&`` joins it to another name as in a company's; first names on both sides are two persons."""
        if text.find("&", max(0, found.start - 3), found.end + 3) < 0:
            return False
        before = _PARTNER_BEFORE.search(text, max(0, found.start - _LONGEST), found.start)
        after = _PARTNER.match(text, found.end)
        first = self._kinds.of(found.words[0]) in ("fb" if len(found.words) > 1 else "f")
        if before:
            names = [*before[1].split(), before[2]] if len(found.words) > 1 else [before[2]]
            return not (first and any(self._kinds.of(name) == "f" for name in names))
        return after is not None and not (first and self._kinds.of(after[1]) == "f")

    def _in_place(self, found: Found, text: str, after: re.Match[str] | None) -> bool:
        last = found.words[-1].lower()
        if (
            len(found.words) > 1
            and self._is_organisation(last)
            and (
                self._kinds.entry(last).last < _BORNE
                or self._kinds.key_of(found.words[-2].lower()) != found.words[-2].lower()
            )
        ):
            return True
        if sure_ending(last) == last and _SAINT.search(text, max(0, found.start - 7), found.start):
            return True
        if len(found.words) > 1 and sure_ending(last) and self._kinds.entry(last).last < 30:
            return True
        if _NAMED_AFTER.match(text, found.end):
            return True
        if after is None or not after[2][0].isupper() or _apart(found, text, after):
            return False
        lowered = after[2].lower().rstrip(".,")
        genitive = bool(after[1]) or last.endswith(("s", "'", "’", "x", "z"))
        if genitive and sure_ending(lowered) == lowered:  # Villads Munkholms Vej
            return True
        return self._is_organisation(after[2].lower().rstrip(".")) and (
            genitive or self._kinds.entry(after[2].lower()).last < _BORNE
        )

    def _is_ordinary(self, found: Found, text: str) -> bool:
        """Whether a word that is a name too is used as a word: ``Per mail``, ``Line 3``, ``Storm og regn``."""
        word = found.words[0].lower()
        if not self._kinds.entry(word).word:
            return False
        if after := _WORDS_AFTER.match(text, found.end):
            if after[1] in self._words.units:
                return True
            other = after[2] if after[1] in _AND else None
            return (
                other is not None
                and self._kinds.of(other) == "w"
                and other not in self._words.titles
                and other not in _PRONOUNS
            )
        return _NUMBER_AFTER.match(text, found.end) is not None

    def _is_compound(self, word: str) -> bool:
        """Whether a thing is called after somebody: ``Jacobsen-stole``, ``Rasmus-modellen``."""
        compound = _COMPOUND.match(word)
        return compound is not None and self._kinds.is_word(compound[1]) and self._kinds.of(compound[1]) not in "fbl"

    def _is_organisation(self, word: str) -> bool:
        return word in self._words.organisations or word.endswith(_ENDINGS)


def _apart(found: Found, text: str, after: re.Match[str]) -> bool:
    """Whether a comma parts it from what follows: "Anders Jensen, Vestskolen" is who goes, lives or works there."""
    return "," in text[found.end : after.start(2)]


_BORNE = 50
"""So many bearers make the word after a name another surname rather than a company or a place."""
_CARRIER_ENDINGS = ("firmaet", "firma", "forretningen", "salonen")
_ENDINGS = ("salon", "skole", "skolen", "forretning", "gymnasium", "kollegium", "firma", "værksted", "selskab", "fond")
