"""Whom each sentence of a text is about, also where it names nobody: the one that it speaks of first. Pure.

"You" is whom a letter greets, "I" who signs it, "the mother" who the form calls so, "she" the last woman
spoken of; a note without a subject is about whom its entry is about. What none of this tells stays untold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dsar.model import Span
from dsar.redact.around import Side
from dsar.redact.blocks import Block
from dsar.redact.cast import Cast, Names, Person, addressee, author, head, inside, role_of
from dsar.redact.fold import folded_words
from dsar.redact.mask import sentences
from dsar.redact.sexes import Sex
from dsar.redact.speech import Said, Word, lacks_subject, roles, said_in

_TURN = r"[ \t>]{0,8}(?:\[?[0-9]{1,2}[.:][0-9]{2}\]?[ ]{0,2}(?:[–-][ ])?)?(?P<who>[^\n:]{2,60}):(?=[ \n])"
_LABEL, _LABELS = re.compile(_TURN), re.compile(rf"^{_TURN}", re.MULTILINE)
_CLAUSE = re.compile(r"(?<![^\W_])at[ \n]\Z", re.IGNORECASE)
"""Before whom somebody else says something of: "says that Bo drinks"."""
_IN_SMALL_LETTERS = re.compile(
    r"(?<=[a-zæøå]{3}[.!?])(?<!tlf\.)(?<!evt\.)(?<!mht\.)(?<!pga\.)(?<!ang\.)(?<!afd\.)(?<!adr\.)(?<!cpr\.)(?<!vedr\.)"
    r"[ ](?=[a-zæøå])"
)
_CAPITAL_BEGINS = re.compile(r"(?:\A[\W_]{0,8}|[.!?][ ])[A-ZÆØÅ]")
_FAR = 3
"""Sentences before a pronoun in which whom it means is looked for."""
_PRONOUN_OF = {Word.HE: Sex.MAN, Word.SHE: Sex.WOMAN}
_OWNERS = frozenset({Word.I, Word.YOU, *_PRONOUN_OF})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block, and whom it is about as far as that can be told.

    ``passing`` is whether it is about a relative without a name; what follows may be about the subject again.
    ``label`` is who is said to speak.
    """

    span: Span
    about: Side | None
    passing: bool = False
    label: Span | None = None


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Somebody whom a sentence speaks of."""

    side: Side | None
    sex: Sex | None


class Telling:
    """Reads one text from its beginning to its end, block by block."""

    def __init__(self, text: str, people: Sequence[Person], names: Names, cast: Cast) -> None:
        self._text, self._people, self._names, self._cast = text, people, names, cast
        self._main = cast.main
        self._before = list[tuple[_Spoken, ...]]()
        self._speaker: Side | None = None
        self._has_part = {roles()[stem].word for stem, side in cast.roles.items() if side is Side.SUBJECT}
        self._takes_turns = self._is_dialogue()

    def sentences(self, block: Block, *, entry: bool) -> Iterator[Sentence]:
        """The block's sentences; ``entry`` is whether it begins an entry of the kind that names people."""
        self._speaker = None
        if entry:
            self._main, self._before = None, []
        label = self._label(block)
        for number, span in enumerate(_cut(self._text, block.span)):
            said = Span(label.end, span.end) if label and label.end < span.end and not number else span
            if not (label and self._takes_turns):
                self._main = head(self._text, span, self._people, entry=entry and not number) or self._main
            about, passing = self._about(said)
            yield Sentence(span, about, passing, label if said != span else None)

    def _is_dialogue(self) -> bool:
        """Whether the same people are named again and again before what they say."""
        labels = [found for found in _LABELS.finditer(self._text) if inside(self._people, Span(*found.span("who")))]
        turns = Counter(" ".join(folded_words(found["who"])) for found in labels)
        return any(often > 1 for often in turns.values())

    def _label(self, block: Block) -> Span | None:
        """Who is named before a colon that begins the block: who speaks, or whom the rest is about."""
        found = _LABEL.match(self._text, block.span.start, block.span.end)
        who = inside(self._people, Span(*found.span("who"))) if found else ()
        if found is None or not (who or self._takes_turns) or any(role_of(self._text, w, self._people) for w in who):
            return None
        sides = {one.side for one in who}
        side = sides.pop() if len(sides) == 1 else None
        if self._takes_turns:
            self._speaker = side
        else:
            self._main, self._before = side, []
        return Span(*found.span())

    def _about(self, sentence: Span) -> tuple[Side | None, bool]:
        """Whom it speaks of first, or the subject if it says "me" or "you" of them; and whether in passing."""
        spoken = list(self._spoken(sentence))
        if any(one.side is not None or one.sex is not None for one, _ in spoken):
            self._before.append(tuple(one for one, word in spoken if word not in {Word.I, Word.YOU}))
        told = [(one.side, word) for one, word in spoken if one.side in {Side.SUBJECT, Side.OTHER}]
        if not told:
            return None, False
        first, word = told[0]
        if first is Side.OTHER:
            too = any(side is Side.SUBJECT and word in {Word.I, Word.YOU} for side, word in told)
            return (Side.SUBJECT, False) if too else (Side.OTHER, word is Word.KIN)
        others = (one for one in inside(self._people, sentence) if one.side is Side.OTHER)
        said_of = any(_CLAUSE.search(self._text, max(0, one.span.start - 4), one.span.start) for one in others)
        return (Side.OTHER if said_of else Side.SUBJECT), False

    def _spoken(self, sentence: Span) -> Iterator[tuple[_Spoken, Word | None]]:
        """Who is spoken of, in order, each with the word for them, if they are not named."""
        if self._main is not None and lacks_subject(self._text, sentence):
            yield _Spoken(self._main, self._cast.sex if self._main is Side.SUBJECT else None), Word.MAIN
        people = inside(self._people, sentence)
        words = (said for said in said_in(self._text, sentence) if not any(said.span.overlaps(p.span) for p in people))
        both: list[Person | Said] = [*people, *words]
        for one in sorted(both, key=lambda each: each.span):
            if isinstance(one, Person):
                side = one.side if one.side is not Side.EMPLOYEE else None
                yield _Spoken(side, self._cast.sex if side is Side.SUBJECT else one.sex), None
            else:
                yield _Spoken(self._side(one), self._sex(one)), one.word

    def _sex(self, said: Said) -> Sex | None:
        return _PRONOUN_OF.get(said.word) or (roles()[said.stem].sex if said.stem else None)

    def _side(self, said: Said) -> Side | None:
        """Whom a word means here."""
        match said.word:
            case Word.I:
                return self._speaker or author(self._text, said.span.start, self._names, self._cast)
            case Word.YOU:
                return None if self._takes_turns else addressee(self._text, said.span.start, self._names, self._cast)
            case Word.HE | Word.SHE:
                return self._antecedent(_PRONOUN_OF[said.word])
            case _:
                return self._relative(said) if said.owner is not None else self._by_part(said)

    def _antecedent(self, sex: Sex) -> Side | None:
        """Whom "he" or "she" means: the first of those fitting whom the last sentence with any spoke of."""
        if self._cast.sex is not None and sex is not self._cast.sex:
            return Side.OTHER
        fitting = ([one.side for one in told if one.sex in {None, sex}] for told in reversed(self._before[-_FAR:]))
        meant = next(filter(None, fitting), None)
        if meant is None:
            return self._main
        return meant[0] if meant[0] is Side.SUBJECT or len(set(meant)) == 1 else None

    def _relative(self, said: Said) -> Side | None:
        """Whom "my son" or "her mother" means."""
        owner = self._side(Said(said.span, said.owner)) if said.owner in _OWNERS else self._main
        if owner is not Side.SUBJECT and self._cast.roles.get(said.stem) is Side.SUBJECT:
            return Side.SUBJECT
        return Side.OTHER if owner is Side.SUBJECT or self._is_of_other_sex(said.stem) else None

    def _by_part(self, said: Said) -> Side | None:
        """Whom "the mother", "the accused" or "the applicant" means."""
        if (side := self._cast.roles.get(said.stem)) is not None:
            return side
        if said.word is Word.MAIN:
            return self._main
        if said.word is Word.KIN and (self._has_part or self._main is Side.SUBJECT):
            return Side.OTHER
        return Side.OTHER if said.word in self._has_part or self._is_of_other_sex(said.stem) else None

    def _is_of_other_sex(self, stem: str) -> bool:
        sex = roles()[stem].sex
        return None not in {sex, self._cast.sex} and sex is not self._cast.sex


def _cut(text: str, within: Span) -> Iterator[Span]:
    """The sentences, also of who writes all in small letters."""
    small = _CAPITAL_BEGINS.search(text, within.start, within.end) is None
    for span in sentences(text, within):
        start = span.start
        for ends in _IN_SMALL_LETTERS.finditer(text, span.start, span.end) if small else ():
            yield Span(start, ends.end())
            start = ends.end()
        yield Span(start, span.end)
