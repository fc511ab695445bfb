"""What stands between and beside the words of a name: whether two words are one name, and whether it goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from dsar.detect.kin import SPOUSES
from dsar.detect.names_words import label_of, name_words
from dsar.find.person import Part, Person, Role
from dsar.find.reading import Word, words_of
from dsar.index.accents import without_accents

KNOWN_FIRST, KNOWN_LAST = 150, 30
"""So many bearers make a neighbouring word part of somebody else's name."""
USED, MUCH_USED = 5, 7
"""How common an ordinary word is (of 9) that is hardly meant as a name."""

SHORTEST_SURNAME = 3
NO_NAME = 2
"""From this class of places on (see the lexicon), a word is a country, a street or a much used word."""

AND = frozenset({"og", "and", "samt"})
OF_SPOUSES = frozenset(SPOUSES.split("|"))

# What may stand between two words of one name; a full stop only behind an initial or glued (anders.jensen).
_LINE_END = r"[ \t\u00a0]{0,4}\n[ \t\u00a0>]{0,8}"
"""The next line may be indented, or of a quoted mail."""
_GAP = re.compile(
    rf"[ \t\u00a0]{{0,8}}|[-‐‑]?{_LINE_END}|{_LINE_END}[-‐‑]|[.'’_\-‐‑/]|\.?[ \u00a0]{{1,2}}|[,;|\t]|[ ]?[-&][ ]?"
)
# Around one word within a name: a nickname, or a word that is set off.
_OPENED = re.compile(r"[ ]?(?:[\"“”„»«'’(]|[*_]{1,2})")
_CLOSED = re.compile(r"(?:[\"“”»«'’)]|[*_]{1,2})[ ]")
_LABEL_GAP = re.compile(r"[ ]{0,2}\(?e?\)?[:;|.\t]?[ \t\u00a0]{0,8}\n?[ \t\u00a0]{0,8}|[ ]?[,;|]?[ ]?\n[ ]{0,8}")
_CLOSE = re.compile(r"[ \u00a0]{1,2}|[-_]")
_NEXT_LINE = re.compile(_LINE_END)
_FIRM = re.compile(
    rf"s?(?:[ \u00a0]{{1,2}}|{_LINE_END})(?:(?:&|og)[ ](?:Søn(?:ner)?|Døtre|Brødre|Co|Partnere)(?!\w)"
    r"|(?:[AIKP]/[Ss]|ApS|APS|IVS|[A-ZÆØÅ]\.?m\.?b\.?a)(?!\w))"
)
# Roads by themselves, before which a resident's name may stand.
_ROADS = frozenset({"parken", "haven", "gården", "broen", "stien", "vejen", "gaden", "torvet"})
_LONGEST_GAP = 12
_LABEL_END = (":", ";", "|", "\t", ".")


