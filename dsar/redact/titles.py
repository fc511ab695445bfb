"""Names of files, sheets and attachments without others' data. Pure.

They are short and write people in ways of their own (``brev_mette-hansen``), and what they are kept for is to
tell the documents apart. So words that nobody is called stay, and so does the subject's surname, although a
relative may bear it too: alone it says nothing that the subject does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.detect.lexicon import Lexicon
from dsar.model import LOCATOR_STEP, Finding, Kind
from dsar.redact import words as danish
from dsar.redact.belongs import Known
from dsar.redact.fold import folded_words
from dsar.redact.mask import BY_YEAR, line, without_ending
from dsar.redact.own import Own
from dsar.redact.plain_words import is_borne, is_mostly_a_word, is_plain_word
from dsar.redact.plan import Planner
from dsar.redact.removal import Reason
from dsar.words import REMOVED_OTHER

_SEPARATORS = str.maketrans(dict.fromkeys("_-+./!\\()[]&=", " "))
_CLEAN = re.compile(r"[^\w.,() æøåÆØÅ-]+")
_DAY = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]|[0-3][0-9]-[01][0-9]-(?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}-[0-9]{3,6})(?![0-9-])"
)
"""A day, years, or a case number that begins with its year."""
_LONGEST_NAME = 100
_WORD = re.compile(r"[^\W_]+")


def copy_name(item: str, planner: Planner, known: Known) -> str:
    """What the copy is called, without its ending: the last step of the item's name, without others' data."""
    name = re.split(r"[/\\]", item.rpartition(LOCATOR_STEP)[2] or item)[-1]
    stem, _, ending = name.rpartition(".")
    name = stem if stem and len(ending) <= 5 else name
    return _CLEAN.sub("_", title_without(name, planner, known))[:_LONGEST_NAME].strip(" ._") or danish.COPY


def title_without(text: str, planner: Planner, known: Known, *, mark: str = danish.GONE) -> str:
    """A name of a file or part with a mark for others' data: read as it is, and with separators as blanks."""
    says = _Says(planner.own, known)
    text, ending = without_ending(text)
    for reading in (spaced, str):
        for removal in reversed(planner.removals(reading(text), known, place="")):
            written = removal.span.of(text)
            recurs = removal.reason is not Reason.FOUND
            if not (says.nothing(removal.kind, written, known=recurs) or says.its_own_number(written)):
                text = text[: removal.span.start] + mark + text[removal.span.end :]

    def read(now: str) -> Iterator[Finding]:
        written = text if len(now) == len(text) else now  # it is read in capitals too, which say nothing of words
        return (each for each in planner.detect(now) if not says.nothing(each.kind, each.span.of(written), known=False))

    return line(text, planner.own, read, numbered=known.subject_named).replace(REMOVED_OTHER, mark) + ending


class _Says:
    """What a stretch of a title says of others, in a document that is the subject's."""

    def __init__(self, own: Own, known: Known) -> None:
        self._own, self._known, self._lexicon = own, known, Lexicon()

    def nothing(self, kind: Kind, written: str, *, known: bool) -> bool:
        """Whether it is made of the subject's names and, unless another is known by it, of words nobody is called."""
        if not self._known.subject_named or kind is not Kind.NAME:
            return False
        mine = self._own.name_words
        each = _WORD.findall(written)
        return all(mine.issuperset(folded_words(word)) or (not known and self._is_plain(word)) for word in each)

    def _is_plain(self, word: str) -> bool:
        small = word.islower() and not is_borne(word, self._lexicon)
        return small or any(is_plain(word.lower(), self._lexicon) for is_plain in (is_plain_word, is_mostly_a_word))

    def its_own_number(self, written: str) -> bool:
        """Whether it is years, or the number of a case that is not known for another's."""
        if not self._known.subject_named or BY_YEAR.fullmatch(written) is None:
            return False
        return not self._known.numbers & {"".join(folded_words(written))}


def spaced(name: str) -> str:
    """A name with separators as blanks, letter for letter; those of a day or case number stay."""
    blanks = name.translate(_SEPARATORS)
    for day in _DAY.finditer(name):
        blanks = blanks[: day.start()] + day[0] + blanks[day.end() :]
    return blanks
