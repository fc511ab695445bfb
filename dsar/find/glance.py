"""Whether a text may name the subject in full: a quick look, which spares many candidates the reading."""

from __future__ import annotations

from itertools import compress, count

from dsar.detect.names_words import name_words
from dsar.find.mentions import MOST_FOREIGN
from dsar.find.neighbours import OF_SPOUSES
from dsar.find.person import Person, Role, not_names
from dsar.find.reading import in_windows_letters, words_in_bytes

_GIVEN, _MIDDLE, _LAST, _INITIALS, _JOINED, _LABEL = 1, 2, 4, 8, 16, 32
_PART = {Role.GIVEN: _GIVEN, Role.MIDDLE: _MIDDLE, Role.LAST: _LAST}
_BEGINS, _ENDS, _COLUMNS = _GIVEN | _MIDDLE | _INITIALS, _MIDDLE | _LAST, _GIVEN | _LAST | _LABEL


class Glance:
    """Looks for words that may be a name together. Made once for a subject."""

    def __init__(self, person: Person) -> None:
        passed = dict.fromkeys([*map(chr, range(256)), *not_names(), *OF_SPOUSES], 0)
        labels = {label.partition("-")[0]: _LABEL for label in name_words().last_labels}
        found = passed | labels | dict.fromkeys(person.short, _INITIALS)
        for word, parts in person.written.items():
            found[word] = found.get(word, 0) | sum(_PART[part.role] for part in parts)
        for word in person.joined:
            found[word] = found.get(word, 0) | _JOINED
        self._means: dict[bytes, int] = {}
        for word, means in found.items():
            if letters := in_windows_letters(word):
                self._means[letters] = self._means.get(letters, 0) | means

    def may_name(self, text: str) -> bool:
        """Whether words stand as a name of the subject may, by the rules of ``dsar.find.mentions``; never wrongly no.

        Words that may stand within any name, as initials and particles, do not part two others.
        """
        words = words_in_bytes(text)
        if words is None:
            return True
        means, every = self._means, 0
        given = begun = ended = -9  # how many foreign words came before the last word of each sort
        for passed, at in enumerate(compress(count(), map(means.__contains__, words))):
            meaning, foreign = means[words[at]], at - passed
            if meaning & _ENDS and (foreign - given <= MOST_FOREIGN or begun == foreign):
                return True
            if meaning & _BEGINS and ended == foreign:
                return True
            given = foreign if meaning & _GIVEN else given
            begun = foreign if meaning & _BEGINS else begun
            ended = foreign if meaning & _ENDS else ended
            every |= meaning
        return bool(every & _JOINED) or every & _COLUMNS == _COLUMNS
