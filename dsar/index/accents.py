"""Letters without the accents of all Latin scripts; the Danish letters æ, ø and å stay.

Keyboards, registers and passenger lists leave accents out: Nguyễn is Nguyen, Wiśniewska is Wisniewska. A text is
indexed in both forms, and a question asks for both, so that neither side must have the accents that the other has.
One letter becomes one letter, so that places in a text stay what they are.
"""

from __future__ import annotations

import re
from unicodedata import combining, decomposition

# Accented letters: all of the Latin blocks but the Danish ones, and marks that no letter took up.
_ACCENTED = re.compile("[\u00c0-\u00c4\u00c7-\u00d6\u00d9-\u00e4\u00e7-\u00f6\u00f9-\u02af\u0300-\u036f\u1e00-\u1eff]")
# Letters that Unicode does not take apart.
_WHOLE = {
    "ł": "l", "ı": "i", "ə": "e", "đ": "d", "ð": "d", "þ": "t", "ß": "s", "œ": "o", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ɓ": "b", "ɗ": "d", "ɖ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ǝ": "e", "ɣ": "g", "ʋ": "v", "ʒ": "z",
    "ƶ": "z", "ɨ": "i", "ʉ": "u", "ĸ": "k", "ŀ": "l", "ɲ": "n", "ƒ": "f", "ǥ": "g",
}  # fmt: skip
_DANISH = "æøåÆØÅ"


class _Plain(dict[int, int]):
    """The plain letter of each; worked out when first asked for, as :meth:`str.translate` asks."""

    def __missing__(self, number: int) -> int:
        letter = chr(number)
        while letter not in _DANISH and (parts := decomposition(letter)) and not parts.startswith("<"):
            letter = chr(int(parts.split()[0], 16))
        small = _WHOLE.get(letter.lower(), "")
        if small:
            letter = small.upper() if letter.isupper() else small
        self[number] = ord(letter)
        return self[number]


_PLAIN = _Plain()
_UNACCENTED = bytes(number for number in range(256) if not _ACCENTED.match(chr(number)))


def without_accents(text: str) -> str:
    """The text without accents; as long as it was, but for marks that stand by themselves, which go."""
    if text.isascii():
        return text
    try:
        accented = bool(text.encode("latin-1").translate(None, _UNACCENTED))  # quicker than to search for one
    except UnicodeEncodeError:
        accented = _ACCENTED.search(text) is not None
    if not accented:
        return text
    plain = text.translate(_PLAIN)
    return plain if _ACCENTED.search(plain) is None else "".join(c for c in plain if not combining(c))
