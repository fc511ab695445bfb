"""What an extract keeps of what is said of a citizen, and what of what is said of others.

The documents (``data/extracts.txt``) are of several people each, and were written before the rules that they measure.
*Lost* is a sentence about the citizen of which not every word can be read, others' names apart; *left* is a sentence
about others of which the longest stretch without a name can be read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from dsar.detect import Detectors
from dsar.extract.reading import Located
from dsar.model import Passage, Subject
from dsar.redact.belongs import Known
from dsar.redact.concerning import narrowed
from dsar.redact.own import own_identifiers
from dsar.redact.plan import Planner
from dsar.redact.remembered import Remembered
from dsar.redact.removal import HIDDEN, Options

_HEAD = re.compile(r"== [mk] (?P<name>[^;\n]+); (?P<cpr>[^;\n]+); (?P<phone>[^;\n]+)")
_MARKED = re.compile(r"\{(?P<whose>[+-])(?P<said>[^{}]+)\}")
_MAIL_HEAD = "\n---\n"


@dataclass(frozen=True, slots=True)
class Sample:
    """A document for somebody: its passages, and what is said of them and of others in it."""

    subject: Subject
    passages: tuple[str, ...]
    own: tuple[str, ...]
    others: tuple[str, ...]


def samples(path: Path) -> Iterator[Sample]:
    """The documents of a file, in its order."""
    text = path.read_text(encoding="utf-8")
    heads = [(m, m.start()) for m in _HEAD.finditer(text)]
    for (head, _), (_, end) in pairwise([*heads, (None, len(text))]):
        assert head is not None
        body = text[head.end() : end].strip("\n")
        said = [(m["whose"], m["said"]) for m in _MARKED.finditer(body)]
        plain = _MARKED.sub(lambda m: m["said"], body)
        yield Sample(
            Subject(cpr=(head["cpr"],), names=(head["name"],), phones=(head["phone"],)),
            tuple(plain.split(_MAIL_HEAD)),
            tuple(each for whose, each in said if whose == "+"),
            tuple(each for whose, each in said if whose == "-"),
        )


def run() -> None:
    """Print the figures; with ``EXTRACTS_SHOW`` every sentence that is lost or left."""
    detect = Remembered(Detectors(today=date(2026, 11, 22), thorough=True).detect)
    lost, left, own, others = list[str](), list[str](), 0, 0
    for sample in samples(Path(__file__).parent / "data" / "extracts.txt"):
        planner = Planner(own_identifiers(sample.subject, detect), detect, Options())
        known = planner.known(sample.passages)
        shown = _bare(_extract(sample, planner))
        own, others = own + len(sample.own), others + len(sample.others)
        lost += [one for one in sample.own if not all(piece in shown for piece in _pieces(one, planner, known))]
        left += [one for one in sample.others if max(_pieces(one, planner, known), key=len) in shown]
    print(f"sentences about the citizen: {own}, lost {len(lost)}; about others: {others}, left {len(left)}")
    if "EXTRACTS_SHOW" in os.environ:
        print("\n".join([*(f"  lost: {one}" for one in lost), *(f"  left: {one}" for one in left)]))


def _extract(sample: Sample, planner: Planner) -> str:
    known = planner.known(sample.passages)
    located = [Located((), Passage("brødtekst", text)) for text in sample.passages]
    kept, _ = narrowed(located, [()] * len(located), planner, known)
    texts = [each.value.text for each in kept if isinstance(each.value, Passage)]
    return "\n".join(HIDDEN.join(_apart(text, planner, known)) for text in texts)


def _apart(text: str, planner: Planner, known: Known) -> Iterator[str]:
    """The text between what is removed of it."""
    done = 0
    for removal in planner.removals(text, known, place=""):
        yield text[done : removal.span.start]
        done = removal.span.end
    yield text[done:]


def _pieces(said: str, planner: Planner, known: Known) -> list[str]:
    return [bare for piece in _apart(said, planner, known) if len(bare := _bare(piece)) > 5] or [_bare(said)]


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() or c == HIDDEN)
