"""What of a document concerns the subject, where it tells of several people. Pure.

Others' blocks and sentences are left out. A block is a paragraph, a list item, an agenda point, an entry of a journal:
a line, and the lines that it was wrapped into. In doubt it goes: who asks for an extract wants nobody else in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dsar.extract.reading import Located
from dsar.extract.rows import is_row
from dsar.model import HitPassage, Passage, Span
from dsar.redact.belongs import Known
from dsar.redact.blocks import Block, blocks_of
from dsar.redact.cast import Cast, Names, cast_of
from dsar.redact.kept import Piece, blocks_kept, pieces_kept, sentences_of_others
from dsar.redact.plan import Planner
from dsar.redact.present import Present, present, present_in
from dsar.redact.sexes import of_subject
from dsar.redact.telling import Telling
from dsar.redact.titles import title_without
from dsar.redact.words import LEFT_OUT
from dsar.words import PLACES


@dataclass(frozen=True, slots=True)
class Concerning:
    """A passage's text with one line for each run about others, and the number of those runs."""

    text: str = field(repr=False)
    left_out: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many runs about others were left out at a place, and on which legal ground."""

    place: str
    runs: int
    ground: str


def concerning(text: str, planner: Planner, known: Known, *, found: Iterable[Span] = ()) -> Concerning:
    """What of the text, which is all of a document, concerns the subject.

    Args:
        text: a passage of prose; not the row of a table, which is of one person.
        planner: knows the subject's data from others'.
        known: who is in the document.
        found: where the search saw the subject; it counts where redaction, which is stricter, sees nobody.
    """
    [seen], namesake = present_in([text], [found], planner, known)
    return _without_others(text, seen, *_cast([(text, seen)], planner, known, namesake=namesake))


def told_apart(text: str, planner: Planner, known: Known, *, found: Iterable[Span] = ()) -> int:
    """How many blocks of the text an extract would leave out that name others, and not merely greet them."""
    seen = present(text, planner, known, found=found)
    blocks = _blocks(text, seen) if seen.persons else []
    people = set(seen.persons) - set(seen.greeted)
    left_out = [block.span for block, keep in zip(blocks, blocks_kept(blocks, seen), strict=True) if not keep]
    return sum(any(person.overlaps(span) for person in people) for span in left_out)


def narrowed(
    located: Sequence[Located], about: Sequence[Sequence[Span]], planner: Planner, known: Known
) -> tuple[list[Located], tuple[LeftOut, ...]]:
    """Passages with nothing but what concerns the subject, and what was left out of them; rows and mail heads stay."""
    passages = {at: each.value for at, each in enumerate(located) if isinstance(each.value, Passage)}
    texts = [passage.text for passage in passages.values()]
    seen, namesake = present_in(texts, [about[at] for at in passages], planner, known)
    names, cast = _cast(list(zip(texts, seen, strict=True)), planner, known, namesake=namesake)
    kept, left_out = list(located), list[LeftOut]()
    for (at, passage), one in zip(passages.items(), seen, strict=True):
        if is_prose(passage):
            made = _without_others(passage.text, one, names, cast)
            kept[at] = replace(located[at], value=replace(passage, text=made.text))
            if made.left_out:
                place = title_without(passage.place, planner, known)
                left_out.append(LeftOut(place, made.left_out, planner.options.ground))
    return kept, tuple(left_out)


def of_others(
    texts: Sequence[str], found: Sequence[Iterable[Span]], planner: Planner, known: Known
) -> Iterator[tuple[int, Span]]:
    """Sentences about others in the texts of one document, each with the number of its text.

    A copy lacks others' names, and what is told of them stays in it. The words by which an extract goes tell which
    sentences that is, and sometimes wrongly: they are to be proposed to a person, never removed unseen.
    """
    seen, namesake = present_in(texts, found, planner, known)
    names, cast = _cast(list(zip(texts, seen, strict=True)), planner, known, namesake=namesake)
    for number, (text, one) in enumerate(zip(texts, seen, strict=True)):
        telling = Telling(text, one.people, names, cast)
        yield from ((number, span) for span in sentences_of_others(text, _blocks(text, one), one, telling))


def is_prose(passage: Passage | HitPassage) -> bool:
    """Whether it is a stretch of text, not the row of a table, which is of one person, nor the head of a mail."""
    return not (is_row(passage) or passage.place.rpartition(" ")[2] == PLACES["mail_head"])


def _cast(
    texts: Iterable[tuple[str, Present]], planner: Planner, known: Known, *, namesake: bool
) -> tuple[Names, Cast]:
    own = planner.own.name_words if not namesake else frozenset()  # the name alone does not tell who writes
    names = Names(own, frozenset(word for name in known.others for word in name))
    return names, cast_of(((text, one.people) for text, one in texts), names, of_subject(planner.own))


def _without_others(text: str, seen: Present, names: Names, cast: Cast) -> Concerning:
    return _joined(text, list(pieces_kept(_blocks(text, seen), seen, Telling(text, seen.people, names, cast))))


def _blocks(text: str, seen: Present) -> list[Block]:
    return blocks_of(text, (*seen.subject, *seen.shared, *seen.others))


def _joined(text: str, pieces: Sequence[Piece]) -> Concerning:
    """The kept pieces as they stand in the text; each run of others between them is one line."""
    if all(keep for _, keep in pieces):
        return Concerning(text, 0)
    out, left_out, done, before = list[str](), 0, 0, True
    for span, keep in pieces:
        between = text[done : span.start] if out else ""
        if keep:
            out += [between if before or "\n" in between else "\n", span.of(text)]
        elif before:
            ended = not out or "\n" in between or out[-1].endswith("\n")
            out += [between if ended else "\n", LEFT_OUT]
            left_out += 1
        done, before = span.end, keep
    return Concerning("".join(out), left_out)
