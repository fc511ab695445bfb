"""What a reader joined from neighbouring cells of a table, told from what stands together in the text itself. Pure.

Two names in cells side by side read as one long name. Neither has to go for that: each was judged in its own
row. A first name and a surname in cells of their own read as the name that they are, and then both go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dsar.detect.lexicon import Lexicon
from dsar.model import Kind, Span
from dsar.redact.belongs import Known
from dsar.redact.fold import Folded, Search, fold, folded_words, unfolded
from dsar.redact.own import Own
from dsar.redact.plan import Planner
from dsar.redact.proof import Leak

_TELLS = 4
"""Letters and digits of a piece of a number or address that by itself says whose it is."""


def as_written(leaks: Iterable[Leak], texts: Sequence[str], planner: Planner, known: Known) -> Iterator[Leak]:
    """The leaks as they stand in the texts: those that stand in none in pieces that do, without whose name is kept.

    What stands in none at all is in a heading of the copy's own, the place of a passage, and was judged there.
    What was kept on purpose wherever it stands was judged with the whole of its row, which a page is not.
    """
    leaks = list(leaks)
    if not leaks:
        return
    own, whole = planner.own, [fold(text) for text in texts]
    kept = [planner.kept(text, known, place="") for text in texts]
    cells = [fold(line) for text in texts for line in text.split("\n")]
    lexicon = Lexicon()
    for leak in leaks:
        written = folded_words(leak.text)
        places = list(_places(written, whole))
        if places:
            if not all(any(k.start <= span.start and span.end <= k.end for k in kept[at]) for at, span in places):
                yield leak
            continue
        pieces = [piece for piece in _pieces(written, cells) if not _is_kept(piece, own, known)]
        if leak.kind is Kind.NAME and all(_is_word(piece, lexicon) for piece in pieces):
            continue
        if leak.kind is not Kind.NAME:
            pieces = [piece for piece in pieces if len("".join(piece)) >= _TELLS]
        yield from (Leak(leak.page, " ".join(piece), leak.kind, leak.reason) for piece in pieces)


def _places(written: tuple[str, ...], folded: Sequence[Folded]) -> Iterator[tuple[int, Span]]:
    """Where it stands: in which of the texts, and at which place."""
    number = "".join(written)
    search = Search((written,), (number,) if any(c.isdecimal() for c in number) else ())
    yield from ((at, span) for at, text in enumerate(folded) for span, _ in search.find(text))


def _pieces(written: tuple[str, ...], cells: Sequence[Folded]) -> Iterator[tuple[str, ...]]:
    """The words in runs, each as long as one cell has it; without those that none has."""
    while written:
        length = next(
            (size for size in range(len(written), 0, -1) if any(True for _ in _places(written[:size], cells))), 0
        )
        if length:
            yield written[:length]
        written = written[length or 1 :]


def _is_word(piece: tuple[str, ...], lexicon: Lexicon) -> bool:
    return len(piece) == 1 and any(map(lexicon.is_word, unfolded(piece[0])))


def _is_kept(piece: tuple[str, ...], own: Own, known: Known) -> bool:
    """Whether it is of the subject's or an employee's name and of nobody else's."""
    if own.name_words.issuperset(piece):
        return True
    return piece not in known.others and any(set(piece) <= set(name) for name in known.employees)
