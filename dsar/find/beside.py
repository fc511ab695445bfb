"""Whether what stands between a person and an identifier leaves no doubt that it is theirs.

Near a name stand the addresses of accidents, the telephones of clinics and the mail of employers as well. Sure is
what is parted from the name by nothing but its own label ("tlf.", "bor nu på"), other identifiers and the name's:
any other word may be the one that it is of. The words are of administrative Danish at large.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from dsar.find.person import not_names
from dsar.find.reading import words_of
from dsar.find.traits import Trait
from dsar.model import Kind, Span

# Labels and turns whose words alone are harmless: who a mail goes to, and whom the writer is to be called by.
_OTHERS = re.compile(
    r"(?<![^\W_])(?:til|cc|bcc|to)[ ]{0,2}:|(?:skrive|ringe|opkald|mail)[ ]til(?![ ]mig(?![^\W_]))",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\n:]{1,40}:[ \t]{0,4}\Z")
# "Jeg hedder Bo Lund, cpr …. I kan skrive til mig på …": the writer goes on of themselves.
_WRITER = re.compile(r"(?<![^\W_])(?:jeg[ ]hedder|mit[ ]navn[ ]er|undertegnede)[ ,]{1,3}[^\n]{0,60}\Z", re.IGNORECASE)
_MINE = re.compile(r"(?<![^\W_])(?:mig|min|mit)[ ](?:[^\W\d_]{1,20}[ ]){0,3}\Z", re.IGNORECASE)
_LONGEST = 160
# Not the full stop of "sagsnr. 2024-1" or "tlf. 12 34 56 78".
_SENTENCE_END = re.compile(r"[.!?]\s{1,9}(?=[A-ZÆØÅ])")


def is_plainly(text: str, owner: Span, trait: Span, kind: Kind, others: Iterable[Span], *, record: bool) -> bool:
    """Whether an identifier is the owner's by all that stands between them.

    Args:
        text: the passage.
        owner: a name or a number of the person's.
        trait: the identifier.
        kind: what it is.
        others: every name, number and address in the text: what of them stands between says nothing.
        record: whether the text is one person's record, where a field's own label is enough.
    """
    start, end = min(owner.end, trait.end), max(owner.start, trait.start)
    line = text.rfind("\n", 0, trait.start) + 1
    if trait.end <= owner.start:
        start = line  # its own label comes before it
    elif record and _LABEL.fullmatch(text[line : trait.start]):
        start = max(start, line)
    between = list(text[start:end])
    for other in (trait, *others):
        first, last = max(other.start, start), min(other.end, end)
        if first < last:
            between[first - start : last - start] = " " * (last - first)
    left = "".join(between)
    known = _known(kind)
    said = (word.normal for word in words_of(left))
    return _OTHERS.search(left) is None and all(word in known or word.isdecimal() for word in said)


def is_parted(text: str, owner: Span, trait: Trait) -> bool:
    """Whether a sentence ends between them, or an address comes first in the line: it tells where, not whose."""
    if _is_the_writers(text, owner, trait.span):
        return False
    between = text[min(owner.end, trait.span.end) : max(owner.start, trait.span.start) + 1]
    before = trait.kind is Kind.ADDRESS and trait.span.start < owner.start and "\n" not in between
    return before or _SENTENCE_END.search(between) is not None


@cache
def _known(kind: Kind) -> frozenset[str]:
    """Words that say nothing of whose an identifier of the kind is."""
    words = tomllib.loads(files("dsar").joinpath("data/beside.toml").read_text(encoding="utf-8"))
    return not_names().union(words["labels"].split(), words.get(kind.value, "").split())


def _is_the_writers(text: str, owner: Span, trait: Span) -> bool:
    """Whether somebody who has told their name goes on of themselves, in another sentence of the same paragraph."""
    between = text[owner.end : trait.start]
    if not between or len(between) > _LONGEST or "\n" in between:
        return False
    return (
        _WRITER.search(text[max(0, owner.start - _LONGEST) : owner.start]) is not None
        and _MINE.search(between) is not None
    )