class Neighbours:
    """The words of a text, what each may be of the subject's name, and what stands between them."""

    def __init__(self, text: str, words: Sequence[Word], person: Person) -> None:
        self.text, self.words, self.person = text, words, person
        self.parts = [person.read(word.normal) for word in words]

    @cached_property
    def places(self) -> list[int]:
        """Where words of the subject's name stand."""
        return [at for at, parts in enumerate(self.parts) if parts]

    def part(self, at: int, role: Role) -> Part | None:
        """What a word is of the name in that role."""
        for part in self.parts[at]:
            if part.role is role:
                return part
        return None

    def gap(self, at: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.words[at - 1].end : self.words[at].start]

    def bridged(self, at: int, *, after: int) -> bool:
        """Whether a word may belong to the same name as the one before it, which came after ``after``."""
        gap, before = self.gap(at), self.words[at - 1]
        if self.is_label(at) or (self.is_label(at - 1) and at - 1 > after):
            return _LABEL_GAP.fullmatch(gap) is not None
        if len(gap) > _LONGEST_GAP or not _GAP.fullmatch(gap):
            return self._is_set_off(at, gap)
        if "." in gap and gap != ".":
            return len(before.normal) <= 3
        return "\n" not in gap or bool(self.parts[at]) or self.passes(at)

    def _is_set_off(self, at: int, gap: str) -> bool:
        """Whether signs around one of two words part them: Anders "Bo" Jensen, Anders (Bo) Jensen, *Anders* Jensen."""
        if _OPENED.fullmatch(gap):
            return _CLOSED.match(self.text, self.words[at].end) is not None
        start = self.words[at - 1].start
        return bool(_CLOSED.fullmatch(gap) and _OPENED.fullmatch(self.text[max(0, start - 2) : start].lstrip()))

    def _in_signs(self, at: int) -> bool:
        """Whether a word is set off within a name, whatever it means: Anders "Bageren" Jensen."""
        return (
            at > 0 and self._is_set_off(at, self.gap(at)) and _CLOSED.match(self.text, self.words[at].end) is not None
        )

    def passes(self, at: int) -> bool:
        """Whether a word between first name and surname says nothing against them being one name."""
        word = self.words[at].normal
        if word in OF_SPOUSES:  # Anders og hustru Eva Jensen
            return at > 0 and self.words[at - 1].normal in AND
        return len(word) == 1 or (word in name_words().particles and word not in AND) or self.is_label(at)

    def is_label(self, at: int) -> bool:
        """Whether a word is a column's label: ``Efternavn:``."""
        word, labels = self.words[at].normal, name_words()
        if word not in labels.first_labels and word not in labels.last_labels and word != "navn":
            return False
        end = self.words[at].end
        return self.text[end : end + 4].lstrip(" ()e").startswith(_LABEL_END)

    def labelled(self, at: int, labels: frozenset[str]) -> bool:
        """Whether the word begins the value of a line that has one of these labels: ``Fornavn: …``."""
        line = self.text.rfind("\n", 0, self.words[at].start) + 1
        label, colon, rest = self.text[line : self.words[at].start].partition(":")
        if not colon or label_of(label) not in labels:
            return False
        before = [word.normal for word in words_of(rest)]  # of a surname in two words, or of first names
        return all(word in self.person.middles or word in name_words().particles for word in before)

    def namelike(self, at: int) -> bool:
        """Whether a word may be a name that the subject file does not have."""
        word = self.words[at]
        if word.normal in AND:
            return True
        entry = self.person.lexicon.get(word.normal)
        return (
            entry.first >= KNOWN_LAST
            or entry.last >= KNOWN_LAST
            or (word.capital and (not entry.word or self._in_signs(at)))
        )

    def stranger_before(self, at: int) -> bool:
        """Whether the word before a name is another's first name, and so the name theirs: Peter (Anders Jensen)."""
        if not at or not _CLOSE.fullmatch(self.gap(at)) or self.parts[at - 1]:
            return False
        word, words = self.words[at - 1], name_words()
        entry = self.person.lexicon.get(word.normal)
        if (entry.word and not word.capital) or word.normal in words.titles or word.normal in words.greetings:
            return False
        within = at > 1 and word.capital and _CLOSE.fullmatch(self.gap(at - 1)) is not None
        return (entry.first >= KNOWN_FIRST or entry.last >= KNOWN_FIRST) and (within or entry.word < MUCH_USED)

    def is_of_a_thing(self, at: int) -> bool:
        """Whether what follows makes the name a road's, a firm's or an institution's: Anders Jensens Vej."""
        if _FIRM.match(self.text, self.words[at].end):
            return True
        if at + 1 >= len(self.words) or self.is_labelling(at + 1):
            return False
        if not _CLOSE.fullmatch(self.gap(at + 1)) and not (
            self.is_genitive(at) and _NEXT_LINE.fullmatch(self.gap(at + 1))
        ):
            return False
        after = self.words[at + 1]
        return after.capital and after.normal in name_words().organisations - _ROADS

    def is_genitive(self, at: int) -> bool:
        """Whether a word of the name stands in the genitive, so that what it is of follows, over a line end or not."""
        return without_accents(self.words[at].normal) in self.person.genitives

    def is_labelling(self, at: int) -> bool:
        """Whether a colon follows a word."""
        return self.text[self.words[at].end : self.words[at].end + 2].lstrip().startswith(":")

    def stranger_after(self, at: int) -> bool:
        """Whether the word after a name is another surname: (Anders Jensen) Holm."""
        if at + 1 >= len(self.words) or not _CLOSE.fullmatch(self.gap(at + 1)) or self.parts[at + 1]:
            return False
        entry = self.person.lexicon.get(self.words[at + 1].normal)
        return self.words[at + 1].capital and entry.last >= KNOWN_LAST and entry.word < USED

    def may_go_on(self, at: int) -> bool:
        """Whether the word after a name may be another surname that no list has: (Palle Toftegård) Zørnekær.

        It has a capital and small letters, and is no ordinary word, nor a road with a house's number.
        """
        if at + 1 >= len(self.words) or self.gap(at + 1) != " " or self.parts[at + 1]:
            return False
        word, lexicon = self.words[at + 1], self.person.lexicon
        written, behind = self.text[word.start : word.end], self.text[word.end : word.end + 2].lstrip()
        return (
            written.istitle()
            and len(written) >= SHORTEST_SURNAME
            and not behind[:1].isdecimal()
            and lexicon.get(word.normal).place < NO_NAME
            and not lexicon.is_word(word.normal)
        )
